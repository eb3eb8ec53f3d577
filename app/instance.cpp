#include "app/instance.h"

#include "app/peeruser.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QLocalServer>
#include <QLocalSocket>

#include <chrono>
#ifdef Q_OS_UNIX
#include <sys/un.h>
#endif

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto Patience = 2s;
constexpr QByteArrayView RaiseRequest = "raise\n";
constexpr QByteArrayView Answer = "raised\n";

/// Beside the folder, where nobody else may make one; where that is too long for the path of a
/// local socket, in the folder for temporary files.
QString serverName(const QDir &store)
{
    const QByteArray hash =
        QCryptographicHash::hash(store.absolutePath().toUtf8(), QCryptographicHash::Sha256);
    const QString name = u"signalbox-"_s + QString::fromLatin1(hash.first(8).toHex());
#ifdef Q_OS_UNIX
    constexpr qsizetype Longest = sizeof(sockaddr_un::sun_path) - 1;
    const QString path = QFileInfo(store.absolutePath()).dir().filePath(name);
    if (QFile::encodeName(path).size() <= Longest)
        return path;
#endif
    return name;
}

int milliseconds(std::chrono::milliseconds time)
{
    return int(time.count());
}

} // namespace

Instance::Instance(const QDir &store)
    : m_lock(store.filePath(u"in-use"_s))
{
    constexpr auto OwnerOnly =
        QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner;
    store.mkpath(u"."_s);
    // earlier versions let the umask decide
    for (const QString &folder : {store.absolutePath(), QFileInfo(store.absolutePath()).path()})
        QFile::setPermissions(folder, OwnerOnly);
    m_outcome = m_lock.take();
}

bool raiseOther(const QDir &store, qint64 other)
{
    QLocalSocket socket;
    socket.connectToServer(serverName(store));
    if (!socket.waitForConnected(milliseconds(Patience)))
        return false;
    if (!isOwnUser(socket, other)) // somebody took the name first
        return false;
    socket.write(RaiseRequest.data(), RaiseRequest.size());
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
            if (!isOwnUser(*socket, 0)) {
                socket->abort();
                continue;
            }
            QObject::connect(socket, &QLocalSocket::readyRead, socket, [socket, raise] {
                const QByteArray request = socket->read(RaiseRequest.size());
                if (request == RaiseRequest) {
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
