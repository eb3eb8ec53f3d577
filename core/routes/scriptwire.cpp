#include "core/routes/scriptwire.h"

namespace Signalbox {

namespace {

void putOptional(ByteWriter &writer, const std::optional<QString> &text)
{
    writer.put(quint8(text.has_value()));
    if (text)
        writer.put(*text);
}

std::optional<QString> takeOptional(ByteReader &reader)
{
    if (reader.take<quint8>() == 0)
        return std::nullopt;
    return reader.takeText();
}

} // namespace

QByteArray scriptFrame(ScriptFrame kind, const ByteWriter &content)
{
    QByteArray frame;
    const auto size = quint32(content.bytes().size() + 1);
    frame.reserve(qsizetype(sizeof size) + qsizetype(size));
    frame.append(reinterpret_cast<const char *>(&size), sizeof size);
    frame.append(char(kind));
    frame.append(content.bytes());
    return frame;
}

void putEvent(ByteWriter &writer, const ScriptEvent &event)
{
    writer.put(event.purpose);
    writer.put(quint8(event.isTest));
    if (event.purpose == ScriptPurpose::Message) {
        writer.put(event.message.payload);
        writer.put(event.message.type);
        writer.put(event.message.path);
        writer.put(event.message.group);
        writer.put(event.message.clientId);
        writer.put(quint8(event.message.direct));
        writer.put(event.context);
        writer.put(event.route);
        writer.put(event.path);
        writer.put(event.timestamp);
    } else {
        writer.put(event.document);
    }
    writer.put(event.client);
}

ScriptEvent takeEvent(ByteReader &reader)
{
    ScriptEvent event;
    event.purpose = reader.take<ScriptPurpose>();
    event.isTest = reader.take<quint8>() != 0;
    if (event.purpose == ScriptPurpose::Message) {
        event.message.payload = reader.takeBytes();
        event.message.type = reader.take<PayloadType>();
        event.message.path = reader.takeText();
        event.message.group = reader.takeText();
        event.message.clientId = reader.takeText();
        event.message.direct = reader.take<quint8>() != 0;
        event.context = reader.takeBytes();
        event.route = reader.takeBytes();
        event.path = reader.takeText();
        event.timestamp = reader.take<qint64>();
    } else {
        event.document = reader.takeBytes();
    }
    event.client = reader.takeBytes();
    return event;
}

void putOutcome(ByteWriter &writer, const ScriptOutcome &outcome)
{
    writer.put(outcome.result);
    writer.put(outcome.fault.message);
    writer.put(qint32(outcome.fault.line));
    writer.put(qint64(outcome.took.count()));
    writer.put(qint32(outcome.leftOut));
    writer.put(quint32(outcome.effects.size()));
    for (const ScriptEffect &effect : outcome.effects) {
        writer.put(effect.kind);
        writer.put(effect.type);
        writer.put(effect.mode);
        writer.put(qint32(effect.code));
        writer.put(effect.payload);
        writer.put(effect.text);
        putOptional(writer, effect.path);
        putOptional(writer, effect.group);
        putOptional(writer, effect.clientId);
        writer.put(quint32(effect.fields.size()));
        for (const auto &[name, value] : effect.fields) {
            writer.put(name);
            writer.put(value);
        }
    }
}

ScriptOutcome takeOutcome(ByteReader &reader)
{
    ScriptOutcome outcome;
    outcome.result = reader.take<ScriptOutcome::Result>();
    outcome.fault.message = reader.takeText();
    outcome.fault.line = reader.take<qint32>();
    outcome.took = std::chrono::microseconds(reader.take<qint64>());
    outcome.leftOut = reader.take<qint32>();
    for (auto n = reader.take<quint32>(); n > 0 && reader.isGood(); --n) {
        ScriptEffect effect;
        effect.kind = reader.take<ScriptEffect::Kind>();
        effect.type = reader.take<PayloadType>();
        effect.mode = reader.take<ScriptEffect::Mode>();
        effect.code = reader.take<qint32>();
        effect.payload = reader.takeBytes();
        effect.text = reader.takeText();
        effect.path = takeOptional(reader);
        effect.group = takeOptional(reader);
        effect.clientId = takeOptional(reader);
        for (auto fields = reader.take<quint32>(); fields > 0 && reader.isGood(); --fields) {
            const QByteArray name = reader.takeBytes();
            effect.fields.append({name, reader.takeBytes()});
        }
        outcome.effects.append(effect);
    }
    return outcome;
}

} // namespace Signalbox
