#pragma once

#include <QObject>

#include <vector>

class QHeaderView;

namespace Signalbox {

/// The widths of a header's columns at 100 per cent, so that they are the same again after any
/// number of zoom steps. What the user draws is taken over; columns that stretch have no width of
/// their own. Belongs to the header; the window's thread.
class ZoomedColumns final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ZoomedColumns)
public:
    /// `smallest`: the least width of a column; like all widths, pixels at 100 per cent.
    ZoomedColumns(QHeaderView *header, int smallest);

    void setWidth(int column, int pixels);
    int width(int column) const; ///< at the current zoom, of a hidden column too
    /// For the current zoom: to be called when that has changed.
    void fit();
    /// The header's sections have just been restored; they are those of `scale`, in per cent.
    void adopt(int scale);

private:
    bool hasOwnWidth(int column) const;

    QHeaderView *m_header;
    int m_smallest;
    std::vector<double> m_widths; ///< at 100 per cent; 0: not known
    bool m_isFitting = false;
};

} // namespace Signalbox
