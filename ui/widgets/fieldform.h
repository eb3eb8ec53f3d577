#pragma once

#include <QLabel>
#include <QLatin1StringView>
#include <QList>
#include <QPointer>
#include <QWidget>

class QGridLayout;

namespace Signalbox {

/// The words beneath a field: what it means, or what is wrong with it. Plain text; a screen reader
/// says it as the field's description. Owned by the form.
class FieldNote final : public QLabel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FieldNote)
public:
    explicit FieldNote(QWidget *field, QWidget *parent = nullptr);

    /// `tone` of the style rules; the field itself gets "warn" and "bad" too. An empty text hides
    /// the note.
    void say(const QString &text, QLatin1StringView tone = QLatin1StringView("dim"));
    /// Says what is wrong; nothing when that is empty.
    void sayProblem(const QString &problem)
    {
        say(problem, QLatin1StringView(problem.isEmpty() ? "dim" : "bad"));
    }
    void clear() { say({}); }

private:
    QPointer<QWidget> m_field;
};

/// Named fields beneath each other. The window's thread.
class FieldForm final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FieldForm)
public:
    explicit FieldForm(QWidget *parent = nullptr);

    /// The label names the field, also for a screen reader ("&Name": with its key). `beside`
    /// stands at the field's right.
    FieldNote *addField(const QString &label, QWidget *field, QWidget *beside = nullptr);
    /// Over the whole width; with a note beneath.
    FieldNote *addWide(QWidget *widget);
    /// Shows or hides everything of the row of `field`.
    void setShown(const QWidget *field, bool shown);
    void addStretch();

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Row
    {
        QLabel *name;
        QWidget *field;
        QWidget *beside; ///< nullptr: none
        FieldNote *note;
    };
    void fit();

    QGridLayout *m_layout;
    QList<Row> m_rows; ///< those with a name
    int m_row = 0;
};

} // namespace Signalbox
