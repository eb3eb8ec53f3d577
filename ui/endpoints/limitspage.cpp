#include "ui/endpoints/limitspage.h"

#include "ui/endpoints/limitmodel.h"
#include "ui/theme/theme.h"
#include "ui/widgets/fieldform.h"

#include <QHeaderView>
#include <QTableView>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;

LimitsPage::LimitsPage(Preset preset, const LimitOverrides &all, const LimitOverrides &own,
                       QWidget *parent)
    : QWidget(parent)
    , m_model(new LimitModel(preset, all, own, this))
    , m_table(new QTableView(this))
{
    QTableView *table = m_table;
    table->setObjectName(u"limitTable"_s);
    table->setAccessibleName(tr("Limits of this endpoint"));
    table->setModel(m_model);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
    connect(table, &QTableView::clicked, table, [table](const QModelIndex &index) {
        if (index.flags().testFlag(Qt::ItemIsEditable))
            table->edit(index);
    });
    table->setTabKeyNavigation(false);
    table->setShowGrid(false);
    table->setAlternatingRowColors(true);
    table->setWordWrap(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(scaled(26));
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setHighlightSections(false);
    table->setColumnWidth(LimitModel::Name, scaled(206));
    table->setColumnWidth(LimitModel::Usual, scaled(90));
    table->setColumnWidth(LimitModel::Own, scaled(100));
    table->setColumnWidth(LimitModel::Peak, scaled(76));
    table->setCurrentIndex(m_model->index(0, LimitModel::Own));
    m_note = new FieldNote(table, this);
    m_note->setObjectName(u"limitNote"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, scaled(8));
    layout->setSpacing(scaled(8));
    layout->addWidget(table, 1);
    layout->addWidget(m_note);
    m_note->setContentsMargins(scaled(20), 0, scaled(20), 0);
    connect(m_model, &LimitModel::dataChanged, this, &LimitsPage::refresh);
    refresh();
}

void LimitsPage::setPreset(Preset preset)
{
    m_model->setPreset(preset);
}

void LimitsPage::setPeaks(const QMap<QString, qint64> &peaks)
{
    m_model->setPeaks(peaks);
}

void LimitsPage::showLimit(const QString &key)
{
    const QModelIndex index = m_model->index(m_model->rowOf(key), LimitModel::Own);
    if (!index.isValid())
        return;
    m_table->setCurrentIndex(index);
    m_table->scrollTo(index, QAbstractItemView::PositionAtCenter);
    m_table->setFocus();
}

LimitOverrides LimitsPage::overrides() const
{
    return m_model->overrides();
}

QString LimitsPage::problem() const
{
    return m_model->problem();
}

void LimitsPage::refresh()
{
    const QString problem = m_model->problem();
    m_note->say(problem.isEmpty() ? tr("Type a value under “Here” to change a limit for this "
                                       "endpoint; delete it to have the usual one again. “Peak” "
                                       "is the most there was since it started.")
                                  : problem,
                problem.isEmpty() ? "dim"_L1 : "bad"_L1);
    Q_EMIT changed();
}

} // namespace Signalbox
