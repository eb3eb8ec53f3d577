#pragma once

#include <QString>

namespace Signalbox {

/// The longest text that everything which fits a regular expression (PCRE, without options) holds
/// as it is; with `ignoresCase` in any case of ASCII letters. ASCII only. Empty when nothing is
/// certain: a search then has to ask the expression itself about every text.
QString requiredText(const QString &pattern, bool ignoresCase);

} // namespace Signalbox
