#include "fuzzing.h"

// libFuzzer brings the main function and calls this one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Signalbox::fuzz(QByteArrayView(data, qsizetype(size)));
    return 0;
}
