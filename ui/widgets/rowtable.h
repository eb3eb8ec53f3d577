#pragma once

class QHeaderView;
class QTableView;

namespace Signalbox {

/// Makes `view` a list of rows that are chosen whole: one at a time, nothing to edit in place, no
/// grid, no row numbers, rows of one height, and Tab leaves it.
void makeRowTable(QTableView &view);

/// Rows of so many pixels at 100 per cent, for the current zoom. Qt would not let them be lower
/// than the letters of the font, which may still be that of the zoom before.
void setRowHeight(QHeaderView &rows, int pixels);

} // namespace Signalbox
