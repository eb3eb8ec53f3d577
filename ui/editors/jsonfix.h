#pragma once

#include "core/json/jsonscanner.h"

#include <QByteArray>

#include <optional>

namespace Signalbox {

/// A repair of the slips people make most when they write JSON by hand.
struct JsonFix
{
    enum class Kind : quint8 {
        RemoveComma,
        AddComma,
        DoubleQuotes, ///< 'a' becomes "a"
        StraightQuotes, ///< “a” becomes "a"
        QuoteKey, ///< {a:1} becomes {"a":1}
        QuoteWord, ///< hello becomes "hello"
        SpellLiteral, ///< True, None and their kin become true and null
        Close, ///< missing brackets and quotes at the end
        Escape, ///< a line break or tab inside a string becomes \n or \t
        RemoveComment,
        RemoveMark, ///< the byte order mark
    };
    Kind kind = Kind::RemoveComma; ///< of the first slip
    int slips = 1; ///< how many were repaired
    QByteArray text; ///< the repaired text

    bool operator==(const JsonFix &) const = default;
};

/// A repair of `utf8`, whose first error is `error`: all slips at once when that makes it valid
/// JSON, else the first alone, if the text is right further than before. nullopt: this is none of
/// the common slips. Pure; any thread.
std::optional<JsonFix> fixJson(const QByteArray &utf8, const JsonError &error);

} // namespace Signalbox
