#include "core/net/certificatechain.h"

#include "core/net/keyfileformat.h"
#include "core/net/privatekey.h"

#include <algorithm>
#include <openssl/err.h>
#include <openssl/pem.h>

namespace Signalbox {

namespace {

using Certificates = std::vector<OpenSsl::Certificate>;

/// Why a file holds no certificate.
Error notOne(const QByteArray &text, bool isPem)
{
    const QString format = foreignFormat(text);
    if (format == PfxFormat)
        return {Error::Code::CertificateUnreadable}; // not for us
    if (!format.isEmpty())
        return {Error::Code::FormatUnsupported, format};
    const Result<OpenSsl::Key> key = readKey(text, {});
    const bool isKey = key || key.error().code != Error::Code::NoKey;
    return {isPem || isKey ? Error::Code::NoCertificate : Error::Code::CertificateUnreadable};
}

Result<Certificates> readPem(const QByteArray &text)
{
    const OpenSsl::Bio reader = OpenSsl::memory(text);
    Certificates found;
    for (;;) {
        X509 *next = X509_new_ex(OpenSsl::fileContext(), nullptr);
        if (!PEM_read_bio_X509(reader.get(), &next, nullptr, nullptr)) {
            X509_free(next); // null if the reader has freed it already
            break;
        }
        found.emplace_back(next);
    }
    const unsigned long last = ERR_peek_last_error();
    if (ERR_GET_LIB(last) != ERR_LIB_PEM || ERR_GET_REASON(last) != PEM_R_NO_START_LINE)
        return Error{Error::Code::CertificateDamaged, OpenSsl::takeErrors()};
    ERR_clear_error();
    if (found.empty())
        return notOne(text, true);
    return found;
}

bool vouchesFor(X509 *issuer, X509 *subject)
{
    return X509_check_issued(issuer, subject) == X509_V_OK
           && X509_verify(subject, X509_get0_pubkey(issuer)) == 1;
}

} // namespace

Result<Certificates> readCertificates(const QByteArray &content)
{
    ERR_clear_error();
    const QByteArray text = plainText(content);
    if (text.contains("-----BEGIN "))
        return readPem(text);
    Certificates found;
    found.push_back(OpenSsl::certificateOf(text));
    if (!found.front())
        return notOne(text, false);
    return found;
}

Certificates chainOf(OpenSsl::Certificate leaf, Certificates others)
{
    Certificates chain;
    chain.push_back(std::move(leaf));
    const auto isNew = [&chain](const OpenSsl::Certificate &other) {
        return std::ranges::none_of(chain, [&other](const OpenSsl::Certificate &each) {
            return X509_cmp(each.get(), other.get()) == 0;
        });
    };
    for (size_t i = 0; i < chain.size(); ++i)
        for (OpenSsl::Certificate &other : others)
            if (other && isNew(other) && vouchesFor(other.get(), chain[i].get()))
                chain.push_back(std::move(other));
    ERR_clear_error();
    return chain;
}

} // namespace Signalbox
