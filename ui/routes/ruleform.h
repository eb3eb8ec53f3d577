#pragma once

#include "core/config/routeconfig.h"

#include <QWidget>

class QScrollArea;
class QVBoxLayout;

namespace Signalbox {

class RuleCard;

/// Rules chosen from lists instead of written: if the message … then …; the first rule that fits
/// acts, and when none does the message is passed on. The window's thread.
class RuleForm final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RuleForm)
public:
    explicit RuleForm(QWidget *parent = nullptr);

    /// An empty list shows one rule that says nothing yet.
    void setRules(const QList<RuleConfig> &rules);
    QList<RuleConfig> rules() const;
    /// What cannot be saved as it stands, translated; empty: nothing.
    QString problem() const;

Q_SIGNALS:
    void rulesChanged();

private:
    RuleCard *addCard(const RuleConfig &rule);
    void remove(RuleCard *card);
    void move(RuleCard *card, int by);
    void renumber();

    QScrollArea *m_scroll;
    QVBoxLayout *m_column = nullptr;
    QList<RuleCard *> m_cards;
};

/// The placeholders that templates may hold, in the manual's order.
struct TemplateWord
{
    QString placeholder; ///< "{{message}}"
    QString text; ///< what it stands for, translated
};
QList<TemplateWord> templateWords();

} // namespace Signalbox
