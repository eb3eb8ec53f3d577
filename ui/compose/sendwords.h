#pragma once

#include "core/server/sendrecord.h"
#include "core/values/signal.h"

#include <QString>

namespace Signalbox {

// What became of a signal that was sent by hand, in words.

/// "Sent to 38: 35 done, 1 dropped, 1 left, 1 pending".
QString sendResultText(const SendResult &result);
/// What these words mean, for a tooltip.
QString sendResultMeaning();

/// Of one copy: "done", "dropped", "left", "pending".
QString receiptText(Receipt receipt);
/// The same when the program ended before the send was over: "not sent" for what was pending, "not
/// known" for what was leaving.
QString lastReceiptText(Receipt receipt);

/// How far a send had come when the program ended: "312 of 800 got it".
QString unfinishedCountText(const SendRecord &record);
/// The same as a whole message: what was being sent to whom, when, and that it is not sent again.
QString unfinishedText(const SendRecord &record);

} // namespace Signalbox
