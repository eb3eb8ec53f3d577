#include "core/storage/lastingmemory.h"

namespace Signalbox {

std::unique_ptr<LastingMemory> LastingMemory::makePlain(size_t size)
{
    auto bytes = std::make_unique<std::byte[]>(size);
    std::unique_ptr<LastingMemory> memory(new LastingMemory({}, {bytes.get(), size}));
    memory->m_plain = std::move(bytes);
    return memory;
}

} // namespace Signalbox
