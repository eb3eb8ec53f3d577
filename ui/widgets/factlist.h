#pragma once

#include <QScrollArea>

class QFormLayout;
class QLabel;

namespace Signalbox {

/// A line of a FactList.
struct Fact
{
    QString name;
    QString value; ///< safe to show; empty: the fact is left out
    bool isPayloadFont = false;
    QString button{}; ///< object name; not empty: the value is the text of a button
};

/// Names and values below each other, plain text that can be selected and copied. Scrolls when it
/// is too long. The window's thread.
class FactList : public QScrollArea
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FactList)
public:
    explicit FactList(QWidget *parent = nullptr);

    /// Facts of the same names as before only change their values, so that what is selected and how
    /// far it is scrolled stay.
    void setFacts(const QList<Fact> &facts);
    QString text() const; ///< one line per fact, for copying

Q_SIGNALS:
    void buttonClicked(const QString &button);

protected:
    void changeEvent(QEvent *event) override;

private:
    bool isOfTheSameNames(const QList<Fact> &facts) const;
    void build();
    QWidget *makeValue(const Fact &fact);

    QFormLayout *m_form = nullptr;
    QList<Fact> m_facts; ///< those with a value
    QList<QLabel *> m_values; ///< of each fact; nullptr for a button
};

} // namespace Signalbox
