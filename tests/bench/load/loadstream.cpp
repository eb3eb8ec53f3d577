#include "loadstream.h"

#include <arpa/inet.h>
#include <cerrno>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace Signalbox::Load {

namespace {

SSL_CTX *tlsContext()
{
    static SSL_CTX *const context = [] {
        SSL_CTX *made = SSL_CTX_new(TLS_client_method());
        SSL_CTX_set_verify(made, SSL_VERIFY_NONE, nullptr);
        SSL_CTX_set_mode(made, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
                                   | SSL_MODE_RELEASE_BUFFERS);
        return made;
    }();
    return context;
}

} // namespace

void LoadStream::TlsDeleter::operator()(ssl_st *tls) const
{
    SSL_free(tls);
}

LoadStream::~LoadStream()
{
    close();
}

void LoadStream::close()
{
    m_tls.reset();
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = -1;
}

bool LoadStream::start(std::uint16_t port, bool tls)
{
    m_connected = false;
    m_descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (m_descriptor < 0)
        return false;
    const int on = 1;
    ::setsockopt(m_descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(m_descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) < 0
        && errno != EINPROGRESS) {
        close();
        return false;
    }
    if (tls) {
        m_tls.reset(SSL_new(tlsContext()));
        SSL_set_fd(m_tls.get(), m_descriptor);
        SSL_set_connect_state(m_tls.get());
    }
    return true;
}

LoadStream::Progress LoadStream::finishConnecting()
{
    if (!m_connected) {
        int error = 0;
        socklen_t length = sizeof error;
        ::getsockopt(m_descriptor, SOL_SOCKET, SO_ERROR, &error, &length);
        if (error != 0)
            return Progress::Failed;
        m_connected = true;
    }
    if (!m_tls)
        return Progress::Done;
    const int result = SSL_do_handshake(m_tls.get());
    if (result == 1) {
        m_waitsForBytes = false;
        return Progress::Done;
    }
    const int error = SSL_get_error(m_tls.get(), result);
    m_waitsForBytes = error == SSL_ERROR_WANT_READ;
    return m_waitsForBytes || error == SSL_ERROR_WANT_WRITE ? Progress::Again : Progress::Failed;
}

ssize_t LoadStream::tlsResult(int result)
{
    if (result > 0)
        return result;
    switch (SSL_get_error(m_tls.get(), result)) {
    case SSL_ERROR_ZERO_RETURN:
        return 0;
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
        errno = EAGAIN;
        return -1;
    default:
        ERR_clear_error();
        errno = ECONNRESET;
        return -1;
    }
}

ssize_t LoadStream::read(char *to, std::size_t size)
{
    if (m_tls)
        return tlsResult(SSL_read(m_tls.get(), to, int(size)));
    return ::recv(m_descriptor, to, size, MSG_DONTWAIT);
}

ssize_t LoadStream::skip(std::size_t size)
{
    return ::recv(m_descriptor, nullptr, size, MSG_DONTWAIT | MSG_TRUNC);
}

ssize_t LoadStream::write(const char *from, std::size_t size)
{
    if (m_tls)
        return tlsResult(SSL_write(m_tls.get(), from, int(size)));
    return ::send(m_descriptor, from, size, MSG_NOSIGNAL | MSG_DONTWAIT);
}

} // namespace Signalbox::Load
