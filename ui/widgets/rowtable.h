#pragma once

class QTableView;

namespace Signalbox {

/// Makes `view` a list of rows that are chosen whole: one at a time, nothing to edit in place, no
/// grid, no row numbers, rows of one height, and Tab leaves it.
void makeRowTable(QTableView &view);

} // namespace Signalbox
