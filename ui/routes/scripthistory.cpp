#include "ui/routes/scripthistory.h"

#include "ui/routes/linediffview.h"
#include "ui/routes/versionsmodel.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/panelbar.h"
#include "ui/widgets/twolinedelegate.h"

#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QSplitter>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;

ScriptHistory::ScriptHistory(const VersionStore &store, QWidget *parent)
    : QWidget(parent)
    , m_store(store)
    , m_model(new VersionsModel(store, this))
    , m_list(new QListView(this))
    , m_diff(new LineDiffView(this))
    , m_same(new EmptyState(u"check"_s, tr("The same as now"), {}, this))
    , m_none(new EmptyState(u"clock"_s, tr("No version yet"),
                            tr("Each time you save, the script is kept here: the last 50 times."),
                            this))
    , m_problem(new Banner(Banner::Tone::Error, this))
    , m_size(nullptr)
    , m_restore(new QPushButton(tr("Restore"), this))
{
    setObjectName(u"scriptHistory"_s);
    m_list->setObjectName(u"versions"_s);
    m_list->setAccessibleName(tr("Saved versions, newest first"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new TwoLineDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setMouseTracking(true);
    m_restore->setObjectName(u"restoreVersion"_s);
    m_restore->setProperty("small", true);
    m_restore->setToolTip(
        tr("Puts this text into the editor; Ctrl+Z there brings the present one back"));
    QToolButton *back = makeToolButton(u"x"_s, {}, tr("Back to the editor (Escape)"), this);
    back->setObjectName(u"leaveHistory"_s);

    auto *bar = new PanelBar(36, this);
    bar->addTitle(tr("HISTORY"));
    m_size = bar->addText();
    bar->addStretch();
    bar->addWidget(m_restore);
    bar->addWidget(back);
    auto *right = new QWidget(this);
    m_right = new QStackedLayout(right);
    m_right->addWidget(m_diff);
    m_right->addWidget(m_same);
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_list);
    splitter->addWidget(right);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({scaled(190), scaled(500)});
    auto *body = new QWidget(this);
    m_whole = new QStackedLayout(body);
    m_whole->addWidget(splitter);
    m_whole->addWidget(m_none);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addWidget(body, 1);
    layout->addWidget(m_problem);

    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &ScriptHistory::showVersion);
    connect(m_model, &QAbstractItemModel::modelReset, this, &ScriptHistory::showVersion);
    connect(m_restore, &QPushButton::clicked, this, [this] { Q_EMIT restoreRequested(m_chosen); });
    connect(m_list, &QListView::activated, m_restore, &QPushButton::click);
    connect(back, &QToolButton::clicked, this, &ScriptHistory::closed);
    setFocusProxy(m_list);
}

void ScriptHistory::show(const QString &key, const QString &present)
{
    m_present = present;
    m_model->setKey(key);
    // what was saved last is mostly what is there now: the one before it is what one looks for
    const int row = m_model->rowCount() > 1 ? 1 : 0;
    m_list->setCurrentIndex(m_model->index(row, 0));
    showVersion();
}

void ScriptHistory::showVersion()
{
    m_whole->setCurrentIndex(m_model->rowCount() > 0 ? 0 : 1);
    const QModelIndex index = m_list->currentIndex();
    m_problem->hide();
    m_size->clear();
    m_restore->setEnabled(false);
    m_diff->setDiff({});
    m_right->setCurrentWidget(m_diff);
    if (!index.isValid())
        return;
    const Result<QString> text = m_store.text(m_model->versionAt(index.row()));
    if (!text) {
        m_problem->setText(
            tr("This version cannot be read any more. The others are not affected."));
        m_problem->setToolTip(text.error().detail);
        m_problem->show();
        return;
    }
    m_chosen = *text;
    const QList<DiffLine> diff = lineDiff(m_present, m_chosen);
    const DiffSize size = sizeOf(diff);
    const bool isSame = m_chosen == m_present;
    m_restore->setEnabled(!isSame);
    m_right->setCurrentWidget(isSame ? static_cast<QWidget *>(m_same) : m_diff);
    m_diff->setDiff(diff);
    if (!isSame)
        //: what restoring the chosen version would do to the text
        m_size->setText(
            tr("Restoring adds %1 and removes %2 lines").arg(size.added).arg(size.removed));
}

void ScriptHistory::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closed();
    else
        QWidget::keyPressEvent(event);
}

} // namespace Signalbox
