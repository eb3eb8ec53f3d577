#pragma once

#include <QByteArrayView>
#include <QtGlobal>

#include <cstddef>
#include <cstdint>

/// A promise that holds for any input; its breach is a finding.
#define FUZZ_REQUIRE(condition)                                                                    \
    do {                                                                                           \
        if (!(condition))                                                                          \
            qFatal("%s does not hold", #condition);                                                \
    } while (false)

namespace Signalbox {

/// One input. Each program of this folder has its own.
void fuzz(QByteArrayView input);

} // namespace Signalbox
