#include "app/commandline.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace Signalbox {

std::optional<EndpointConfig> endpointOf(const QString &url)
{
    const qsizetype mark = url.indexOf("://"_L1);
    if (mark < 0)
        return std::nullopt;
    const QString scheme = url.first(mark).toLower();
    const bool secure = scheme == "wss"_L1 || scheme == "https"_L1;
    if (!secure && scheme != "ws"_L1 && scheme != "http"_L1)
        return std::nullopt;
    QString authority = url.sliced(mark + 3);
    if (authority.endsWith(u'/'))
        authority.chop(1);
    EndpointConfig endpoint;
    const bool everywhere = authority.startsWith(u'*');
    if (everywhere) // not a host name to QUrl
        authority.replace(0, 1, u"any.invalid"_s);
    const QUrl parsed(u"http://"_s + authority, QUrl::StrictMode);
    if (!parsed.isValid() || parsed.host().isEmpty() || !parsed.path().isEmpty()
        || parsed.hasQuery() || parsed.hasFragment() || !parsed.userInfo().isEmpty())
        return std::nullopt;
    endpoint.address = everywhere ? u"*"_s : parsed.host();
    endpoint.port = quint16(parsed.port(secure ? 8443 : 8091));
    if (secure)
        endpoint.tls = TlsConfig{};
    return endpoint;
}

namespace {

QString absoluteName(const QString &fileName)
{
    return fileName.isEmpty() ? fileName : QDir::current().absoluteFilePath(fileName);
}

} // namespace

CommandLine parseCommandLine(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate(
        "CommandLine", "A WebSocket server with an operator's console."));
    const auto tr = [](const char *text) {
        return QCoreApplication::translate("CommandLine", text);
    };
    const QCommandLineOption headless(u"headless"_s, tr("Serve without a window."));
    const QCommandLineOption listen(
        u"listen"_s,
        tr("Listen here instead of on the configured endpoints: ws://127.0.0.1:8091, wss://*:8443. "
           "May be given several times; ws implies http, wss implies https."),
        u"URL"_s);
    const QCommandLineOption certificate(
        u"certificate"_s, tr("Certificate for wss: PFX, or PEM. Without it one is made."),
        u"FILE"_s);
    const QCommandLineOption key(u"key"_s, tr("The certificate's private key, in PEM."), u"FILE"_s);
    const QCommandLineOption passwordEnv(
        u"password-env"_s,
        tr("Environment variable that holds the password of the certificate or key."), u"NAME"_s);
    const QCommandLineOption check(
        u"check"_s, tr("Read the configuration, say what is wrong with it, and exit."));
    const QCommandLineOption isNew(
        u"new"_s, tr("Begin with the defaults if the named configuration file is not there yet."));
    const QCommandLineOption version(u"version"_s, tr("Print the version and exit."));
    const QCommandLineOption help({u"h"_s, u"help"_s}, tr("Print this help and exit."));
    parser.addOptions(
        {headless, listen, certificate, key, passwordEnv, check, isNew, version, help});
    parser.addPositionalArgument(u"signalbox.json"_s, tr("The configuration file."),
                                 u"[signalbox.json]"_s);
    CommandLine result;
    if (!parser.parse(arguments)) {
        result.problem = parser.errorText();
        return result;
    }
    if (parser.isSet(help))
        result.answer = parser.helpText();
    else if (parser.isSet(version))
        result.answer = u"Signalbox "_s + QCoreApplication::applicationVersion() + u'\n';
    result.headless = parser.isSet(headless);
    result.check = parser.isSet(check);
    result.isNew = parser.isSet(isNew);
    if (parser.positionalArguments().size() > 1)
        result.problem = tr("Only one configuration file can be given.");
    result.fileName = parser.positionalArguments().value(0);
    bool secure = false;
    const QStringList urls = parser.values(listen);
    for (const QString &url : urls) {
        auto endpoint = endpointOf(url);
        if (!endpoint) {
            result.problem =
                tr("--listen %1: this is not an address such as ws://127.0.0.1:8091 or "
                   "wss://*:8443.")
                    .arg(url);
            return result;
        }
        endpoint->name = u"listen-%1"_s.arg(result.listen.size() + 1);
        if (endpoint->tls) {
            secure = true;
            endpoint->tls->certificate = absoluteName(parser.value(certificate));
            endpoint->tls->key = absoluteName(parser.value(key));
            endpoint->tls->passwordEnv = parser.value(passwordEnv);
            endpoint->tls->selfSigned = !parser.isSet(certificate);
        }
        result.listen.append(*endpoint);
    }
    if ((parser.isSet(key) || parser.isSet(passwordEnv)) && !parser.isSet(certificate))
        result.problem = tr("--key and --password-env belong to --certificate.");
    else if (parser.isSet(certificate) && !secure)
        result.problem = tr("--certificate belongs to a --listen with wss.");
    else if (parser.isSet(isNew) && result.fileName.isEmpty())
        result.problem = tr("--new belongs to the name of a configuration file.");
    return result;
}

} // namespace Signalbox
