#pragma once

#include "core/net/openssl.h"
#include "core/values/result.h"

#include <QList>

namespace Signalbox {

/// A password as the tools that wrote a file may have turned its letters into bytes, the likeliest
/// first: as it was given, as UTF-8, as Latin-1 (the keys of node-forge), and as UTF-8 that was
/// taken for Latin-1 (OpenSSL before 1.1 in a PFX). In ASCII they are all one. An empty one is
/// tried as "" and as a null QByteArray, no password at all.
QList<QByteArray> spellingsOf(const QByteArray &password);

/// The name of what `algorithm` encrypts with, where that is not available here; else empty.
QString missingEncryption(const X509_ALGOR *algorithm);

/// The key in a block of PKCS#8. Fails with KeyDamaged, KeyUnsupported.
Result<OpenSsl::Key> keyOf(const PKCS8_PRIV_KEY_INFO *block);

/// The key in an encrypted block of PKCS#8. Fails also with PasswordNeeded, WrongPassword,
/// EncryptionUnsupported.
Result<OpenSsl::Key> decryptedKey(const X509_SIG *block, const QByteArray &password);

/// The first private key of a file, in PEM or DER: PKCS#1, SEC 1 or PKCS#8, encrypted or not.
/// Fails also with NoKey, FormatUnsupported.
Result<OpenSsl::Key> readKey(const QByteArray &content, const QByteArray &password);

} // namespace Signalbox
