#include "ui/compose/sendwords.h"

#include "ui/editors/targettext.h"
#include "ui/widgets/format.h"
#include "ui/widgets/visibletext.h"

#include <QCoreApplication>
#include <QLocale>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype ShownInLine = 48; // characters

struct SendText
{
    Q_DECLARE_TR_FUNCTIONS(SendWords)
};

} // namespace

QString sendResultText(const SendResult &result)
{
    if (result.isBeingRecorded)
        return SendText::tr("Not sent yet: waiting for the disk to write it down…");
    if (result.held)
        return SendText::tr("Not sent: all sends are on hold");
    if (result.recipients == 0)
        return SendText::tr("Not sent: nobody was there");
    if (result.done == result.recipients)
        return SendText::tr("Sent to %1: done").arg(exactNumber(result.recipients));
    QStringList parts{SendText::tr("%1 done").arg(exactNumber(result.done))};
    if (result.dropped > 0)
        parts += SendText::tr("%1 dropped").arg(exactNumber(result.dropped));
    if (result.left > 0)
        parts += SendText::tr("%1 left").arg(exactNumber(result.left));
    if (result.waiting > 0)
        parts += SendText::tr("%1 pending").arg(exactNumber(result.waiting));
    return SendText::tr("Sent to %1: %2").arg(exactNumber(result.recipients), parts.join(u", "_s));
}

QString sendResultMeaning()
{
    return SendText::tr(
        "done: handed to the operating system, which does not mean that it was read\n"
        "dropped: left out, because the client's queue was full; it is still there\n"
        "left: the client left, or was disconnected, before it had all of it\n"
        "pending: waiting in the client's queue");
}

QString receiptText(Receipt receipt)
{
    switch (receipt) {
    case Receipt::Done:
        return SendText::tr("done");
    case Receipt::Dropped:
        return SendText::tr("dropped");
    case Receipt::Left:
        return SendText::tr("left");
    case Receipt::None:
    case Receipt::Leaving:
    case Receipt::Waiting:
        break;
    }
    return SendText::tr("pending");
}

QString lastReceiptText(Receipt receipt)
{
    switch (receipt) {
    case Receipt::None:
        return SendText::tr("not sent");
    case Receipt::Waiting:
        return SendText::tr("not sent, or only the beginning");
    case Receipt::Leaving:
        return SendText::tr("not known");
    default:
        return receiptText(receipt);
    }
}

QString unfinishedCountText(const SendRecord &record)
{
    const quint32 done = record.count(Receipt::Done);
    if (!record.isExact && record.copies.isEmpty())
        return SendText::tr("who got it is not known");
    if (!record.isComplete && done == 0 && record.isExact)
        return SendText::tr("nobody got it");
    const QString got = exactNumber(done);
    QString text =
        record.isComplete
            ? SendText::tr("%1 of %2 got it").arg(got, exactNumber(quint64(record.copies.size())))
            : SendText::tr("%1 got it").arg(got);
    if (!record.isExact)
        text = SendText::tr("at least %1").arg(text);
    if (const quint32 unknown = record.count(Receipt::Leaving); unknown > 0)
        //: behind "312 of 800 got it"
        text += SendText::tr(", and of %1 it is not known").arg(exactNumber(unknown));
    return text;
}

QString unfinishedText(const SendRecord &record)
{
    return SendText::tr(
               "The program ended at a time when “%1” was being sent to %2 (%3): %4. Nothing "
               "is sent again by itself, and none of them is connected any more.")
        .arg(visibleUtf8(record.signal.payload, Lines::Fold, ShownInLine),
             visibleText(targetWords(record.signal.target)),
             QLocale().toString(record.at.toLocalTime(), QLocale::ShortFormat),
             unfinishedCountText(record));
}

} // namespace Signalbox
