#pragma once

namespace Signalbox {

class ObjectWriter;
struct Configuration;

/// Adds the lists "signalRoutes", "httpRoutes" and "pages" to a document, unless they are empty. Of
/// each entry only what differs from the defaults, but always its path and what it does.
void addRoutes(ObjectWriter &document, const Configuration &configuration);
/// The same for "events".
void addEvents(ObjectWriter &document, const Configuration &configuration);

} // namespace Signalbox
