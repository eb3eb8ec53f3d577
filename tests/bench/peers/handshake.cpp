#include "handshake.h"

#include <array>
#include <openssl/evp.h>
#include <openssl/sha.h>

using namespace std::literals;

namespace Signalbox::Bench {

std::optional<std::string> handshakeAnswer(std::string_view head)
{
    constexpr auto Field = "Sec-WebSocket-Key: "sv;
    const size_t at = head.find(Field);
    if (at == std::string_view::npos)
        return std::nullopt;
    const std::string_view rest = head.substr(at + Field.size());
    const std::string key =
        std::string(rest.substr(0, rest.find('\r'))) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, SHA_DIGEST_LENGTH> digest;
    SHA1(reinterpret_cast<const unsigned char *>(key.data()), key.size(), digest.data());
    std::array<unsigned char, 32> accept;
    const int size = EVP_EncodeBlock(accept.data(), digest.data(), int(digest.size()));
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Accept: "
           + std::string(reinterpret_cast<const char *>(accept.data()), size_t(size)) + "\r\n\r\n";
}

} // namespace Signalbox::Bench
