#pragma once

#include "core/filter/logfilter.h"

#include <QString>

namespace Signalbox {

/// A sentence about what is wrong with a text in the filter language; empty: nothing is.
QString filterProblemText(const FilterProblem &problem);

struct ParsedFilter
{
    LogFilter filter; ///< everything when there was a problem
    QString problem; ///< a translated sentence; empty: none
};

/// Reads a text in the filter language; rows without a payload are searched in the words that the
/// log shows.
ParsedFilter parseFilter(const QString &text);

} // namespace Signalbox
