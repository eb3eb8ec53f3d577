#pragma once

#include <QStringView>

namespace Signalbox {

/// Whether a script may hold a template text with a function in front, as String.raw`\d`: the
/// engine makes the list that such a function gets once for each place, and lets it be changed. In
/// doubt true.
bool mayTagTemplates(QStringView script);

} // namespace Signalbox
