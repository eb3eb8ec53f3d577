#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <sys/types.h>

struct ssl_st;

namespace Signalbox::Load {

/// A non-blocking connection to a port of 127.0.0.1, plain or with TLS. Believes any certificate:
/// it measures, and sends nothing that is secret.
class LoadStream
{
public:
    enum class Progress : std::uint8_t { Done, Again, Failed };

    LoadStream() = default;
    LoadStream(const LoadStream &) = delete;
    LoadStream &operator=(const LoadStream &) = delete;
    ~LoadStream();

    /// Begins to connect; false when the system refuses even that.
    bool start(std::uint16_t port, bool tls);
    /// Goes on with connecting and the TLS handshake, whenever the descriptor is ready.
    Progress finishConnecting();
    /// While connecting: the handshake waits for the peer's bytes, not for room for its own.
    bool waitsForBytes() const { return m_waitsForBytes; }
    int descriptor() const { return m_descriptor; }
    bool hasTls() const { return bool(m_tls); }

    /// As recv() and send(): the number of bytes; 0 the peer has ended its side; -1 with errno,
    /// EAGAIN when it has to wait.
    ssize_t read(char *to, std::size_t size);
    /// As read(), but the bytes are thrown away by the system. Plain connections only.
    ssize_t skip(std::size_t size);
    ssize_t write(const char *from, std::size_t size);
    void close();

private:
    struct TlsDeleter
    {
        void operator()(ssl_st *tls) const;
    };
    ssize_t tlsResult(int result);

    int m_descriptor = -1;
    std::unique_ptr<ssl_st, TlsDeleter> m_tls;
    bool m_connected = false;
    bool m_waitsForBytes = false;
};

} // namespace Signalbox::Load
