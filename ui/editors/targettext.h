#pragma once

#include "core/values/target.h"

#include <QList>
#include <QString>

#include <functional>
#include <optional>

namespace Signalbox {

/// What the words of a target may refer to.
struct TargetContext
{
    QList<ClientId> selection; ///< what "@selected" stands for
    std::function<QList<ClientId>(const QString &name)>
        named; ///< connected clients shown by this name, case ignored
};

/// Why a text names no target. The subject is the part that was not understood.
enum class TargetProblem : quint8 {
    None,
    Empty,
    UnknownName,
    NothingSelected,
    GroupNameMissing, ///< "group:" and nothing after it
    NotUnderstood, ///< a path or group with something behind it
};

struct TargetReading
{
    std::optional<Target> target; ///< absent when there is a problem
    TargetProblem problem = TargetProblem::None;
    QString subject;

    bool operator==(const TargetReading &) const = default;
};

/// Reads what a person types into the target box:
///   all, *                 every client
///   /chat                  the clients on a path; a path may hold spaces
///   group:blue             a group; "/chat group:blue" on that path only; group:"two words"
///   bold-otter, calm-heron clients by name or id, separated by commas
///   @selected              the selection, its ids frozen
/// Pure; any thread.
TargetReading parseTarget(const QString &text, const TargetContext &context);

/// The text that stands for a target in the box. `nameOf` gives the name to show for a client, or
/// an empty text when only the id is sure to mean it. More than one client is "@selected".
QString targetText(const Target &target, const std::function<QString(const ClientId &)> &nameOf);

/// Whom a target means, for the middle of a sentence: "every client", "clients on /chat", "3 chosen
/// clients".
QString targetWords(const Target &target);

/// Why nothing can be sent, one sentence.
QString targetProblemText(const TargetReading &reading);

/// Whether a name can be typed and read back: no commas, no invisible characters, nothing that
/// means something else.
bool isPlainTargetName(const QString &name);

} // namespace Signalbox
