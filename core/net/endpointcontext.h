#pragma once

#include "core/config/configuration.h"
#include "core/net/admission.h"

#include <QSslConfiguration>

#include <atomic>
#include <optional>

namespace Signalbox {

/// What the shards need to know of a running endpoint. Made when it starts and not changed
/// afterwards, but for the counts, which any thread may read.
struct EndpointContext
{
    quint64 run = 0; ///< a new number at every start
    EndpointConfig config;
    Limits limits;
    AdmissionRules admission;
    std::optional<QSslConfiguration> tls;

    mutable std::atomic<int> clients{0};
    mutable std::atomic<int> undecided{
        0}; ///< connections that are not upgraded and have not been answered

    static constexpr int MaxUndecided = 64;
};

} // namespace Signalbox
