#pragma once

#include "core/config/routeconfig.h"

#include <QFrame>

class QComboBox;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QSpinBox;
class QToolButton;

namespace Signalbox {

/// One rule of a RuleForm. A condition keeps all its tests, also those that one would not choose
/// together here. The window's thread.
class RuleCard final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RuleCard)
public:
    explicit RuleCard(QWidget *parent = nullptr);

    void setRule(const RuleConfig &rule);
    RuleConfig rule() const;
    QString problem() const; ///< translated; empty: none
    void setPlace(int number, bool isFirst, bool isLast, bool isOnly); ///< number: from 1

Q_SIGNALS:
    void changed();
    void moveRequested(int by); ///< -1 up, 1 down
    void removeRequested();

private:
    enum Test { Always, Contains, Equals, Matches, IsThere };

    void build();
    QHBoxLayout *addRow(const QString &label, QLabel **labelOut = nullptr);
    QLineEdit *field(const char *name, const QString &accessibleName);
    void fillPlaceholders();
    void edited();
    void showFields();
    RuleCondition condition() const;
    RuleAction action() const;

    RuleConfig m_rule; ///< as it was set: keeps what the form does not show
    QLabel *m_number;
    QToolButton *m_up;
    QToolButton *m_down;
    QToolButton *m_remove;
    QComboBox *m_test;
    QLineEdit *m_wanted; ///< text, value or expression
    QLabel *m_partLabel;
    QLineEdit *m_part; ///< JSON path
    QLabel *m_more; ///< tests that only the configuration file shows
    QComboBox *m_action;
    QComboBox *m_whom;
    QLineEdit *m_target; ///< path, group or client
    QLabel *m_valueLabel;
    QLineEdit *m_value; ///< template, or reason
    QToolButton *m_placeholders;
    QSpinBox *m_code;
    QLabel *m_problem;
    bool m_isSetting = false;
};

} // namespace Signalbox
