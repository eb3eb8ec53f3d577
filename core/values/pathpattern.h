#pragma once

#include "core/values/result.h"

#include <QList>
#include <QString>

#include <optional>
#include <utility>

namespace Signalbox {

/// The path of a route: written out ("/chat"), with parameters ("/chat/:room"), or open at its end
/// ("/chat/*"). Compared as paths are everywhere: percent-decoded and without case (pathKey()). A
/// value.
class PathPattern
{
public:
    /// What the parts of a path stand for: ":room" under "room", the open end under "*".
    using Parameters = QList<std::pair<QString, QString>>;

    /// Fails with BadDocument and what is wrong, to follow the pattern's name: "must start with a
    /// slash".
    static Result<PathPattern> parse(const QString &text);

    const QString &text() const { return m_text; }
    /// Patterns with the same key match the same paths.
    QString key() const;
    /// nullopt: it is another path. `path` is decoded once, as ClientInfo's.
    std::optional<Parameters> match(const QString &path) const;

    /// Whether it goes before the other: from the left, a written part before a parameter, and that
    /// before an open end.
    bool isMoreExact(const PathPattern &other) const;

private:
    struct Part
    {
        enum class Kind : quint8 { Rest, Parameter, Text };
        Kind kind = Kind::Text;
        QString text; ///< Text, Rest: as pathKey(). Parameter: its name
    };
    QString m_text;
    QList<Part> m_parts;
};

} // namespace Signalbox
