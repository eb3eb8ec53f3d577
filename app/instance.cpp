#include "app/instance.h"

#include <QCryptographicHash>
#include <QLocalServer>
#include <QLocalSocket>

#include <chrono>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto Patience = 2s;
constexpr QByteArrayView Request = "raise\n";
constexpr QByteArrayView Answer = "raised\n";

/// Short, because the path of a local socket may have only about a hundred bytes.
QString serverName(const QDir &store)
{
    const QByteArray hash =
        QCryptographicHash::hash(store.absolutePath().toUtf8(), QCryptographicHash::Sha256);
    return u"signalbox-"_s + QString::fromLatin1(hash.first(8).toHex());
}

int milliseconds(std::chrono::milliseconds time)
{
    return int(time.count());
}

} // namespace

Instance::Instance(const QDir &store)
    : m_lock(store.filePath(u"in-use"_s))
{
    m_lock.setStaleLockTime(0); // only the end of the process makes it stale, not its age
    store.mkpath(u"."_s);
    m_taken = !m_lock.tryLock(0ms) && m_lock.error() == QLockFile::LockFailedError;
}

qint64 Instance::otherProcess() const
{
    qint64 id = 0;
    QString host;
    QString program;
    return m_lock.getLockInfo(&id, &host, &program) ? id : 0;
}

bool raiseOther(const QDir &store)
{
    QLocalSocket socket;
    socket.connectToServer(serverName(store));
    if (!socket.waitForConnected(milliseconds(Patience)))
        return false;
    socket.write(Request.data(), Request.size());
    QByteArray answer;
    while (!answer.contains('\n') && socket.waitForReadyRead(milliseconds(Patience)))
        answer += socket.readAll();
    return answer == Answer;
}

void listenForRaise(const QDir &store, QObject *parent, const std::function<void()> &raise)
{
    auto *server = new QLocalServer(parent);
    server->setSocketOptions(QLocalServer::UserAccessOption);
    QObject::connect(server, &QLocalServer::newConnection, server, [server, raise] {
        while (QLocalSocket *socket = server->nextPendingConnection()) {
            QObject::connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
            QObject::connect(socket, &QLocalSocket::readyRead, socket, [socket, raise] {
                const QByteArray request = socket->read(Request.size());
                if (request == Request) {
                    raise();
                    socket->write(Answer.data(), Answer.size());
                }
                socket->disconnectFromServer(); // after what is written
            });
        }
    });
    // we have the folder: what lies there is left from a program that was killed
    QLocalServer::removeServer(serverName(store));
    server->listen(serverName(store));
}

} // namespace Signalbox
