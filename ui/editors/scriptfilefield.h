#pragma once

#include <QDir>
#include <QWidget>

class QLabel;
class QLineEdit;

namespace Signalbox {

/// Where a script lies that is in a file of its own: its name, a button to look for it, and below
/// them what is wrong with it. The window's thread.
class ScriptFileField final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ScriptFileField)
public:
    /// Names are relative to `folder`, unless they lead out of it.
    explicit ScriptFileField(const QDir &folder, QWidget *parent = nullptr);

    QString fileName() const;
    void setFileName(const QString &name);
    QString problem() const; ///< empty: the file is there

Q_SIGNALS:
    void changed();

private:
    void refresh();
    void choose();

    QDir m_folder;
    QLineEdit *m_name;
    QLabel *m_note;
};

} // namespace Signalbox
