#pragma once

#include "core/values/logentry.h"

#include <QByteArray>

namespace Signalbox {

/// What a sender is told on an endpoint with "errors": {"error":{"code":…,"detail":…}}. The codes
/// are part of the wire contract.
QByteArray errorReply(Why why, const QString &detail);

} // namespace Signalbox
