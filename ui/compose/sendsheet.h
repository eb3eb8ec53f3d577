#pragma once

#include "ui/compose/sendconfirmation.h"

#include <QDialog>
#include <QPointer>

class QCheckBox;
class QWidget;

namespace Signalbox {

/// The sheet that asks "Send to 812 clients?" with the first lines of the payload. Cancel is the
/// default button.
class SendSheet final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SendSheet)
public:
    explicit SendSheet(const SendQuestion &question, QWidget *parent = nullptr);

    bool dontAskAgain() const;

private:
    QCheckBox *m_dontAskAgain;
};

/// Asks with a SendSheet over the window that holds `parent`.
class SheetConfirmation final : public SendConfirmation
{
public:
    explicit SheetConfirmation(QWidget *parent);
    ~SheetConfirmation() override;
    Q_DISABLE_COPY_MOVE(SheetConfirmation)

    void ask(const SendQuestion &question,
             const std::function<void(SendAnswer)> &answered) override;

private:
    QWidget *m_parent;
    QPointer<SendSheet> m_sheet;
};

} // namespace Signalbox
