#include "ui/routes/requestform.h"

#include "ui/editors/payloadedit.h"
#include "ui/routes/route.h"
#include "ui/theme/theme.h"
#include "ui/widgets/listedit.h"
#include "ui/widgets/panelbar.h"
#include "ui/widgets/tone.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

/// What Qt does not take for a part of a URL is encoded; what is encoded already stays so.
QByteArray encodedTarget(const QString &text)
{
    return QUrl::toPercentEncoding(text.trimmed(), "/?:@!$&'()*+,;=%", QByteArray());
}

bool isFieldLine(const QString &line)
{
    return line.indexOf(u':') > 0;
}

} // namespace

RequestForm::RequestForm(QWidget *parent)
    : QWidget(parent)
    , m_method(new QComboBox(this))
    , m_target(new QLineEdit(this))
    , m_showBody(makeToolButton({}, tr("Body"), tr("What the request carries"), this))
    , m_showHeaders(makeToolButton({}, tr("Headers"), tr("One a line: Name: value"), this))
    , m_pages(new QStackedWidget(this))
    , m_body(new PayloadEdit(this))
    , m_headers(new ListEdit(this))
{
    setObjectName(u"requestForm"_s);
    build();
    m_body->replaceText(u"{\"message\":\"hello\"}"_s);
    m_headers->setPlainText(u"Content-Type: application/json"_s);
    updateHeaders();
    connect(m_method, &QComboBox::currentTextChanged, this, &RequestForm::changed);
    connect(m_target, &QLineEdit::textChanged, this, &RequestForm::changed);
    connect(m_target, &QLineEdit::returnPressed, this, &RequestForm::runPressed);
    connect(m_body, &QPlainTextEdit::textChanged, this, &RequestForm::changed);
    connect(m_body, &PayloadEdit::sendPressed, this, &RequestForm::runPressed);
    connect(m_headers, &QPlainTextEdit::textChanged, this, &RequestForm::updateHeaders);
}

void RequestForm::build()
{
    m_method->setObjectName(u"requestMethod"_s);
    m_method->setAccessibleName(tr("Method of the request"));
    m_target->setObjectName(u"requestTarget"_s);
    m_target->setAccessibleName(tr("Path and query of the request"));
    m_target->setPlaceholderText(u"/path?name=value"_s);
    m_body->setObjectName(u"requestBody"_s);
    m_body->setAccessibleName(tr("Body of the request"));
    m_body->setPlaceholderText(tr("no body"));
    m_headers->setObjectName(u"requestHeaders"_s);
    m_headers->setAccessibleName(tr("Headers of the request"));
    m_headers->setPlaceholderText(u"Content-Type: application/json"_s);
    for (QPlainTextEdit *edit : {static_cast<QPlainTextEdit *>(m_body), m_headers}) {
        edit->setMinimumHeight(scaled(32));
        m_pages->addWidget(edit);
    }
    auto *choice = new QButtonGroup(this);
    auto *line = new QHBoxLayout;
    line->setSpacing(scaled(4));
    line->addWidget(m_method);
    line->addWidget(m_target, 1);
    int page = 0;
    for (QToolButton *button : {m_showBody, m_showHeaders}) {
        button->setCheckable(true);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        choice->addButton(button, page++);
    }
    m_showBody->setObjectName(u"showBody"_s);
    m_showHeaders->setObjectName(u"showHeaders"_s);
    m_showBody->setChecked(true);
    connect(choice, &QButtonGroup::idClicked, m_pages, &QStackedWidget::setCurrentIndex);
    auto *choices = new QHBoxLayout;
    choices->setSpacing(scaled(4));
    choices->addWidget(m_showBody);
    choices->addWidget(m_showHeaders);
    choices->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(scaled(6));
    layout->addLayout(line);
    layout->addLayout(choices);
    layout->addWidget(m_pages, 1);
    setFocusProxy(m_target);
}

void RequestForm::setRoute(const QString &method, const QString &pattern)
{
    // a route for GET answers HEAD, too
    QStringList methods{method};
    if (method == "GET"_L1)
        methods.append(u"HEAD"_s);
    if (m_method->itemText(0) != method || m_method->count() != methods.size()) {
        m_method->clear();
        m_method->addItems(methods);
    }
    const QString proposal = examplePath(pattern);
    if (m_target->text() == m_proposed || m_target->text().isEmpty())
        m_target->setText(proposal);
    m_proposed = proposal;
}

QList<std::pair<QByteArray, QByteArray>> RequestForm::fields() const
{
    QList<std::pair<QByteArray, QByteArray>> fields;
    const QStringList lines = m_headers->toPlainText().split(u'\n');
    for (const QString &line : lines)
        if (isFieldLine(line))
            fields.append({line.section(u':', 0, 0).trimmed().toUtf8(),
                           line.section(u':', 1).trimmed().toUtf8()});
    return fields;
}

Request RequestForm::request() const
{
    Request request;
    request.method = m_method->currentText().toLatin1();
    request.target = encodedTarget(m_target->text());
    request.fields = fields();
    request.body = m_body->payloadText().toUtf8();
    return request;
}

QString RequestForm::problem() const
{
    const QStringList lines = m_headers->toPlainText().split(u'\n');
    for (qsizetype i = 0; i < lines.size(); ++i)
        if (!lines.at(i).trimmed().isEmpty() && !isFieldLine(lines.at(i)))
            return tr("Headers, line %1: “Name: value” is needed.").arg(i + 1);
    return m_target->text().startsWith(u'/') ? QString() : tr("The path begins with a slash.");
}

/// The button says how many there are, also while they are not shown.
void RequestForm::updateHeaders()
{
    //: the headers of a request and how many
    m_showHeaders->setText(tr("Headers %1").arg(fields().size()));
    m_showHeaders->setAccessibleName(m_showHeaders->text());
    Q_EMIT changed();
}

} // namespace Signalbox
