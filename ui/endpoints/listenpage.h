#pragma once

#include "core/net/portprobe.h"
#include "ui/endpoints/endpointquestion.h"

#include <QTimer>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace Signalbox {

class FieldForm;
class FieldNote;
class JoinCard;

/// The first page of the endpoint's dialog: what it is called, where it listens, what it speaks and
/// for whom. Says at each field what it means and what is wrong with it, and looks whether the port
/// is free. The window's thread.
class ListenPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ListenPage)
public:
    explicit ListenPage(const EndpointQuestion &question, QWidget *parent = nullptr);

    void write(EndpointConfig &endpoint) const; ///< what this page decides
    QString problem() const; ///< the first thing that has to be put right; empty: nothing
    bool isSecure() const;
    /// The address that most other devices can reach, if there is one.
    void proposeReachableAddress();
    void setStates(const QList<EndpointStatus> &states);

Q_SIGNALS:
    void changed();

private:
    void buildFields(FieldForm &form);
    void fillAddresses();
    void showEndpoint(const EndpointConfig &endpoint);
    void selectAddress(const QString &address);
    QString address() const;
    quint16 port() const;
    void refresh();
    QString presetText() const;
    void checkName();
    void checkAddress();
    void checkPort();
    void showProbe(const std::optional<Error> &problem);
    void showReach();
    void sayPort(const QString &text, QLatin1StringView tone, bool offersOther = false);
    const EndpointConfig *rival() const;

    EndpointQuestion m_question;
    EndpointConfig m_initial;
    QLineEdit *m_name;
    QComboBox *m_address;
    QSpinBox *m_port;
    QPushButton *m_otherPort;
    QComboBox *m_security;
    QCheckBox *m_webSocket;
    QCheckBox *m_http;
    QComboBox *m_preset;
    JoinCard *m_join;
    FieldNote *m_nameNote = nullptr;
    FieldNote *m_addressNote = nullptr;
    FieldNote *m_portNote = nullptr;
    FieldNote *m_servesNote = nullptr;
    FieldNote *m_presetNote = nullptr;
    QString m_nameProblem;
    QString m_addressProblem;
    QString m_servesProblem;
    PortProbe m_probe{this};
    QTimer m_probeTimer{this};
    quint16 m_offered = 0; ///< by m_otherPort
};

} // namespace Signalbox
