#include "ui/widgets/zoomedcolumns.h"

#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QScopedValueRollback>

namespace Signalbox {

ZoomedColumns::ZoomedColumns(QHeaderView *header, int smallest)
    : QObject(header)
    , m_header(header)
    , m_smallest(smallest)
    , m_widths(size_t(header->count()))
{
    connect(header, &QHeaderView::sectionResized, this, [this](int column, int, int width) {
        if (!m_isFitting && width > 0 && hasOwnWidth(column))
            m_widths.at(size_t(column)) = width * 100.0 / scaled(100);
    });
    adopt(scaled(100));
}

bool ZoomedColumns::hasOwnWidth(int column) const
{
    const auto mode = m_header->sectionResizeMode(column);
    return mode == QHeaderView::Interactive || mode == QHeaderView::Fixed;
}

void ZoomedColumns::setWidth(int column, int pixels)
{
    m_widths.at(size_t(column)) = pixels;
    const QScopedValueRollback fitting(m_isFitting, true);
    m_header->resizeSection(column, width(column));
}

int ZoomedColumns::width(int column) const
{
    return qRound(m_widths.at(size_t(column)) * scaled(100) / 100);
}

void ZoomedColumns::fit()
{
    const QScopedValueRollback fitting(m_isFitting, true);
    m_header->setMinimumSectionSize(0); // it would widen what is narrower for a moment
    for (int column = 0; column < int(m_widths.size()); ++column)
        if (hasOwnWidth(column) && width(column) > 0)
            m_header->resizeSection(column, width(column));
    m_header->setMinimumSectionSize(scaled(m_smallest));
}

void ZoomedColumns::adopt(int scale)
{
    for (int column = 0; column < int(m_widths.size()); ++column)
        if (const int size = m_header->sectionSize(column); size > 0)
            m_widths.at(size_t(column)) = size * 100.0 / scale;
    fit();
}

} // namespace Signalbox
