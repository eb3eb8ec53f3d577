#include "ui/clients/disconnectdialog.h"

#include "core/values/closecode.h"
#include "ui/theme/theme.h"
#include "ui/widgets/tone.h"
#include "ui/words/closecodetext.h"
#include "ui/words/whytext.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr quint16 Kicked = 4000;
constexpr int FirstFreeCode = 3000; // RFC 6455 section 7.4.2: of libraries and applications
constexpr int LastFreeCode = 4999;
constexpr quint16 OfferedCodes[] = {CloseCode::Normal,
                                    CloseCode::GoingAway,
                                    CloseCode::Policy,
                                    CloseCode::InternalError,
                                    CloseCode::Restart,
                                    CloseCode::TryLater,
                                    Kicked};
constexpr int OtherCode = 0; // the data of the last entry

QLabel *plainLabel(const QString &text, const QString &name, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setObjectName(name);
    return label;
}

} // namespace

DisconnectDialog::DisconnectDialog(const QString &whom, int count, QWidget *parent)
    : QDialog(parent)
    , m_code(new QComboBox(this))
    , m_otherCode(new QSpinBox(this))
    , m_reason(new QLineEdit(this))
    , m_bytes(plainLabel({}, u"reasonBytes"_s, this))
    , m_disconnect(new QPushButton(this))
{
    setObjectName(u"disconnectDialog"_s);
    setWindowTitle(tr("Disconnect"));
    setMinimumWidth(scaled(420));

    auto *title = plainLabel(tr("Disconnect %1?").arg(whom), u"disconnectTitle"_s, this);
    title->setProperty("look", u"emptyTitle"_s);
    title->setWordWrap(true);
    auto *text = plainLabel(
        count == 1 ? tr("This cannot be undone. The client may connect again by itself.")
                   : tr("This cannot be undone. The clients may connect again by themselves."),
        u"disconnectText"_s, this);
    text->setWordWrap(true);
    setTone(text, "dim"_L1);

    for (const quint16 offered : OfferedCodes)
        m_code->addItem(u"%1  %2"_s.arg(offered).arg(closeCodeText(offered)), int(offered));
    m_code->addItem(tr("Another code of your own"), OtherCode);
    m_code->setObjectName(u"closeCode"_s);
    m_otherCode->setObjectName(u"otherCode"_s);
    m_otherCode->setAccessibleName(tr("Code, 3000 to 4999"));
    m_otherCode->setRange(FirstFreeCode, LastFreeCode);
    m_otherCode->setValue(Kicked);
    auto *codeRow = new QHBoxLayout;
    codeRow->setSpacing(scaled(8));
    codeRow->addWidget(m_code, 1);
    codeRow->addWidget(m_otherCode);

    m_reason->setObjectName(u"closeReason"_s);
    m_reason->setPlaceholderText(tr("Optional; the client is told"));
    m_bytes->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_bytes->setMinimumWidth(m_bytes->fontMetrics().horizontalAdvance(u"0000 / 000"_s));
    auto *reasonRow = new QHBoxLayout;
    reasonRow->setSpacing(scaled(8));
    reasonRow->addWidget(m_reason, 1);
    reasonRow->addWidget(m_bytes);

    auto *form = new QFormLayout;
    form->setHorizontalSpacing(scaled(16));
    form->setVerticalSpacing(scaled(8));
    form->addRow(tr("&Code"), codeRow);
    form->addRow(tr("&Reason"), reasonRow);
    qobject_cast<QLabel *>(form->labelForField(codeRow))->setBuddy(m_code);
    qobject_cast<QLabel *>(form->labelForField(reasonRow))->setBuddy(m_reason);

    auto *buttons = new QDialogButtonBox(this);
    m_disconnect->setObjectName(u"confirmDisconnect"_s);
    m_disconnect->setProperty("danger", true);
    m_disconnect->setText(
        count == 1 ? tr("Disconnect 1 client")
                   : tr("Disconnect %1").arg(clientCountText(quint64(std::max(0, count)))));
    buttons->addButton(m_disconnect, QDialogButtonBox::AcceptRole);
    QPushButton *cancel = buttons->addButton(QDialogButtonBox::Cancel);
    for (QPushButton *button : {m_disconnect, cancel})
        button->setAutoDefault(false); // Enter walks on, see keyPressEvent()
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_code, &QComboBox::currentIndexChanged, this, &DisconnectDialog::update);
    connect(m_reason, &QLineEdit::textChanged, this, &DisconnectDialog::update);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(scaled(20), scaled(20), scaled(20), scaled(16));
    layout->setSpacing(scaled(12));
    layout->addWidget(title);
    layout->addWidget(text);
    layout->addLayout(form);
    layout->addStretch();
    layout->addWidget(buttons);
    update();
    m_code->setFocus();
}

quint16 DisconnectDialog::code() const
{
    const int chosen = m_code->currentData().toInt();
    return quint16(chosen == OtherCode ? m_otherCode->value() : chosen);
}

QString DisconnectDialog::reason() const
{
    return m_reason->text();
}

void DisconnectDialog::update()
{
    m_otherCode->setVisible(m_code->currentData().toInt() == OtherCode);
    const qsizetype bytes = m_reason->text().toUtf8().size();
    const bool fits = bytes <= MaxReasonBytes;
    m_bytes->setText(u"%1 / %2"_s.arg(bytes).arg(MaxReasonBytes));
    setTone(m_bytes, fits ? "dim"_L1 : "bad"_L1);
    const QString why =
        fits ? QString()
             : tr("The reason is longer than the %1 bytes it may have.").arg(MaxReasonBytes);
    m_bytes->setToolTip(why);
    m_reason->setAccessibleDescription(fits ? tr("%1 of %2 bytes").arg(bytes).arg(MaxReasonBytes)
                                            : why);
    m_disconnect->setEnabled(fits);
    m_disconnect->setToolTip(why);
}

/// Enter goes to the next field and presses the button that has the keyboard: what cannot be undone
/// takes more than one key, and a reason that was typed is not thrown away.
void DisconnectDialog::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter) {
        QDialog::keyPressEvent(event);
        return;
    }
    event->accept();
    if (auto *button = qobject_cast<QPushButton *>(focusWidget())) {
        button->click();
        return;
    }
    focusNextChild();
    if (qobject_cast<QPushButton *>(focusWidget()) != nullptr)
        m_disconnect->setFocus(Qt::TabFocusReason); // Cancel stands before it
}

} // namespace Signalbox
