#include "ui/compose/sendsheet.h"

#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/tone.h"
#include "ui/widgets/visibletext.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype ShownPayload = 2000;

QLabel *plainLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace

SendSheet::SendSheet(const SendQuestion &question, QWidget *parent)
    : QDialog(parent)
    , m_dontAskAgain(new QCheckBox(tr("Do not ask again until I close Signalbox"), this))
{
    setObjectName(u"sendSheet"_s);
    setWindowTitle(tr("Send"));
    setMinimumWidth(scaled(420));
    const QString receivers = question.receivers == 1
                                  ? tr("1 client")
                                  : tr("%1 clients").arg(QLocale().toString(question.receivers));
    auto *title = plainLabel(tr("Send to %1?").arg(receivers), this);
    title->setProperty("look", u"emptyTitle"_s);
    const auto bytes = quint64(question.signal.payload.size());
    auto *details = plainLabel(tr("To %1: %2 each, %3 in all. Who connects from now on "
                                  "is not among them.")
                                   .arg(visibleText(question.whom), shortBytes(bytes),
                                        shortBytes(bytes * quint64(question.receivers))),
                               this);
    auto *payload = new QPlainTextEdit(this);
    payload->setReadOnly(true);
    payload->setFont(payloadFont());
    payload->setPlainText(visibleUtf8(question.signal.payload, Lines::Keep, ShownPayload));
    payload->setTabChangesFocus(true);
    payload->setAccessibleName(tr("First lines of what will be sent"));
    payload->setFixedHeight(scaled(110));

    auto *buttons = new QDialogButtonBox(this);
    QPushButton *cancel = buttons->addButton(QDialogButtonBox::Cancel);
    QPushButton *send =
        buttons->addButton(tr("Send to %1").arg(receivers), QDialogButtonBox::AcceptRole);
    send->setObjectName(u"confirmSend"_s);
    setWeight(send, "primary");
    send->setAutoDefault(false);
    cancel->setDefault(true);
    cancel->setFocus();
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(scaled(20), scaled(20), scaled(20), scaled(16));
    layout->setSpacing(scaled(12));
    layout->addWidget(title);
    layout->addWidget(details);
    layout->addWidget(payload);
    layout->addWidget(m_dontAskAgain);
    layout->addWidget(buttons);
}

bool SendSheet::dontAskAgain() const
{
    return m_dontAskAgain->isChecked();
}

SheetConfirmation::SheetConfirmation(QWidget *parent)
    : m_parent(parent)
{
}

SheetConfirmation::~SheetConfirmation()
{
    delete m_sheet;
}

void SheetConfirmation::ask(const SendQuestion &question,
                            const std::function<void(SendAnswer)> &answered)
{
    if (m_sheet)
        m_sheet->reject();
    m_sheet = new SendSheet(question, m_parent->window());
    m_sheet->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(m_sheet, &QDialog::finished, m_parent,
                     [sheet = m_sheet.data(), answered](int result) {
                         answered({result == QDialog::Accepted, sheet->dontAskAgain()});
                     });
    m_sheet->open();
}

} // namespace Signalbox
