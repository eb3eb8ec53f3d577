#pragma once

#include "core/config/routeconfig.h"

#include <QByteArrayView>

namespace Signalbox {

class ObjectReader;
struct Configuration;

/// Reads the lists "signalRoutes", "httpRoutes", "pages" and "events" of a document whose whole
/// text is `text`.
void readRoutes(const ObjectReader &document, QByteArrayView text, Configuration &configuration);

} // namespace Signalbox
