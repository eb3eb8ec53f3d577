#include "core/config/banreader.h"
#include "core/config/clockreader.h"
#include "core/config/configurationfile.h"
#include "core/config/endpointreader.h"
#include "core/config/journalreader.h"
#include "core/config/objectreader.h"
#include "core/config/problemlist.h"
#include "core/config/routereader.h"
#include "core/config/unbuiltsections.h"
#include "core/json/jsonnode.h"

#include <QSet>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int MaxDepth = 64; ///< of the document; what a timer sends may be nested
constexpr int MaxThreads = 64;
constexpr qint64 DocumentVersion = 1;
constexpr qsizetype MaxDocumentBytes = 16 * 1024 * 1024;

void checkVersion(const ObjectReader &document)
{
    const JsonMember *member = document.member(u"version"_s);
    if (!member || (member->value.kind == JsonNode::Kind::Number && member->value.token == "1"))
        return;
    bool isWhole = false;
    member->value.token.toLongLong(&isWhole);
    if (isWhole) {
        document.refuse(u"version"_s, u"is %1, and this Signalbox reads version %2 only"_s.arg(
                                          QString::fromLatin1(member->value.token),
                                          QString::number(DocumentVersion)));
    } else {
        document.refuse(u"version"_s,
                        u"must be the number %1, not %2"_s.arg(QString::number(DocumentVersion),
                                                               describeValue(member->value)));
    }
}

/// Names must differ; an endpoint without one is called "endpoint-<n>" by its place, or by the next
/// free number.
void settleNames(QList<EndpointConfig> &endpoints, const ObjectReader &document)
{
    QSet<QString> names;
    for (qsizetype i = 0; i < endpoints.size(); ++i) {
        const QString &name = endpoints[i].name;
        if (name.isEmpty())
            continue;
        if (names.contains(name)) {
            const JsonNode &node = document.member(u"endpoints"_s)->value.items[size_t(i)];
            document.problems().add(
                u"endpoints[%1].name"_s.arg(i), node.find(u"name"_s)->value.offset,
                u"'name' must be unique, and another endpoint is called %1 too"_s.arg(
                    quoted(name)));
        }
        names.insert(name);
    }
    for (qsizetype i = 0; i < endpoints.size(); ++i) {
        if (!endpoints[i].name.isEmpty())
            continue;
        qsizetype number = i + 1;
        while (names.contains(u"endpoint-%1"_s.arg(number)))
            ++number;
        endpoints[i].name = u"endpoint-%1"_s.arg(number);
        names.insert(endpoints[i].name);
    }
}

Configuration readConfiguration(const JsonNode &node, QByteArrayView text, ProblemList &problems)
{
    const ObjectReader document(node, {},
                                {u"version"_s, u"endpoints"_s, u"signalRoutes"_s, u"httpRoutes"_s,
                                 u"pages"_s, u"timers"_s, u"schedules"_s, u"events"_s, u"limits"_s,
                                 u"bans"_s, u"journal"_s, u"api"_s, u"relay"_s, u"threads"_s},
                                problems);
    Configuration configuration;
    checkVersion(document);
    QList<EndpointConfig> endpoints;
    const bool given =
        document.items(u"endpoints"_s, [&](const JsonNode &item, const QString &path) {
            endpoints.append(readEndpoint(item, path, problems));
        });
    if (given) {
        settleNames(endpoints, document);
        configuration.endpoints = endpoints;
    }
    configuration.journal = readJournal(document);
    checkUnbuiltSections(document);
    readRoutes(document, text, configuration);
    configuration.timers = readTimers(document, text);
    configuration.schedules = readSchedules(document, text);
    checkClockNames(document);
    configuration.limits = readLimits(document, &configuration);
    configuration.bans = readBans(document);
    configuration.threads = int(document.integer(u"threads"_s, 0, 0, MaxThreads));
    return configuration;
}

QString notJson(JsonError::Code code)
{
    switch (code) {
    case JsonError::Code::Empty:
        return u"The file is empty: it holds no configuration."_s;
    case JsonError::Code::BadUtf8:
    case JsonError::Code::WideText:
        return u"This is not UTF-8. Save the file as UTF-8."_s;
    default:
        return u"This is not JSON: %1."_s.arg(describe(code));
    }
}

} // namespace

ConfigurationReading parseConfiguration(const QByteArray &document)
{
    const auto failed = [](const TextPosition &at, const QString &sentence) {
        return ConfigurationReading{
            {}, {{QString(), at.line, at.column, {Error::Code::BadDocument, sentence}}}};
    };
    if (document.size() > MaxDocumentBytes) {
        return failed({.line = 0, .column = 0},
                      u"The document is larger than %1 bytes."_s.arg(MaxDocumentBytes));
    }
    const auto parsed = parseJsonNode(document, MaxDepth);
    if (const auto *error = std::get_if<JsonError>(&parsed))
        return failed(error->at, notJson(error->code));
    ProblemList problems;
    ConfigurationReading reading;
    reading.configuration = readConfiguration(std::get<JsonNode>(parsed), document, problems);
    reading.problems = problems.located(document);
    if (!reading.problems.isEmpty())
        reading.configuration = {};
    return reading;
}

} // namespace Signalbox
