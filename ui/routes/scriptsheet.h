#pragma once

#include "ui/editors/scriptwords.h"

#include <QDialog>

class QLabel;
class QListWidget;
class QPushButton;

namespace Signalbox {

class ScriptEditor;

/// What scripts can do: examples to copy, and each function in one line. Deletes itself when
/// closed. The window's thread.
class ScriptSheet final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ScriptSheet)
public:
    explicit ScriptSheet(ScriptPurpose use, QWidget *parent = nullptr);

Q_SIGNALS:
    void insertRequested(const QString &script);

private:
    void showRow(int row);

    QListWidget *m_list;
    QLabel *m_text;
    ScriptEditor *m_code;
    QPushButton *m_copy;
    QPushButton *m_insert;
};

} // namespace Signalbox
