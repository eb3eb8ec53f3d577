#include "core/routes/scriptapi.h"

#include "core/values/closecode.h"

#include <algorithm>
#include <cmath>
#include <cstring>

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

constexpr qsizetype MaxText = 4096; ///< characters of a log line, a reason, an error

bool isFieldName(QByteArrayView name) // RFC 9110 section 5.6.2
{
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
               || std::strchr("!#$%&'*+-.^_`|~", c);
    });
}

bool isFieldValue(QByteArrayView value)
{
    return std::all_of(value.begin(), value.end(),
                       [](char c) { return quint8(c) >= 0x20 && c != 0x7F; });
}

/// What a script sends may hold halves of surrogate pairs: JSON has an escape for them, and a text
/// has U+FFFD instead.
QByteArray utf8Of(const QString &text, PayloadType type)
{
    if (text.isValidUtf16())
        return text.toUtf8();
    QString whole;
    whole.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate())
            whole.append(c).append(text[++i]);
        else if (!c.isSurrogate())
            whole.append(c);
        else if (type == PayloadType::Json)
            whole.append(u"\\u"_s + QString::number(c.unicode(), 16));
        else
            whole.append(QChar::ReplacementCharacter);
    }
    return whole.toUtf8();
}

/// Where the script itself stands in the engine's stack: lines such as "name@file:script.js:12".
int lineOf(const QString &stack)
{
    const QString mark = u"@file:"_s + ScriptApi::EngineFile + u':';
    for (const QStringView frame : QStringView(stack).split(u'\n'))
        if (const qsizetype at = frame.indexOf(mark); at >= 0)
            return frame.sliced(at + mark.size()).split(u':').constFirst().toInt();
    return 0;
}

} // namespace

void ScriptApi::begin(const ScriptEvent *event, const QString &file, QSet<QString> *hints)
{
    m_event = event;
    m_file = file;
    m_hints = hints;
    m_outcome = {};
    m_newState.reset();
    m_bytes = 0;
    m_sends = 0;
    m_logs = 0;
    m_responded = false;
    m_stateRead = false;
    m_promised = false;
}

void ScriptApi::fail(const QString &message, const QString &stack, int line)
{
    if (hasFailed())
        return;
    m_outcome.result = ScriptOutcome::Result::Threw;
    const int own = lineOf(stack);
    m_outcome.fault = {message.left(MaxText), m_file, own > 0 || !stack.isEmpty() ? own : line};
}

bool ScriptApi::countSend()
{
    if (++m_sends <= MaxSendsPerRun)
        return true;
    ++m_outcome.leftOut;
    return false;
}

QString ScriptApi::add(ScriptEffect effect, const QString &text)
{
    effect.payload = utf8Of(text, effect.type);
    m_bytes += effect.payload.size();
    if (m_bytes > MaxEffectBytes)
        return u"one run may send %1 bytes together, and this is more"_s.arg(MaxEffectBytes);
    m_outcome.effects.append(std::move(effect));
    return {};
}

QString ScriptApi::send(const QString &text, bool isText)
{
    if (!countSend())
        return {};
    return add(
        {.kind = ScriptEffect::Kind::Send, .type = isText ? PayloadType::Text : PayloadType::Json},
        text);
}

QString ScriptApi::sendTo(const QString &text, bool isText, int given, const QString &path,
                          const QString &group, const QString &clientId, int mode)
{
    if (!countSend())
        return {};
    ScriptEffect effect{.kind = ScriptEffect::Kind::Send,
                        .type = isText ? PayloadType::Text : PayloadType::Json,
                        .mode = ScriptEffect::Mode(mode)};
    if (given & 1)
        effect.path = path;
    if (given & 2)
        effect.group = group;
    if (given & 4)
        effect.clientId = clientId;
    return add(std::move(effect), text);
}

QString ScriptApi::reply(const QString &text, bool isText)
{
    if (!countSend())
        return {};
    return add(
        {.kind = ScriptEffect::Kind::Reply, .type = isText ? PayloadType::Text : PayloadType::Json},
        text);
}

void ScriptApi::pass()
{
    const bool already =
        std::any_of(m_outcome.effects.cbegin(), m_outcome.effects.cend(),
                    [](const ScriptEffect &e) { return e.kind == ScriptEffect::Kind::Pass; });
    if (!already)
        m_outcome.effects.append({.kind = ScriptEffect::Kind::Pass});
}

void ScriptApi::drop(const QString &why)
{
    if (++m_logs <= MaxLogsPerRun)
        m_outcome.effects.append({.kind = ScriptEffect::Kind::Drop, .text = why.left(MaxText)});
}

QString ScriptApi::clients(const QString &path) const
{
    const QString key = path.isEmpty() ? QString() : pathKey(path);
    QByteArray json = "[";
    for (const auto &[on, client] : m_world->clients) {
        if (!key.isEmpty() && on != key)
            continue;
        if (json.size() > 1)
            json += ',';
        json += client;
    }
    return QString::fromUtf8(json + ']');
}

QString ScriptApi::close(const QString &id, double code, const QString &reason)
{
    const auto client = ClientId::fromString(id);
    if (!client)
        return u"closeClient(): this is not a client's id"_s;
    if (code != std::trunc(code) || code < 0 || code > 65535 || !isLegalCloseCode(quint16(code)))
        return u"closeClient(): %1 may not be sent; use 1000, 1008, or 3000 to 4999"_s.arg(code);
    if (countSend())
        m_outcome.effects.append({.kind = ScriptEffect::Kind::Close,
                                  .code = int(code),
                                  .text = reason.left(MaxText),
                                  .clientId = client->toString()});
    return {};
}

void ScriptApi::log(const QString &text)
{
    if (++m_logs <= MaxLogsPerRun)
        m_outcome.effects.append({.kind = ScriptEffect::Kind::Log, .text = text.left(MaxText)});
}

QString ScriptApi::respond(double status, const QString &body, bool isText,
                           const QStringList &fields)
{
    if (std::exchange(m_responded, true))
        return u"respond(): this request has been answered already"_s;
    if (status != std::trunc(status) || status < 200 || status > 599)
        return u"respond(): the status must be a number from 200 to 599"_s;
    ScriptEffect effect{.kind = ScriptEffect::Kind::Respond,
                        .type = isText ? PayloadType::Text : PayloadType::Json,
                        .code = int(status)};
    for (qsizetype i = 0; i + 1 < fields.size(); i += 2) {
        const QByteArray name = fields[i].toUtf8();
        const QByteArray value = fields[i + 1].toUtf8();
        static const QList<QByteArray> Ours{"content-length", "transfer-encoding", "connection",
                                            "upgrade"};
        if (!isFieldName(name) || !isFieldValue(value) || Ours.contains(name.toLower()))
            return u"respond(): the header '%1' cannot be set"_s.arg(fields[i].left(64));
        effect.fields.append({name, value});
    }
    return add(std::move(effect), body);
}

QString ScriptApi::returned(const QString &text, bool isText)
{
    if (std::exchange(m_responded, true))
        return {}; // what it said with respond() counts
    return add({.kind = ScriptEffect::Kind::Respond,
                .type = isText ? PayloadType::Text : PayloadType::Json,
                .code = 200},
               text);
}

void ScriptApi::returnedToNobody()
{
    const bool didNothing = std::all_of(
        m_outcome.effects.cbegin(), m_outcome.effects.cend(),
        [](const ScriptEffect &effect) { return effect.kind == ScriptEffect::Kind::Log; });
    if (!didNothing)
        return; // it knows how to send
    const bool hasSender =
        m_event->purpose == ScriptPurpose::Message || m_event->purpose == ScriptPurpose::Connect;
    hint(u"a returned value is not sent; "_s
         + (hasSender ? u"call sendSignal() or reply()"_s : u"call sendSignal()"_s));
}

void ScriptApi::hint(const QString &text)
{
    if (m_hints->contains(text))
        return;
    m_hints->insert(text);
    m_outcome.effects.append({.kind = ScriptEffect::Kind::Log, .text = u"Hint: "_s + text});
}

int ScriptApi::readState()
{
    m_stateRead = true;
    return m_world->stateVersion;
}

QString ScriptApi::setState(const QString &text)
{
    const QByteArray state = utf8Of(text, PayloadType::Json);
    if (state.size() > MaxScriptState)
        return u"\"state\" has %1 bytes as JSON, and %2 are the limit; it is as it was before"_s
            .arg(state.size())
            .arg(MaxScriptState);
    if (!state.startsWith('{') && !state.startsWith('['))
        return u"\"state\" must be an object"_s;
    m_newState = state;
    if (!m_event->isTest) {
        m_world->state = state;
        ++m_world->stateVersion;
    }
    return {};
}

} // namespace Signalbox
