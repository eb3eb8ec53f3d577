#include "core/journal/entryjson.h"

#include "core/filter/entrywords.h"
#include "core/json/jsonnode.h"
#include "core/json/objectwriter.h"
#include "core/values/utf8checker.h"
#include "core/values/walltime.h"

#include <QMetaEnum>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

/// Can be written as a text and read again as the same bytes.
bool isText(QByteArrayView bytes)
{
    constexpr QByteArrayView ByteOrderMark = "\xEF\xBB\xBF"; // is dropped when texts are read
    Utf8Checker checker;
    return checker.feed(bytes) && checker.isComplete() && !bytes.startsWith(ByteOrderMark);
}

Error bad(const QString &what)
{
    return {Error::Code::BadDocument, what};
}

/// The members of one line.
class Line
{
public:
    explicit Line(const JsonNode &node)
        : m_node(node)
    {
    }

    QString text(const QString &key) const
    {
        const JsonMember *member = m_node.find(key);
        return member ? member->value.text : QString();
    }
    template<typename Number>
    Number number(const QString &key)
    {
        const JsonMember *member = m_node.find(key);
        if (!member)
            return 0;
        bool isWhole = false;
        const quint64 number = member->value.token.toULongLong(&isWhole);
        if (!isWhole || number > std::numeric_limits<Number>::max())
            m_problem = u"'%1' is no such number"_s.arg(key);
        return Number(number);
    }
    bool isTrue(const QString &key) const
    {
        const JsonMember *member = m_node.find(key);
        return member && member->value.token == "true";
    }
    /// The first value below `count` with that word.
    template<typename Value, typename WordOf>
    Value word(const QString &key, int count, WordOf wordOf)
    {
        const QString written = text(key);
        for (int value = 0; value < count; ++value) {
            if (written == wordOf(Value(value)))
                return Value(value);
        }
        m_problem = u"'%1' is none of its words"_s.arg(key);
        return Value(0);
    }
    const QString &problem() const { return m_problem; }

private:
    const JsonNode &m_node;
    QString m_problem;
};

QLatin1StringView whyWord(Why why)
{
    return QLatin1StringView(QMetaEnum::fromType<Why>().valueToKey(int(why)));
}

void addNumber(ObjectWriter &line, QByteArrayView key, quint64 number)
{
    if (number != 0)
        line.add(key, QByteArray::number(number));
}

} // namespace

QByteArray entryToJson(const LogEntry &entry)
{
    const auto quoted = [](QLatin1StringView word) -> QByteArray {
        return '"' + QByteArray(word.data(), word.size()) + '"';
    };
    ObjectWriter line;
    line.add("no", QByteArray::number(entry.sequence));
    line.add("at", json(isoText(entry.at)));
    line.add("kind", quoted(kindWord(entry.kind)));
    line.add("type", quoted(typeWord(entry.type)));
    line.add("why", quoted(whyWord(entry.why)));
    line.addIfTrue("failed", entry.failed);
    addNumber(line, "cause", entry.cause);
    addNumber(line, "code", entry.code);
    addNumber(line, "count", entry.count);
    addNumber(line, "waiting", entry.waiting);
    if (!entry.client.isNull())
        line.add("client", json(entry.client.toString()));
    line.addUnlessEmpty("name", entry.clientName);
    line.addUnlessEmpty("endpoint", entry.endpoint);
    line.addUnlessEmpty("path", entry.path);
    line.addUnlessEmpty("timer", entry.timer);
    line.addUnlessEmpty("detail", entry.detail);
    addNumber(line, "size", entry.size);
    if (!entry.sha256.isEmpty())
        line.add("sha256", '"' + entry.sha256.toHex() + '"');
    if (!entry.payload.isEmpty()) {
        if (isText(entry.payload))
            line.add("payload", escapeJsonString(entry.payload));
        else
            line.add("payloadBase64", '"' + entry.payload.toBase64() + '"');
    }
    return line.result();
}

Result<LogEntry> entryFromJson(QByteArrayView json)
{
    const auto parsed = parseJsonNode(json, 16);
    if (const auto *error = std::get_if<JsonError>(&parsed))
        return bad(
            u"column %1: %2"_s.arg(QString::number(error->at.column), describe(error->code)));
    const JsonNode &node = std::get<JsonNode>(parsed);
    if (node.kind != JsonNode::Kind::Object)
        return bad(u"it is no JSON object"_s);
    Line line(node);
    LogEntry entry;
    entry.sequence = line.number<quint64>(u"no"_s);
    const auto at = timeFromIsoText(line.text(u"at"_s));
    if (!at)
        return bad(u"'at' is no time"_s);
    entry.at = *at;
    entry.kind = line.word<LogKind>(u"kind"_s, LogKindCount, kindWord);
    entry.type = line.word<PayloadType>(u"type"_s, PayloadTypeCount, typeWord);
    entry.why = line.word<Why>(u"why"_s, WhyCount, whyWord);
    entry.failed = line.isTrue(u"failed"_s);
    entry.cause = line.number<quint64>(u"cause"_s);
    entry.code = line.number<quint16>(u"code"_s);
    entry.count = line.number<quint32>(u"count"_s);
    entry.waiting = line.number<quint32>(u"waiting"_s);
    entry.client = ClientId::fromString(line.text(u"client"_s)).value_or(ClientId());
    entry.clientName = line.text(u"name"_s);
    entry.endpoint = line.text(u"endpoint"_s);
    entry.path = line.text(u"path"_s);
    entry.timer = line.text(u"timer"_s);
    entry.detail = line.text(u"detail"_s);
    entry.size = line.number<quint64>(u"size"_s);
    entry.sha256 = QByteArray::fromHex(line.text(u"sha256"_s).toLatin1());
    entry.payload = line.text(u"payload"_s).toUtf8();
    if (entry.payload.isEmpty())
        entry.payload = QByteArray::fromBase64(line.text(u"payloadBase64"_s).toLatin1());
    if (!line.problem().isEmpty())
        return bad(line.problem());
    return entry;
}

} // namespace Signalbox
