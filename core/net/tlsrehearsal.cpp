#include "core/net/tlsrehearsal.h"

#include "core/net/openssl.h"

#include <algorithm>
#include <array>
#include <limits>
#include <openssl/err.h>
#include <openssl/ssl.h>

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

using Context = std::unique_ptr<SSL_CTX, OpenSsl::Deleter<SSL_CTX_free>>;
using SslHandle = std::unique_ptr<SSL, OpenSsl::Deleter<SSL_free>>;

constexpr int MostTurns = 1000; // of both sides; a long chain passes in pieces of 17 KiB

const unsigned char *bytesOf(const QByteArray &der)
{
    return reinterpret_cast<const unsigned char *>(der.constData());
}

/// As QSslSocket hands it over.
bool use(SSL_CTX *context, const TlsIdentity &identity)
{
    const QByteArray leaf = identity.chain.first().toDer();
    const QByteArray key = identity.key.toDer();
    const int kind = identity.key.algorithm() == QSsl::Rsa ? EVP_PKEY_RSA : EVP_PKEY_EC;
    if (SSL_CTX_use_certificate_ASN1(context, int(leaf.size()), bytesOf(leaf)) != 1
        || SSL_CTX_use_PrivateKey_ASN1(kind, context, bytesOf(key), long(key.size())) != 1)
        return false;
    for (const QSslCertificate &each : identity.chain.sliced(1)) {
        OpenSsl::Certificate certificate = OpenSsl::certificateOf(each.toDer());
        if (SSL_CTX_add_extra_chain_cert(context, certificate.get()) != 1)
            return false;
        certificate.release(); // the context owns it now
    }
    return true;
}

/// Whether both sides came to the end of the handshake.
bool shakeHands(SSL *server, SSL *client)
{
    BIO *serverEnd = nullptr;
    BIO *clientEnd = nullptr;
    if (BIO_new_bio_pair(&serverEnd, 0, &clientEnd, 0) != 1)
        return false;
    SSL_set_bio(server, serverEnd, serverEnd);
    SSL_set_bio(client, clientEnd, clientEnd);
    SSL_set_accept_state(server);
    SSL_set_connect_state(client);
    for (int turn = 0; turn < MostTurns; ++turn) {
        SSL *side = turn % 2 == 0 ? client : server;
        const int done = SSL_do_handshake(side);
        if (done != 1 && SSL_get_error(side, done) == SSL_ERROR_SSL)
            return false;
        if (SSL_is_init_finished(server) == 1 && SSL_is_init_finished(client) == 1)
            return true;
    }
    return false;
}

struct Signature
{
    int bits = std::numeric_limits<int>::max(); ///< of security
    QString name{};
};

/// Of those that another certificate's key made: nobody looks at the one of a root.
Signature weakestSignature(const QList<QSslCertificate> &chain)
{
    Signature weakest;
    for (const QSslCertificate &each : chain) {
        const OpenSsl::Certificate certificate = OpenSsl::certificateOf(each.toDer());
        int bits = 0;
        if (!each.isSelfSigned()
            && X509_get_signature_info(certificate.get(), nullptr, nullptr, &bits, nullptr) == 1
            && bits < weakest.bits)
            weakest = {bits,
                       QString::fromLatin1(OBJ_nid2sn(X509_get_signature_nid(certificate.get())))};
    }
    return weakest;
}

/// How many bits of security the system's rules want of a signature. MD5's 39 do for nobody.
int wantedBits(const SSL_CTX *context)
{
    constexpr std::array BitsOfLevels{40, 80, 112, 128, 192, 256};
    const int level = SSL_CTX_get_security_level(context);
    return BitsOfLevels[size_t(std::clamp(level, 0, int(BitsOfLevels.size()) - 1))];
}

Error reasonOf(const TlsIdentity &identity)
{
    const unsigned long error = ERR_peek_error();
    const QString words = OpenSsl::takeErrors();
    if (ERR_GET_LIB(error) == ERR_LIB_SSL) {
        switch (ERR_GET_REASON(error)) {
        case SSL_R_CA_MD_TOO_WEAK:
            return {Error::Code::SignatureTooWeak, weakestSignature(identity.chain).name};
        case SSL_R_EE_KEY_TOO_SMALL:
            return {Error::Code::KeyTooShort,
                    u"%1-%2"_s.arg(identity.key.algorithm() == QSsl::Rsa ? u"RSA"_s : u"EC"_s)
                        .arg(identity.key.length())};
        default:
            break;
        }
    }
    return {Error::Code::TlsImpossible, words};
}

} // namespace

Status rehearse(const TlsIdentity &identity, TlsVersion minimum)
{
    ERR_clear_error();
    const Context forServer(SSL_CTX_new(TLS_server_method()));
    const Context forClient(SSL_CTX_new(TLS_client_method()));
    const int oldest = minimum == TlsVersion::Tls13 ? TLS1_3_VERSION : TLS1_2_VERSION;
    if (!forServer || !forClient || SSL_CTX_set_min_proto_version(forServer.get(), oldest) != 1
        || !use(forServer.get(), identity))
        return reasonOf(identity);
    // OpenSSL 3.0 has looked at them by now; 3.5 leaves it to the peer
    if (const Signature weakest = weakestSignature(identity.chain);
        weakest.bits < wantedBits(forServer.get()))
        return Error{Error::Code::SignatureTooWeak, weakest.name};
    SSL_CTX_set_verify(forClient.get(), SSL_VERIFY_NONE, nullptr);
    const SslHandle server(SSL_new(forServer.get()));
    const SslHandle client(SSL_new(forClient.get()));
    if (!server || !client || !shakeHands(server.get(), client.get()))
        return reasonOf(identity);
    ERR_clear_error();
    return success();
}

} // namespace Signalbox
