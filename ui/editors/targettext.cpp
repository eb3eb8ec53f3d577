#include "ui/editors/targettext.h"

#include <QCoreApplication>
#include <QLocale>
#include <QSet>
#include <QStringList>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr QStringView GroupMark = u"group:";
constexpr QStringView SelectedMark = u"@selected";

struct TargetWords
{
    Q_DECLARE_TR_FUNCTIONS(Signalbox::Target)
};

TargetReading problem(TargetProblem what, const QString &subject = {})
{
    return {std::nullopt, what, subject};
}

bool isAllWord(QStringView word)
{
    return word == u'*' || word.compare(u"all", Qt::CaseInsensitive) == 0;
}

QString unquoted(QStringView text)
{
    if (text.size() >= 2 && text.startsWith(u'"') && text.endsWith(u'"'))
        text = text.sliced(1, text.size() - 2);
    return text.toString();
}

/// `text` starts with "group:".
TargetReading readGroup(QStringView text, const QString &path)
{
    const QStringView name = text.sliced(GroupMark.size()).trimmed();
    const QString group = unquoted(name);
    if (group.isEmpty())
        return problem(TargetProblem::GroupNameMissing);
    if (!name.startsWith(u'"') && name.contains(u' '))
        return problem(TargetProblem::NotUnderstood,
                       name.sliced(name.indexOf(u' ')).trimmed().toString());
    return {Target{.path = path, .group = group, .clients = {}}, TargetProblem::None, {}};
}

/// `text` starts with "/".
TargetReading readPath(QStringView text)
{
    const qsizetype group = text.indexOf(u" group:", 0, Qt::CaseInsensitive);
    if (group >= 0)
        return readGroup(text.sliced(group + 1), text.left(group).trimmed().toString());
    return {Target{.path = text.toString(), .group = {}, .clients = {}}, TargetProblem::None, {}};
}

TargetReading readClients(const QString &text, const TargetContext &context)
{
    Target target;
    QSet<ClientId> added;
    const auto add = [&target, &added](const QList<ClientId> &ids) {
        for (const ClientId &id : ids) {
            if (!added.contains(id))
                target.clients.append(id);
            added.insert(id);
        }
    };
    // a name may hold a comma: the whole text is tried first
    if (const QList<ClientId> whole = context.named ? context.named(text) : QList<ClientId>();
        !whole.isEmpty()) {
        add(whole);
        return {target, TargetProblem::None, {}};
    }
    const QStringList words = text.split(u',', Qt::SkipEmptyParts);
    for (const QString &word : words) {
        const QString name = word.trimmed();
        if (name.isEmpty())
            continue;
        if (name.compare(SelectedMark, Qt::CaseInsensitive) == 0) {
            if (context.selection.isEmpty())
                return problem(TargetProblem::NothingSelected);
            add(context.selection);
        } else if (const std::optional<ClientId> id = ClientId::fromString(name)) {
            add({*id});
        } else {
            const QList<ClientId> ids = context.named ? context.named(name) : QList<ClientId>();
            if (ids.isEmpty())
                return problem(TargetProblem::UnknownName, name);
            add(ids);
        }
    }
    if (target.clients.isEmpty())
        return problem(TargetProblem::Empty);
    return {target, TargetProblem::None, {}};
}

} // namespace

TargetReading parseTarget(const QString &text, const TargetContext &context)
{
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty())
        return problem(TargetProblem::Empty);
    if (isAllWord(trimmed))
        return {Target{}, TargetProblem::None, {}};
    if (trimmed.startsWith(u'/'))
        return readPath(trimmed);
    if (trimmed.startsWith(GroupMark, Qt::CaseInsensitive))
        return readGroup(trimmed, {});
    return readClients(trimmed, context);
}

QString targetText(const Target &target, const std::function<QString(const ClientId &)> &nameOf)
{
    if (target.clients.size() > 1)
        return SelectedMark.toString();
    if (!target.clients.isEmpty()) {
        const QString name = nameOf ? nameOf(target.clients.first()) : QString();
        return name.isEmpty() ? target.clients.first().toString() : name;
    }
    QStringList parts;
    if (!target.path.isEmpty())
        parts += target.path;
    if (!target.group.isEmpty()) {
        const bool quoted = target.group.contains(u' ') || target.group.startsWith(u'"');
        parts += GroupMark % (quoted ? QString(u'"' % target.group % u'"') : target.group);
    }
    return parts.isEmpty() ? u"all"_s : parts.join(u' ');
}

QString targetWords(const Target &target)
{
    if (target.clients.size() == 1)
        return TargetWords::tr("one client");
    if (!target.clients.isEmpty())
        return TargetWords::tr("%1 chosen clients").arg(QLocale().toString(target.clients.size()));
    if (!target.path.isEmpty() && !target.group.isEmpty())
        return TargetWords::tr("clients of group %2 on %1").arg(target.path, target.group);
    if (!target.path.isEmpty())
        return TargetWords::tr("clients on %1").arg(target.path);
    if (!target.group.isEmpty())
        return TargetWords::tr("clients of group %1").arg(target.group);
    return TargetWords::tr("every client");
}

QString targetProblemText(const TargetReading &reading)
{
    switch (reading.problem) {
    case TargetProblem::None:
        break;
    case TargetProblem::Empty:
        return TargetWords::tr(
            "Say whom it is for: all, a path such as /chat, or a client's name.");
    case TargetProblem::UnknownName:
        return TargetWords::tr("Nobody called “%1” is connected.").arg(reading.subject);
    case TargetProblem::NothingSelected:
        return TargetWords::tr("No client is selected in the list.");
    case TargetProblem::GroupNameMissing:
        return TargetWords::tr("Which group? Write it like group:blue.");
    case TargetProblem::NotUnderstood:
        return TargetWords::tr("“%1” is not understood here.").arg(reading.subject);
    }
    return {};
}

bool isPlainTargetName(const QString &name)
{
    if (name.isEmpty() || name != name.trimmed() || name.contains(u',') || name.startsWith(u'/')
        || name.startsWith(u'@') || isAllWord(name)
        || name.startsWith(GroupMark, Qt::CaseInsensitive) || ClientId::fromString(name))
        return false;
    const QList<uint> characters = name.toUcs4();
    return std::ranges::all_of(characters, [](uint c) {
        return QChar::isPrint(c) && QChar::category(c) != QChar::Other_Format
               && (c == u' ' || !QChar::isSpace(c));
    });
}

} // namespace Signalbox
