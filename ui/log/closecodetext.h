#pragma once

#include <QString>

namespace Signalbox {

/// What a close code says (RFC 6455 section 7.4.1): "normal", "going away"; empty for codes without
/// a common meaning.
QString closeCodeText(quint16 code);

} // namespace Signalbox
