#pragma once

#include "core/routes/bytestream.h"
#include "core/routes/scriptvalues.h"

#include <QByteArrayView>

namespace Signalbox {

/// What goes through the pipes between the server and its script process. Each frame: its length
/// (quint32, of what follows), its kind, its content.
enum class ScriptFrame : quint8 {
    // to the process
    Settings, ///< deadline in ms (quint32), memory in MiB (quint32)
    Compile, ///< id, source, file name
    Forget, ///< id
    Run, ///< id, event
    Join, ///< client id, path key, JSON for clients()
    Leave, ///< client id
    // from the process, in the order of what was asked
    Compiled, ///< id, fault message (empty: none), line
    Ran, ///< outcome
    // in both directions
    State, ///< the scripts' state (bytes): this is what it is now
};

inline constexpr qsizetype MaxScriptFrame = 64 * 1024 * 1024;

/// A whole frame around a content.
QByteArray scriptFrame(ScriptFrame kind, const ByteWriter &content);

/// Takes whole frames from the front of `buffer`: calls `handle(ScriptFrame, ByteReader &)` for
/// each. False: what came is not a frame.
template<typename Handle>
bool takeScriptFrames(QByteArray &buffer, Handle handle)
{
    qsizetype at = 0;
    bool good = true;
    while (good && buffer.size() - at >= qsizetype(sizeof(quint32))) {
        quint32 size = 0;
        std::memcpy(&size, buffer.constData() + at, sizeof size);
        if (size == 0 || size > MaxScriptFrame)
            return false;
        if (buffer.size() - at - qsizetype(sizeof size) < qsizetype(size))
            break;
        ByteReader reader(
            QByteArrayView(buffer.constData() + at + qsizetype(sizeof size), qsizetype(size)));
        const auto kind = reader.take<ScriptFrame>();
        handle(kind, reader);
        good = reader.isGood();
        at += qsizetype(sizeof size) + qsizetype(size);
    }
    buffer.remove(0, at);
    return good;
}

void putEvent(ByteWriter &writer, const ScriptEvent &event);
ScriptEvent takeEvent(ByteReader &reader);
void putOutcome(ByteWriter &writer, const ScriptOutcome &outcome);
ScriptOutcome takeOutcome(ByteReader &reader);

} // namespace Signalbox
