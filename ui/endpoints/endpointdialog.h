#pragma once

#include "ui/endpoints/endpointquestion.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QTabWidget;

namespace Signalbox {

class AccessPage;
class CertificatePage;
class LimitsPage;
class ListenPage;

/// Asks for everything an endpoint has: a new one, or one that is to be changed. The button says
/// what applying it does; while something is wrong it is disabled and the reason stands beside it.
/// Accepted without a change, endpoint() is what it was. The window's thread.
class EndpointDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EndpointDialog)
public:
    explicit EndpointDialog(const EndpointQuestion &question, QWidget *parent = nullptr);
    ~EndpointDialog() override;

    void accept() override; ///< takes what is still being typed, too

    EndpointConfig endpoint() const; ///< as it stands in the fields
    /// Puts this computer's best address for other devices into the field, if it has one.
    void proposeReachableAddress();
    /// Opens the page of the limits at one of them, by its key.
    void showLimit(const QString &key);
    /// Opens the page of access with this origin added to those that may connect.
    void allowOrigin(const QString &origin);
    void setStates(const QList<EndpointStatus> &states); ///< of all endpoints, as they are now

private:
    void refresh();
    QString problem() const;
    void showPeaks();
    QString verb(const EndpointConfig &endpoint) const;

    EndpointQuestion m_question;
    EndpointConfig m_initial;
    QTabWidget *m_tabs;
    ListenPage *m_listen;
    CertificatePage *m_certificate;
    AccessPage *m_access;
    LimitsPage *m_limits;
    QLabel *m_reason;
    QPushButton *m_apply;
};

} // namespace Signalbox
