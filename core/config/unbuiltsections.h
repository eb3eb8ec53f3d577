#pragma once

namespace Signalbox {

class ObjectReader;

/// Checks the sections of the document that are known but not built yet (API, relay):
/// their shape first, as if they were built; then what asks for anything is NotSupported, so that
/// nothing is ever silently left undone. Sections that are empty or off pass.
void checkUnbuiltSections(const ObjectReader &document);

} // namespace Signalbox
