#pragma once

#include <QSet>
#include <QString>

namespace Signalbox {

/// What of a script's source decides how it is run. In doubt all of it applies.
struct ScriptSource
{
    /// There may be a template text with a function in front, as String.raw`\d`: the engine makes
    /// the list that such a function gets once for each place, and lets it be changed.
    bool mayTagTemplates = false;
    /// Something may be assigned to a property whose name is not written in front of the sign.
    bool mayAssignAny = false;
    QSet<QString> assigned{}; ///< names of the other properties that something is assigned to

    static ScriptSource of(const QString &source);
};

} // namespace Signalbox
