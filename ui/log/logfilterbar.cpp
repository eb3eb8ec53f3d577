#include "ui/log/logfilterbar.h"

#include "ui/editors/filteredit.h"
#include "ui/log/filtertext.h"
#include "ui/widgets/format.h"
#include "ui/widgets/panelbar.h"
#include "ui/widgets/visibletext.h"

#include <QAction>
#include <QComboBox>
#include <QDataStream>
#include <QHBoxLayout>
#include <QIODevice>
#include <QSignalBlocker>
#include <QTimer>
#include <QToolButton>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int MaxPaths = 200; ///< in the box; the filter line knows more
constexpr auto TypingPause = 120ms;
constexpr qsizetype MaxPathText = 40; // characters

QToolButton *makeToggle(const QString &icon, const QString &text, const QString &tip)
{
    QToolButton *button = makeToolButton(icon, text, tip);
    button->setCheckable(true);
    button->setChecked(true);
    return button;
}

} // namespace

LogFilterBar::LogFilterBar(QWidget *parent)
    : QWidget(parent)
    , m_bar(new PanelBar(44, this))
    , m_in(makeToggle(u"arrow-down-left"_s, tr("In"), tr("Messages from clients")))
    , m_out(makeToggle(u"arrow-up-right"_s, tr("Out"), tr("Signals to clients")))
    , m_events(makeToggle(u"info"_s, tr("Events"),
                          tr("Clients that join and leave, refusals, errors and notes")))
    , m_paths(new QComboBox)
    , m_text(new FilterEdit)
    , m_typing(new QTimer(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_bar);

    m_in->setObjectName(u"logIn"_s);
    m_out->setObjectName(u"logOut"_s);
    m_events->setObjectName(u"logEvents"_s);
    for (QToolButton *toggle : {m_in, m_out, m_events}) {
        m_bar->addWidget(toggle);
        connect(toggle, &QToolButton::toggled, this, &LogFilterBar::apply);
    }
    m_paths->setObjectName(u"logPaths"_s);
    m_paths->setAccessibleName(tr("Path"));
    m_paths->setToolTip(tr("Show only one path"));
    m_paths->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_paths->setMinimumContentsLength(9);
    m_paths->addItem(tr("All paths"));
    connect(m_paths, &QComboBox::currentIndexChanged, this, &LogFilterBar::apply);
    m_bar->addWidget(m_paths);

    m_text->setObjectName(u"logFilter"_s);
    m_text->setAccessibleName(tr("Filter the log"));
    m_text->setPlaceholderText(tr("Find in messages:  text,  path:/chat,  client:ann,  size>1kb"));
    m_typing->setSingleShot(true);
    m_typing->setInterval(TypingPause);
    connect(m_text, &QLineEdit::textChanged, m_typing, qOverload<>(&QTimer::start));
    connect(m_typing, &QTimer::timeout, this, &LogFilterBar::apply);
    connect(m_text, &QLineEdit::returnPressed, this, &LogFilterBar::apply);
    connect(m_text, &FilterEdit::left, this, [this] {
        apply();
        Q_EMIT left();
    });
    m_bar->addWidget(m_text, 1);
}

void LogFilterBar::addTool(QAction *action)
{
    m_bar->addWidget(makeToolButton(action));
}

void LogFilterBar::setText(const QString &text)
{
    m_text->replaceText(text);
    apply();
}

bool LogFilterBar::isEverything() const
{
    return m_text->text().isEmpty() && m_filter.scope().isEverything();
}

QString LogFilterBar::text() const
{
    return m_text->text();
}

void LogFilterBar::showOnly(const QString &text)
{
    restore(true, true, true, {}, text);
}

void LogFilterBar::focusText()
{
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
}

void LogFilterBar::apply()
{
    m_typing->stop();
    ParsedFilter parsed = parseFilter(m_text->text());
    m_problem = parsed.problem;
    if (m_problem.isEmpty())
        m_filter = std::move(parsed.filter);
    m_filter.setScope({m_in->isChecked(), m_out->isChecked(), m_events->isChecked(),
                       m_paths->currentData().toString()});
    Q_EMIT filterChanged();
    updateVerdict();
}

void LogFilterBar::setCounts(quint64 shown, quint64 total)
{
    m_shown = shown;
    m_total = total;
    updateVerdict();
}

void LogFilterBar::updateVerdict()
{
    if (!m_problem.isEmpty())
        m_text->setVerdict(m_problem, FilterEdit::Tone::Bad);
    else if (const quint64 givenUp = m_filter.givenUp(); givenUp > 0)
        m_text->setVerdict(givenUp == 1 ? tr("too slow: 1 row was left out, %1 of %2")
                                              .arg(exactNumber(m_shown), exactNumber(m_total))
                                        : tr("too slow: %1 rows were left out, %2 of %3")
                                              .arg(exactNumber(givenUp), exactNumber(m_shown),
                                                   exactNumber(m_total)),
                           FilterEdit::Tone::Bad);
    else if (!m_text->text().trimmed().isEmpty())
        m_text->setVerdict(tr("%1 of %2").arg(exactNumber(m_shown), exactNumber(m_total)),
                           FilterEdit::Tone::Good);
    else
        m_text->setVerdict({}, FilterEdit::Tone::Plain);
}

void LogFilterBar::learnPaths(const LogEntries &entries)
{
    const QChar *last = nullptr; // of those that are known: most have the same, shared
    for (const LogEntry &entry : entries) {
        if (m_known.size() >= MaxPaths)
            return;
        const bool isOurs = !entry.path.isEmpty() && entry.kind != LogKind::Refused;
        if (!isOurs || entry.path.constData() == last)
            continue;
        last = entry.path.constData();
        if (!m_known.contains(entry.path))
            addPath(entry.path);
    }
}

/// In alphabetical order.
void LogFilterBar::addPath(const QString &path)
{
    m_known.insert(path);
    int place = 1;
    while (place < m_paths->count() && m_paths->itemData(place).toString() < path)
        ++place;
    m_paths->insertItem(place, visibleText(path, Lines::Fold, MaxPathText), path);
}

QByteArray LogFilterBar::saveState() const
{
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_4);
    stream << m_in->isChecked() << m_out->isChecked() << m_events->isChecked()
           << m_paths->currentData().toString() << m_text->text();
    return state;
}

bool LogFilterBar::restoreState(const QByteArray &state)
{
    QDataStream stream(state);
    stream.setVersion(QDataStream::Qt_6_4);
    bool in = true;
    bool out = true;
    bool events = true;
    QString path;
    QString text;
    stream >> in >> out >> events >> path >> text;
    if (stream.status() != QDataStream::Ok)
        return false;
    restore(in, out, events, path, text);
    return true;
}

/// In one go: what is between is not asked for.
void LogFilterBar::restore(bool in, bool out, bool events, const QString &path, const QString &text)
{
    {
        const QSignalBlocker blockers[] = {QSignalBlocker(m_in), QSignalBlocker(m_out),
                                           QSignalBlocker(m_events), QSignalBlocker(m_paths)};
        m_in->setChecked(in);
        m_out->setChecked(out);
        m_events->setChecked(events);
        if (!path.isEmpty() && !m_known.contains(path))
            addPath(path);
        m_paths->setCurrentIndex(path.isEmpty() ? 0 : m_paths->findData(path));
    }
    setText(text);
}

} // namespace Signalbox
