#pragma once

#include "ui/endpoints/endpointbutton.h"

#include <QDateTime>
#include <QPointer>
#include <QTimer>
#include <QWidget>

class QMenu;
class QToolButton;

namespace Signalbox {

class EndpointController;
class EndpointDialog;
class Server;

/// The endpoints in the tool bar, one button each, and what is done with them: start, stop, copy,
/// edit, add, remove. Shows as much of each as there is room for; those that find none are in a
/// menu at the end. Opens the dialogs, one at a time. The window's thread.
class EndpointBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EndpointBar)
public:
    /// Both outlive the bar.
    EndpointBar(Server &server, EndpointController &controller, QWidget *parent = nullptr);
    ~EndpointBar() override;

    void addEndpoint(); ///< asks for a new one
    void editEndpoint(const QString &name);
    /// The same, at one of its limits, or with one more origin.
    void showLimit(const QString &name, const QString &key);
    void allowOrigin(const QString &name, const QString &origin);
    void showQueues(); ///< the limit of all endpoints together
    /// Asks for what it takes that other devices can connect: the dialog of the first endpoint with
    /// this computer's best address in it.
    void letOthersConnect();
    void showJoin(const QString &name); ///< address and code for other devices

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void openPageRequested(const QString &url); ///< in a browser

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void arrange();
    int neededWidth(EndpointButton::Detail detail) const;
    void fillMenu(QMenu &menu, const QString &name);
    void fillOverflow();
    void closeDialog();
    void openDialog(EndpointDialog *dialog, const QString &name);
    EndpointDialog *makeDialog(const QString &name);

    Server &m_server;
    EndpointController &m_controller;
    QList<EndpointButton *> m_buttons; ///< one for each endpoint, in their order
    QToolButton *m_copy; ///< shown when there is one endpoint
    QToolButton *m_more; ///< shown when some do not fit
    QToolButton *m_add;
    qsizetype m_shown = 0; ///< how many of m_buttons fit
    QTimer m_hourly{this}; ///< certificates grow old without anything happening
    QPointer<QWidget> m_dialog;
};

} // namespace Signalbox
