#include "app/filecheck.h"

#include "app/errorsentence.h"
#include "core/json/jsonnode.h"
#include "core/json/textposition.h"
#include "core/net/tlsidentity.h"
#include "core/routes/scriptfiles.h"

#include <QFileInfo>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int MaxDepth = 64;

/// Gathers problems, each at the place of its key in the document.
class Findings
{
public:
    explicit Findings(const QByteArray &document)
        : m_document(document)
        , m_root(parseJsonNode(document, MaxDepth))
    {
    }

    /// `list`: a key of the document, of whose item `index` the value of `keys` is wrong.
    void add(const QString &list, qsizetype index, const QStringList &keys, const QString &sentence)
    {
        const TextPosition at = positionOf(m_document, offsetOf(list, index, keys));
        m_problems.append({u"%1[%2].%3"_s.arg(list).arg(index).arg(keys.join(u'.')),
                           at.line,
                           at.column,
                           {Error::Code::CannotRead, sentence}});
    }

    QList<ConfigurationProblem> inOrder()
    {
        std::ranges::stable_sort(m_problems, [](const auto &a, const auto &b) {
            return std::pair(a.line, a.column) < std::pair(b.line, b.column);
        });
        return m_problems;
    }

private:
    /// Of the value, or of the innermost one around it that the document has.
    qsizetype offsetOf(const QString &list, qsizetype index, const QStringList &keys) const
    {
        const auto *root = std::get_if<JsonNode>(&m_root);
        const JsonMember *items = root ? root->find(list) : nullptr;
        if (!items || size_t(index) >= items->value.items.size())
            return 0;
        const JsonNode *node = &items->value.items[size_t(index)];
        for (const QString &key : keys) {
            const JsonMember *member = node->find(key);
            if (!member)
                break;
            node = &member->value;
        }
        return node->offset;
    }

    const QByteArray &m_document;
    std::variant<JsonNode, JsonError> m_root;
    QList<ConfigurationProblem> m_problems;
};

/// The error with which an endpoint's certificate would keep it from starting.
std::optional<Error> errorOf(const EndpointConfig &endpoint, const QDir &base)
{
    if (!endpoint.tls || endpoint.tls->selfSigned)
        return std::nullopt;
    const auto identity = loadIdentity(*endpoint.tls, endpoint.name, {}, base, {});
    return identity ? std::nullopt : std::optional(identity.error());
}

/// Which key of "tls" has to be mended.
QString keyOf(const Error &error, const TlsConfig &tls, const QDir &base)
{
    const bool hasKey = !tls.key.isEmpty();
    switch (error.code) {
    case Error::Code::PasswordNeeded:
    case Error::Code::PasswordNotSet:
    case Error::Code::WrongPassword:
    case Error::Code::KeyPasswordDiffers:
        return !tls.passwordEnv.isEmpty() ? u"passwordEnv"_s
               : !tls.password.isEmpty()  ? u"password"_s
               : hasKey                   ? u"key"_s
                                          : u"certificate"_s;
    case Error::Code::NoKey:
    case Error::Code::KeyMismatch:
        return hasKey ? u"key"_s : u"certificate"_s;
    default:
        return hasKey && error.file == base.absoluteFilePath(tls.key) ? u"key"_s : u"certificate"_s;
    }
}

void checkScript(Findings &findings, const QString &list, qsizetype index,
                 const ScriptConfig &script, const QDir &base)
{
    if (script.fileName.isEmpty())
        return;
    const auto text = readScriptFile(base.absoluteFilePath(script.fileName));
    if (!text)
        findings.add(list, index, {u"scriptFile"_s}, text.error().detail + u'.');
}

template<typename Items>
void checkScripts(Findings &findings, const QString &list, const Items &items, const QDir &base)
{
    for (qsizetype i = 0; i < items.size(); ++i)
        checkScript(findings, list, i, items[i].script, base);
}

template<typename Items>
void checkActions(Findings &findings, const QString &list, const Items &items, const QDir &base)
{
    for (qsizetype i = 0; i < items.size(); ++i)
        if (const auto *script = std::get_if<ScriptConfig>(&items[i].action))
            checkScript(findings, list, i, *script, base);
}

void checkPages(Findings &findings, const QList<PagesConfig> &pages, const QDir &base)
{
    for (qsizetype i = 0; i < pages.size(); ++i) {
        const QFileInfo folder(base.absoluteFilePath(pages[i].directory));
        const QString what = !folder.exists()                                 ? u"is not there"_s
                             : !folder.isDir()                                ? u"is not a folder"_s
                             : !folder.isReadable() || !folder.isExecutable() ? u"may not be read"_s
                                                                              : QString();
        if (!what.isEmpty()) {
            findings.add(u"pages"_s, i, {u"directory"_s},
                         u"%1 %2."_s.arg(folder.absoluteFilePath(), what));
        }
    }
}

} // namespace

std::optional<QString> problemOfCertificate(const EndpointConfig &endpoint, const QDir &base)
{
    const auto error = errorOf(endpoint, base);
    return error ? std::optional(errorSentence(*error)) : std::nullopt;
}

QList<ConfigurationProblem> problemsOfFiles(const Configuration &configuration,
                                            const QByteArray &document, const QDir &base)
{
    Findings findings(document);
    for (qsizetype i = 0; i < configuration.endpoints.size(); ++i) {
        const EndpointConfig &endpoint = configuration.endpoints[i];
        if (const auto error = errorOf(endpoint, base)) {
            findings.add(u"endpoints"_s, i, {u"tls"_s, keyOf(*error, *endpoint.tls, base)},
                         errorSentence(*error));
        }
    }
    checkScripts(findings, u"signalRoutes"_s, configuration.signalRoutes, base);
    checkScripts(findings, u"httpRoutes"_s, configuration.httpRoutes, base);
    checkScripts(findings, u"events"_s, configuration.events, base);
    checkActions(findings, u"timers"_s, configuration.timers, base);
    checkActions(findings, u"schedules"_s, configuration.schedules, base);
    checkPages(findings, configuration.pages, base);
    return findings.inOrder();
}

} // namespace Signalbox
