#pragma once

#include "core/server/endpointstatus.h"

#include <QString>

namespace Signalbox {

/// One English sentence about an error of the files of a certificate.
QString errorSentence(const Error &error);

/// One English sentence about an endpoint that failed, for standard error.
QString errorSentence(const EndpointStatus &status);

} // namespace Signalbox
