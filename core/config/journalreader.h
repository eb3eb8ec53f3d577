#pragma once

#include "core/config/journalconfig.h"

namespace Signalbox {

class ObjectReader;

/// Reads the section "journal" of a document.
JournalConfig readJournal(const ObjectReader &document);

} // namespace Signalbox
