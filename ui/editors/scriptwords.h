#pragma once

#include "core/routes/scriptvalues.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace Signalbox {

/// One thing that our scripts can name, beside the language itself.
struct ScriptWord
{
    QString name; ///< "sendSignal", or of a member "clientId"
    QString call; ///< of a function: "sendSignal(value, {path, group, clientId, mode})"; else empty
    QString text; ///< what it is, translated
};

/// The words that may follow `owner`, a chain of names such as {"event", "data"}; the globals when
/// it is empty. In the order of the manual; empty: nothing is known of it. The window's thread.
QList<ScriptWord> scriptWords(ScriptPurpose use, const QStringList &owner = {});

/// The names of all our globals, whatever the script is for.
QStringList scriptGlobals();

/// A script to start from.
struct ScriptExample
{
    QString title; ///< translated
    QString path; ///< a path that suits it; empty: any
    QString script;
};

/// Examples for that use, the shortest first; of signal routes the one that answers `[date]`.
QList<ScriptExample> scriptExamples(ScriptPurpose use);

} // namespace Signalbox
