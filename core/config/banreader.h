#pragma once

#include "core/config/banconfig.h"

#include <QList>

namespace Signalbox {

class ObjectReader;
class ObjectWriter;

/// The key `bans` of the configuration.
QList<BanConfig> readBans(const ObjectReader &document);
void addBans(ObjectWriter &document, const QList<BanConfig> &bans);

} // namespace Signalbox
