#pragma once

#include "ui/clients/clientrow.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;

namespace Signalbox {

class FactList;
class PanelBar;

/// Everything that is known of one client: who it is, how it is doing, and the head of its request.
/// Plain text that can be copied. The window's thread.
class ClientDetails final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ClientDetails)
public:
    explicit ClientDetails(QWidget *parent = nullptr);

    void setClient(const ClientRow &row, WallTime now);
    /// No client: says instead what is chosen.
    void setNothing(const QString &sentence);

Q_SIGNALS:
    void closeRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void showHeaders(const ClientInfo &info);

    QLabel *m_name;
    QLabel *m_sentence;
    QWidget *m_page;
    FactList *m_facts;
    PanelBar *m_headersTitle;
    QPlainTextEdit *m_headers;
    QWidget *m_copyId;
    ClientId m_client;
};

} // namespace Signalbox
