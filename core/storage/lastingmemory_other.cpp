#include "core/storage/lastingmemory.h"

namespace Signalbox {

std::unique_ptr<LastingMemory> LastingMemory::create(const QString &, size_t size)
{
    return makePlain(size);
}

std::unique_ptr<LastingMemory> LastingMemory::find(const QString &)
{
    return {};
}

LastingMemory::~LastingMemory() = default;

void LastingMemory::remove() {}

} // namespace Signalbox
