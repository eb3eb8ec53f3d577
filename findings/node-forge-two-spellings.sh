#!/usr/bin/env bash
# node-forge 1.4.3 (npm), with OpenSSL 3.0.19 as the reader.
#
# The guess: a PFX is made with one password, so whoever knows it opens all of the file: OpenSSL and node-forge agree on what
# "pässwörd" is, as they do for "secret".
#
# The behaviour: pkcs12.toPkcs12Asn1() with PBES2 (algorithm 'aes256') turns the password into UTF-16 for the file's sum, as RFC 7292
# asks, but for PBKDF2 takes the low byte of each letter, which is Latin-1, where others take UTF-8. OpenSSL finds the sum right, and
# then cannot open the key; with the bytes of Latin-1 it opens the key as well, since it takes those for UTF-16 by itself. With
# '3des' (no PBES2) the same password opens everything.
#
# Seen:
#   aes256, secret, as UTF-8: sum right, key opened
#   aes256, pässwörd, as UTF-8: sum right, key not opened
#   aes256, pässwörd, as Latin-1: sum right, key opened
#   3des, pässwörd, as UTF-8: sum right, key opened
set -eu
export LC_ALL=C.UTF-8
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node-forge@1.4.3 >/dev/null
cat > make.js <<'JS'
const forge = require('node-forge'), fs = require('fs');
const keys = forge.pki.rsa.generateKeyPair(2048), certificate = forge.pki.createCertificate();
certificate.publicKey = keys.publicKey;
certificate.serialNumber = '01';
certificate.validity.notAfter.setFullYear(certificate.validity.notBefore.getFullYear() + 1);
certificate.setSubject([{name: 'commonName', value: 'made-up.example'}]);
certificate.setIssuer([{name: 'commonName', value: 'made-up.example'}]);
certificate.sign(keys.privateKey, forge.md.sha256.create());
for (const [name, password, algorithm] of [['ascii', 'secret', 'aes256'], ['letters', 'pässwörd', 'aes256'], ['old', 'pässwörd', '3des']]) {
  const file = forge.pkcs12.toPkcs12Asn1(keys.privateKey, [certificate], password, {algorithm});
  fs.writeFileSync(name + '.p12', Buffer.from(forge.asn1.toDer(file).getBytes(), 'latin1'));
}
JS
node make.js

look() { # file, password in bytes
    local sum=wrong key="not opened"
    openssl pkcs12 -in "$1" -passin "pass:$2" -noout -nokeys -nocerts 2>/dev/null && sum=right
    openssl pkcs12 -in "$1" -passin "pass:$2" -nodes -nocerts 2>/dev/null | grep -q "BEGIN PRIVATE KEY" && key=opened
    echo "sum $sum, key $key"
}

check() { # what it is, expected, file, password
    local seen
    seen=$(look "$3" "$4")
    echo "$1: $seen"
    [ "$seen" = "$2" ] || { echo "this has changed: it was \"$2\"" >&2; exit 1; }
}

latin1=$(printf 'p\xe4ssw\xf6rd')
check "aes256, secret, as UTF-8" "sum right, key opened" ascii.p12 secret
check "aes256, pässwörd, as UTF-8" "sum right, key not opened" letters.p12 pässwörd
check "aes256, pässwörd, as Latin-1" "sum right, key opened" letters.p12 "$latin1"
check "3des, pässwörd, as UTF-8" "sum right, key opened" old.p12 pässwörd
