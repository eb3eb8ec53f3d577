#include "ui/editors/targetbox.h"

#include "ui/model/clientdirectory.h"
#include "ui/theme/theme.h"
#include "ui/widgets/visibletext.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QCompleter>
#include <QLineEdit>
#include <QLocale>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

enum OfferRole { CountRole = Qt::UserRole + 1 };

/// Text at the left, the number of clients at the right.
class OfferDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QSize size = QStyledItemDelegate::sizeHint(option, index);
        return {size.width(), std::max(size.height(), scaled(26))};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        QStyleOptionViewItem row = option;
        initStyleOption(&row, index);
        row.text.clear();
        const QWidget *widget = row.widget;
        (widget != nullptr ? widget->style() : QApplication::style())
            ->drawControl(QStyle::CE_ItemViewItem, &row, painter, widget);

        const Palette &colors = Theme::palette();
        const bool chosen = row.state & QStyle::State_Selected;
        const QRect rect = row.rect.adjusted(scaled(8), 0, -scaled(8), 0);
        const QString count = QLocale().toString(index.data(CountRole).toInt());
        painter->save();
        painter->setFont(row.font);
        painter->setPen(chosen ? row.palette.color(QPalette::HighlightedText) : colors.dim);
        painter->drawText(rect, Qt::AlignRight | Qt::AlignVCenter, count);
        const int space = rect.width() - row.fontMetrics.horizontalAdvance(count) - scaled(12);
        painter->setPen(chosen ? row.palette.color(QPalette::HighlightedText) : colors.text);
        painter->drawText(
            rect, Qt::AlignLeft | Qt::AlignVCenter,
            row.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, space));
        painter->restore();
    }
};

} // namespace

TargetBox::TargetBox(const ClientDirectory &directory, QWidget *parent)
    : QComboBox(parent)
    , m_directory(directory)
    , m_offers(new QStandardItemModel(this))
{
    setEditable(true);
    setInsertPolicy(QComboBox::NoInsert);
    setModel(m_offers);
    setMaxVisibleItems(12);
    setMinimumContentsLength(8);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    view()->setItemDelegate(new OfferDelegate(view()));

    auto *completer = new QCompleter(m_offers, this);
    completer->setFilterMode(Qt::MatchContains);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setMaxVisibleItems(12);
    setCompleter(completer);
    completer->popup()->setItemDelegate(new OfferDelegate(completer->popup()));

    lineEdit()->setPlaceholderText(tr("all, a path or a client"));
    lineEdit()->setText(u"all"_s);
    connect(lineEdit(), &QLineEdit::textEdited, this, &TargetBox::read);
    connect(this, &QComboBox::activated, this, &TargetBox::read);
    connect(completer, qOverload<const QString &>(&QCompleter::activated), this, &TargetBox::read);
    connect(&m_directory, &ClientDirectory::joined, this, [this] {
        if (m_reading.problem == TargetProblem::UnknownName) // whoever was named may have come
            read();
    });
}

QString TargetBox::text() const
{
    return currentText();
}

void TargetBox::setTarget(const Target &target)
{
    const Names names = connectedNames();
    lineEdit()->setText(
        targetText(target, [this, &names](const ClientId &id) { return nameOf(id, names); }));
    lineEdit()->setCursorPosition(0);
    take({target, TargetProblem::None, {}});
}

void TargetBox::restore(const QString &text, const QList<ClientId> &clients)
{
    lineEdit()->setText(text);
    if (clients.isEmpty())
        read();
    else
        take({Target{.path = {}, .group = {}, .clients = clients}, TargetProblem::None, {}});
}

void TargetBox::setSelection(const QList<ClientId> &selection)
{
    m_selection = selection;
    if (m_reading.problem == TargetProblem::NothingSelected)
        read();
}

void TargetBox::showPopup()
{
    refresh();
    QComboBox::showPopup();
}

void TargetBox::focusInEvent(QFocusEvent *event)
{
    refresh();
    QComboBox::focusInEvent(event);
}

void TargetBox::read()
{
    Names names; // a pasted list may have thousands
    const auto named = [this, &names](const QString &name) {
        if (names.isEmpty())
            names = connectedNames();
        return names.value(name.toCaseFolded());
    };
    take(parseTarget(currentText(), {m_selection, named}));
}

void TargetBox::take(const TargetReading &reading)
{
    if (reading == m_reading)
        return;
    m_reading = reading;
    Q_EMIT targetChanged();
}

void TargetBox::refresh()
{
    const QString typed = currentText();
    const QSignalBlocker quiet(this); // the model's reset would put its first row into the box
    const QSignalBlocker quietEdit(lineEdit());
    m_offers->clear();
    const auto offer = [this](const QString &text, int count) {
        auto *item = new QStandardItem(text);
        item->setData(count, CountRole);
        item->setData(tr("%1, %2 clients").arg(text, QLocale().toString(count)),
                      Qt::AccessibleTextRole);
        m_offers->appendRow(item);
    };
    offer(u"all"_s, m_directory.count());
    if (!m_selection.isEmpty())
        offer(u"@selected"_s, int(m_selection.size()));
    const QStringList paths = m_directory.paths();
    for (const QString &path : paths)
        if (visibleText(path) == path)
            offer(path, m_directory.count(Target{.path = path, .group = {}, .clients = {}}));
    const QStringList groups = m_directory.groups();
    for (const QString &group : groups) {
        const Target target{.path = {}, .group = group, .clients = {}};
        if (visibleText(group) == group)
            offer(targetText(target, {}), m_directory.count(target));
    }
    int offered = 0;
    const Names names = connectedNames();
    const QList<ClientId> clients = m_directory.connected();
    for (const ClientId &id : clients) {
        if (offered++ == MaxClientsOffered)
            break;
        const QString name = nameOf(id, names);
        offer(name.isEmpty() ? id.toString() : name, 1);
    }
    setCurrentIndex(-1);
    lineEdit()->setText(typed);
}

QString TargetBox::nameOf(const ClientId &id, const Names &names) const
{
    const ClientRecord *record = m_directory.find(id);
    if (record == nullptr)
        return {};
    const QString name = record->info.displayName();
    return isPlainTargetName(name) && names.value(name.toCaseFolded()).size() <= 1 ? name
                                                                                   : QString();
}

/// Who is connected, in the order in which they came, by case-folded name.
TargetBox::Names TargetBox::connectedNames() const
{
    Names names;
    const QList<ClientId> clients = m_directory.connected();
    for (const ClientId &id : clients)
        if (const ClientRecord *record = m_directory.find(id))
            names[record->info.displayName().toCaseFolded()].append(id);
    return names;
}

} // namespace Signalbox
