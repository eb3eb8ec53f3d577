#include "ui/routes/testbench.h"

#include "ui/editors/payloadedit.h"
#include "ui/model/clientdirectory.h"
#include "ui/routes/effectsmodel.h"
#include "ui/routes/requestform.h"
#include "ui/theme/theme.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/format.h"
#include "ui/widgets/panelbar.h"
#include "ui/widgets/tone.h"
#include "ui/widgets/twolinedelegate.h"
#include "ui/widgets/visibletext.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaxClients = 200; ///< listed by name
constexpr qsizetype MaxBenchName = 40;
constexpr int WideWidth = 620; ///< from which on the results are beside the input
constexpr int LowHeight = 260; ///< below it there is room for what matters only

QLabel *dimLabel(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    setTone(label, "dim"_L1);
    return label;
}

} // namespace

TestBench::TestBench(const ClientDirectory &directory, QWidget *parent)
    : QWidget(parent)
    , m_directory(directory)
    , m_model(new EffectsModel(this))
    , m_inputTitle(dimLabel(this))
    , m_row(dimLabel(this))
    , m_forgetRow(makeToolButton(u"x"_s, {}, tr("Forget the row, keep the text"), this))
    , m_message(new PayloadEdit(this))
    , m_request(new RequestForm(this))
    , m_client(new QComboBox(this))
    , m_run(new QPushButton(tr("Run test"), this))
    , m_effects(new QListView(this))
    , m_empty(new EmptyState(u"play"_s, tr("Not run yet"),
                             tr("A test shows what the route would do. Nothing is sent."), this))
    , m_result(dimLabel(this))
{
    setObjectName(u"testBench"_s);
    m_run->setObjectName(u"runTest"_s);
    m_run->setIcon(lineIcon(u"play"_s));
    m_result->setObjectName(u"testResult"_s);
    m_effects->setObjectName(u"testEffects"_s);
    m_effects->setAccessibleName(tr("What the route would do"));
    m_effects->setModel(m_model);
    m_effects->setItemDelegate(new TwoLineDelegate(m_effects));
    m_effects->setUniformItemSizes(true);
    m_effects->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);

    m_client->setObjectName(u"testClient"_s);
    m_client->setAccessibleName(tr("Who sends it"));
    m_client->setToolTip(tr("Who sends it"));
    m_client->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_client->setMinimumContentsLength(10);
    m_client->setMaximumWidth(scaled(280));
    m_run->setProperty("small", true);
    auto *bar = new PanelBar(44, this); // as high as the editor's
    bar->addTitle(tr("TEST"));
    bar->addWidget(m_client, 3);
    bar->addStretch();
    bar->addWidget(m_run);
    auto *results = new QWidget(this);
    m_stack = new QStackedLayout(results);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_effects);
    m_body = new QBoxLayout(QBoxLayout::TopToBottom);
    m_body->setSpacing(0);
    m_body->addWidget(buildInput(), 2);
    m_body->addWidget(results, 3);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addLayout(m_body, 1);
    setMinimumWidth(scaled(270));

    connect(m_run, &QPushButton::clicked, this, &TestBench::run);
    connect(m_message, &PayloadEdit::sendPressed, this, &TestBench::run);
    connect(m_request, &RequestForm::runPressed, this, &TestBench::run);
    connect(m_request, &RequestForm::changed, this, &TestBench::updateRun);
    connect(m_forgetRow, &QToolButton::clicked, this, &TestBench::clearEntry);
    connect(m_effects, &QListView::clicked, this, [this](const QModelIndex &index) {
        if (m_model->isProblem(index.row()) && m_model->report().problem->line > 0)
            Q_EMIT lineClicked(m_model->report().problem->line);
    });
    connect(&m_directory, &ClientDirectory::joined, this, &TestBench::updateClients);
    connect(&m_directory, &ClientDirectory::left, this, &TestBench::updateClients);
    clearEntry();
    updateClients();
    setRoute({});
}

QWidget *TestBench::buildInput()
{
    m_message->setObjectName(u"testMessage"_s);
    m_message->setMinimumHeight(scaled(32));
    auto *titleRow = new QHBoxLayout;
    titleRow->setSpacing(scaled(6));
    titleRow->addWidget(m_inputTitle);
    titleRow->addStretch();
    titleRow->addWidget(m_row);
    titleRow->addWidget(m_forgetRow);
    auto *input = new QWidget(this);
    auto *layout = new QVBoxLayout(input);
    layout->setContentsMargins(scaled(12), scaled(8), scaled(12), scaled(8));
    layout->setSpacing(scaled(6));
    layout->addLayout(titleRow);
    layout->addWidget(m_message, 1);
    layout->addWidget(m_request, 1);
    layout->addWidget(m_result);
    return input;
}

void TestBench::setRoute(const Route &draft)
{
    m_kind = draft.kind;
    const bool isHttp = m_kind == RouteUse::Http;
    m_inputTitle->setText(isHttp ? tr("What is asked") : tr("What the client sends"));
    m_message->setVisible(m_kind == RouteUse::Signal);
    m_request->setVisible(isHttp);
    m_client->setVisible(!isHttp);
    if (isHttp)
        m_request->setRoute(draft.method, draft.path);
    setFocusProxy(isHttp ? static_cast<QWidget *>(m_request) : m_message);
    updateTitle();
    m_message->setAccessibleName(m_inputTitle->text());
    m_message->setPlaceholderText(u"{\"message\": \"hello\"}"_s);
    if (m_message->payloadText().isEmpty())
        m_message->replaceText(u"{\"message\":\"[date]\"}"_s);
    updateRun();
}

void TestBench::setEntry(const LogEntry &entry)
{
    m_message->replaceText(QString::fromUtf8(entry.payload));
    m_row->setText(tr("row No. %1").arg(exactNumber(entry.sequence)));
    m_row->show();
    m_forgetRow->show();
    updateClients();
    if (const int at = m_client->findData(QVariant::fromValue(entry.client)); at > 0) {
        m_client->setCurrentIndex(at);
    } else if (!entry.client.isNull()) {
        m_client->addItem(tr("as %1").arg(visibleText(entry.clientName, Lines::Fold, MaxBenchName)),
                          QVariant::fromValue(entry.client));
        m_client->setCurrentIndex(m_client->count() - 1);
    }
    forget();
}

void TestBench::clearEntry()
{
    m_row->hide();
    m_forgetRow->hide();
}

/// Keeps who was chosen, also when that client has left.
void TestBench::updateClients()
{
    const QSignalBlocker blocker(m_client);
    const std::optional<ClientId> chosen = client();
    const QString chosenName = m_client->currentText();
    m_client->clear();
    m_client->addItem(tr("as a new client"));
    const QList<ClientId> ids = m_directory.connected();
    bool isThere = !chosen;
    for (const ClientId &id : ids.first(std::min(ids.size(), MaxClients))) {
        const ClientInfo &info = m_directory.find(id)->info;
        m_client->addItem(tr("%1 on %2")
                              .arg(visibleText(info.displayName(), Lines::Fold, MaxBenchName),
                                   visibleText(info.path, Lines::Fold, MaxBenchName)),
                          QVariant::fromValue(id));
        isThere = isThere || id == *chosen;
    }
    if (!isThere)
        m_client->addItem(chosenName, QVariant::fromValue(*chosen));
    m_client->setCurrentIndex(chosen ? std::max(0, m_client->findData(QVariant::fromValue(*chosen)))
                                     : 0);
}

void TestBench::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool isWide = width() >= scaled(WideWidth);
    m_body->setStretch(0, isWide ? 2 : 0);
    m_body->setDirection(isWide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    const bool isLow = height() < scaled(LowHeight);
    m_message->setMaximumHeight(isWide ? QWIDGETSIZE_MAX : isLow ? scaled(32) : scaled(84));
    m_request->setMaximumHeight(isWide ? QWIDGETSIZE_MAX : isLow ? scaled(110) : scaled(160));
    updateTitle();
}

void TestBench::updateTitle()
{
    const bool hasInput = m_kind == RouteUse::Signal || m_kind == RouteUse::Http;
    m_inputTitle->setVisible(hasInput && height() >= scaled(LowHeight));
}

QByteArray TestBench::message() const
{
    return m_message->payloadText().toUtf8();
}

std::optional<ClientId> TestBench::client() const
{
    const QVariant chosen = m_client->currentData();
    return chosen.isValid() ? std::optional(chosen.value<ClientId>()) : std::nullopt;
}

Request TestBench::request() const
{
    return m_request->request();
}

/// What cannot be asked is said at the button, not by a test that fails.
void TestBench::updateRun()
{
    const QString wrong = m_kind == RouteUse::Http ? m_request->problem() : QString();
    m_run->setEnabled(!m_isRunning && wrong.isEmpty());
    m_run->setToolTip(!wrong.isEmpty() ? wrong
                                       : tr("Runs the route as it stands in the editor; nothing "
                                            "is sent (F9)"));
}

void TestBench::run()
{
    updateRun();
    if (!m_run->isEnabled())
        return;
    m_isRunning = true;
    updateResult();
    Q_EMIT runRequested();
}

void TestBench::show(const TestReport &report)
{
    if (!m_isRunning)
        return; // of a route that was left meanwhile
    m_isRunning = false;
    m_hasRun = true;
    m_model->setReport(report);
    updateResult();
}

void TestBench::forget()
{
    m_isRunning = false;
    m_hasRun = false;
    m_model->clear();
    updateResult();
}

void TestBench::updateResult()
{
    updateRun();
    const TestReport &report = m_model->report();
    const bool isNothing = m_model->rowCount() == 0;
    m_empty->setTitle(m_isRunning ? tr("Running…")
                      : m_hasRun  ? tr("It would do nothing")
                                  : tr("Not run yet"));
    m_empty->setText(m_hasRun ? tr("No signal, no reply, no log line.")
                              : tr("A test shows what the route would do. Nothing is sent."));
    m_stack->setCurrentIndex(isNothing ? 0 : 1);
    m_result->setVisible(m_hasRun && !m_isRunning);
    const QString time = shortLatency(report.took);
    QString words = report.problem ? tr("Failed after %1. Nothing was sent.").arg(time)
                                   : tr("Took %1. Nothing was sent.").arg(time);
    if (report.leftOut > 0)
        words += u' '
                 + tr("%1 more are over the limit of one run and would be left out.")
                       .arg(exactNumber(quint64(report.leftOut)));
    m_result->setText(words);
    m_result->setWordWrap(true);
    setTone(m_result, report.problem ? "bad"_L1 : "good"_L1);
}

} // namespace Signalbox
