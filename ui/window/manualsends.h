#pragma once

#include "core/values/signal.h"

#include <QHash>
#include <QObject>
#include <QPointer>

namespace Signalbox {

class ClientDirectory;
class Composer;
class ReceiversSheet;
class Server;
class WindowBanners;
struct SendRecord;

/// Sends what the composer asks for, and knows afterwards who got it: shows them, sends to the rest
/// on demand, and tells what an earlier run of the program left unfinished. Never sends by itself.
/// The window's thread.
class ManualSends final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ManualSends)
public:
    ManualSends(Server &server, const ClientDirectory &directory, Composer &composer,
                WindowBanners &banners, QWidget *window);
    ~ManualSends() override;

Q_SIGNALS:
    /// Put this into the composer.
    void composeRequested(const Signalbox::Target &target, const QByteArray &payload);

private:
    void send(const Signal &signal);
    void progress(const SendResult &result);
    QList<ClientId> rest(quint64 request) const;
    void sendToRest(quint64 request);
    void showReceivers(quint64 request);
    void updateSheet();
    void showUnfinished();
    void showUnfinishedReceivers(const SendRecord &record);

    Server &m_server;
    const ClientDirectory &m_directory;
    Composer &m_composer;
    WindowBanners &m_banners;
    QWidget *m_window;
    QHash<quint64, Signal> m_signals; ///< the last few, by request
    QHash<quint64, SendResult> m_results; ///< of those
    QPointer<ReceiversSheet> m_sheet;
    quint64 m_sheetRequest = 0;
};

} // namespace Signalbox
