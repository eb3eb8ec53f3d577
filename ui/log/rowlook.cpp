#include "ui/log/rowlook.h"

#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/visibletext.h"
#include "ui/words/whytext.h"

#include <QCoreApplication>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaxSpoken = 200;

struct RowLook
{
    Q_DECLARE_TR_FUNCTIONS(LogRow)
};

} // namespace

QString directionText(Direction direction)
{
    switch (direction) {
    case Direction::In:
        return RowLook::tr("from a client");
    case Direction::Out:
        return RowLook::tr("to clients");
    case Direction::Inside:
        return RowLook::tr("inside");
    case Direction::Failed:
        return RowLook::tr("failed");
    case Direction::Joined:
        return RowLook::tr("joined");
    case Direction::Left:
        return RowLook::tr("left");
    }
    return {};
}

QString directionIcon(const LogEntry &entry)
{
    switch (entry.kind) {
    case LogKind::In:
        return u"arrow-down-left"_s;
    case LogKind::Out:
    case LogKind::Console:
    case LogKind::Http:
        return u"arrow-up-right"_s;
    case LogKind::Route:
        return entry.failed ? u"x-circle"_s : u"corner-down-right"_s;
    case LogKind::Timer:
    case LogKind::Schedule:
        return u"clock"_s;
    case LogKind::Join:
        return u"user-plus"_s;
    case LogKind::Left:
        return u"user-minus"_s;
    case LogKind::Refused:
    case LogKind::Error:
        return u"x-circle"_s;
    case LogKind::Limit:
        return u"alert-triangle"_s;
    case LogKind::Gap:
        return isSampleSummary(entry) ? u"filter"_s : u"alert-triangle"_s;
    case LogKind::Note:
        return u"info"_s;
    }
    return u"info"_s;
}

QString kindText(LogKind kind)
{
    switch (kind) {
    case LogKind::In:
        return RowLook::tr("in");
    case LogKind::Out:
        return RowLook::tr("out");
    case LogKind::Console:
        return RowLook::tr("console");
    case LogKind::Http:
        return RowLook::tr("http");
    case LogKind::Route:
        return RowLook::tr("route");
    case LogKind::Timer:
        return RowLook::tr("timer");
    case LogKind::Schedule:
        return RowLook::tr("schedule");
    case LogKind::Join:
        return RowLook::tr("join");
    case LogKind::Left:
        return RowLook::tr("left");
    case LogKind::Refused:
        return RowLook::tr("refused");
    case LogKind::Limit:
        return RowLook::tr("limit");
    case LogKind::Error:
        return RowLook::tr("error");
    case LogKind::Note:
        return RowLook::tr("note");
    case LogKind::Gap:
        return RowLook::tr("gap");
    }
    return {};
}

QColor kindColor(const LogEntry &entry)
{
    const Palette &palette = Theme::palette();
    switch (entry.kind) {
    case LogKind::In:
        return entry.failed ? palette.error : palette.in;
    case LogKind::Out:
        return entry.failed ? palette.error : palette.out;
    case LogKind::Console:
    case LogKind::Http:
    case LogKind::Timer:
    case LogKind::Schedule:
        return entry.failed ? palette.error : palette.timer;
    case LogKind::Route:
        return entry.failed ? palette.error : palette.route;
    case LogKind::Join:
    case LogKind::Left:
    case LogKind::Note:
        return entry.failed ? palette.error : palette.system;
    case LogKind::Limit:
    case LogKind::Gap:
        return palette.route;
    case LogKind::Refused:
    case LogKind::Error:
        return palette.error;
    }
    return palette.system;
}

QString clientText(const LogEntry &entry)
{
    if (!entry.clientName.isEmpty())
        return visibleText(entry.clientName, Lines::Fold, MaxShownName);
    if (!entry.client.isNull())
        return aliasOf(entry.client);
    if (directionOf(entry) == Direction::Out)
        return clientCountText(entry.count);
    return {};
}

QString messageText(const LogEntry &entry, qsizetype maxCharacters)
{
    if (entry.payload.isEmpty())
        return whyText(entry);
    if (entry.type == PayloadType::Binary) {
        const qsizetype bytes = maxCharacters < 0 ? entry.payload.size() : maxCharacters / 3;
        return QString::fromLatin1(
            entry.payload.first(std::min(bytes, entry.payload.size())).toHex(' '));
    }
    return visibleUtf8(entry.payload, Lines::Fold, maxCharacters);
}

QString rowText(const LogEntry &entry)
{
    QStringList parts{directionText(directionOf(entry)), kindText(entry.kind), clockTime(entry.at)};
    if (const QString client = clientText(entry); !client.isEmpty())
        parts << client;
    if (!entry.path.isEmpty())
        parts << visibleText(entry.path, Lines::Fold, MaxSpoken);
    if (entry.size > 0)
        parts << exactBytes(entry.size);
    QString text = parts.join(u", "_s) % u": "_s % messageText(entry, MaxSpoken);
    if (!entry.payload.isEmpty()) {
        if (const QString why = whyText(entry); !why.isEmpty())
            text += u"; "_s % why;
    }
    return text;
}

} // namespace Signalbox
