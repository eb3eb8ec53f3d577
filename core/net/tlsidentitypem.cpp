#include "core/net/tlsidentitycheck.h"

#include <cstring>
#include <openssl/err.h>
#include <openssl/pem.h>

namespace Signalbox {

namespace {

struct Passphrase
{
    const QByteArray &text;
    bool asked = false; ///< the key turned out to be encrypted
};

int givePassphrase(char *buffer, int size, int /*writing*/, void *user)
{
    auto *passphrase = static_cast<Passphrase *>(user);
    passphrase->asked = true;
    if (passphrase->text.size() > size)
        return -1;
    std::memcpy(buffer, passphrase->text.constData(), size_t(passphrase->text.size()));
    return int(passphrase->text.size());
}

/// Editors on Windows put a byte order mark first, which would hide the first block.
QByteArray withoutByteOrderMark(const QByteArray &text)
{
    return text.startsWith("\xEF\xBB\xBF") ? text.sliced(3) : text;
}

bool stoppedAtTheEnd()
{
    const unsigned long last = ERR_peek_last_error();
    return ERR_GET_LIB(last) == ERR_LIB_PEM && ERR_GET_REASON(last) == PEM_R_NO_START_LINE;
}

} // namespace

Result<TlsIdentity> identityFromPem(const QByteArray &certificates, const QByteArray &key,
                                    const QByteArray &password)
{
    ERR_clear_error();
    const QByteArray certificateText = withoutByteOrderMark(certificates);
    const OpenSsl::Bio certificateReader = OpenSsl::memory(certificateText);
    std::vector<OpenSsl::Certificate> chain;
    for (;;) {
        X509 *next = X509_new_ex(OpenSsl::fileContext(), nullptr);
        if (!PEM_read_bio_X509(certificateReader.get(), &next, nullptr, nullptr)) {
            X509_free(next); // null if the reader has freed it already
            break;
        }
        chain.emplace_back(next);
    }
    if (!stoppedAtTheEnd())
        return Error{Error::Code::CertificateUnreadable, OpenSsl::takeErrors()};
    if (chain.empty())
        return Error{Error::Code::NoCertificate, OpenSsl::takeErrors()};
    ERR_clear_error();

    const QByteArray keyText = withoutByteOrderMark(key);
    const OpenSsl::Bio keyReader = OpenSsl::memory(keyText);
    Passphrase passphrase{password};
    const OpenSsl::Key privateKey(PEM_read_bio_PrivateKey_ex(
        keyReader.get(), nullptr, givePassphrase, &passphrase, OpenSsl::fileContext(), nullptr));
    if (!privateKey && passphrase.asked) {
        // Whatever libcrypto made of the bytes: with another password they would have been others.
        return Error{password.isEmpty() ? Error::Code::PasswordNeeded : Error::Code::WrongPassword,
                     OpenSsl::takeErrors()};
    }
    return checkedIdentity(chain, privateKey);
}

} // namespace Signalbox
