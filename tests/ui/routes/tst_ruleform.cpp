#include "tests/support/testprogram.h"
#include "ui/routes/ruleform.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSpinBox>
#include <QToolButton>

using namespace Signalbox;
using namespace Qt::StringLiterals;

using Kind = RuleAction::Kind;

class TestRuleForm : public QObject
{
    Q_OBJECT
private:
    Theme m_theme;
    std::unique_ptr<RuleForm> m_form;

    /// The part of that name in rule number `rule` (from 0).
    template<typename T>
    T *part(const char *name, int rule = 0) const
    {
        QList<T *> found;
        const auto all = m_form->findChildren<T *>(QString::fromLatin1(name));
        for (T *widget : all)
            if (!widget->parentWidget()->isHidden()) // a card that was removed goes a little later
                found.append(widget);
        std::ranges::sort(found, {},
                          [this](const T *w) { return w->mapTo(m_form.get(), QPoint()).y(); });
        return found.at(rule);
    }
    static void choose(QComboBox *box, int index)
    {
        box->setFocus();
        box->setCurrentIndex(index);
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_form = std::make_unique<RuleForm>();
        m_form->resize(520, 400);
        m_form->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_form.get()));
    }
    void cleanup() { m_form.reset(); }

    void keepsRules_data()
    {
        QTest::addColumn<QList<RuleConfig>>("rules");
        const RuleAction pass{};
        QTest::newRow("always pass") << QList<RuleConfig>{{{}, pass}};
        QTest::newRow("contains a text") << QList<RuleConfig>{
            {{.contains = u"[date]"_s}, {.kind = Kind::Reply, .value = "\"{{now}}\""}}};
        QTest::newRow("is a number written with digits to spare")
            << QList<RuleConfig>{{{.equals = "1.50"}, pass}};
        QTest::newRow("is a text that looks like a number")
            << QList<RuleConfig>{{{.equals = "\"5\""}, pass}};
        QTest::newRow("is the empty text") << QList<RuleConfig>{{{.equals = "\"\""}, pass}};
        QTest::newRow("a part of the message")
            << QList<RuleConfig>{{{.jsonPath = u"user.name"_s, .contains = u"ann"_s}, pass}};
        QTest::newRow("a part that is there") << QList<RuleConfig>{{{.jsonPath = u"type"_s}, pass}};
        QTest::newRow("all tests at once") << QList<RuleConfig>{
            {{.jsonPath = u"a"_s, .contains = u"x"_s, .equals = "\"xyz\"", .matches = u"^x"_s},
             pass}};
        QTest::newRow("send JSON to a path")
            << QList<RuleConfig>{{{},
                                  {.kind = Kind::SendTo,
                                   .value = "{\"b\":\"{{message}}\",\"a\":1.0}",
                                   .path = u"/x"_s}}};
        QTest::newRow("send to a group within a path") << QList<RuleConfig>{
            {{}, {.kind = Kind::SendTo, .value = "\"hi\"", .path = u"/x"_s, .group = u"blue"_s}}};
        QTest::newRow("send to one client") << QList<RuleConfig>{
            {{}, {.kind = Kind::SendTo, .value = "\"hi\"", .clientId = u"{{client.id}}"_s}}};
        QTest::newRow("drop with a reason")
            << QList<RuleConfig>{{{}, {.kind = Kind::Drop, .reason = u"noise"_s}}};
        QTest::newRow("close") << QList<RuleConfig>{
            {{}, {.kind = Kind::Close, .reason = u"bye"_s, .code = 4000}}};
        QTest::newRow("two rules") << QList<RuleConfig>{
            {{.contains = u"a"_s}, {.kind = Kind::Drop}}, {{.matches = u"b$"_s}, pass}};
    }
    void keepsRules()
    {
        QFETCH(QList<RuleConfig>, rules);
        QSignalSpy changed(m_form.get(), &RuleForm::rulesChanged);
        m_form->setRules(rules);
        QCOMPARE(m_form->rules(), rules);
        QCOMPARE(m_form->problem(), QString());
        QCOMPARE(changed.count(), 0);
    }

    void aRuleIsChosenFromLists()
    {
        QSignalSpy changed(m_form.get(), &RuleForm::rulesChanged);
        choose(part<QComboBox>("ruleTest"), 1);
        QTest::keyClicks(part<QLineEdit>("ruleWanted"), u"[date]"_s);
        choose(part<QComboBox>("ruleAction"), int(Kind::SendTo));
        choose(part<QComboBox>("ruleWhom"), 1);
        QTest::keyClicks(part<QLineEdit>("ruleTarget"), u"/x"_s);
        QTest::keyClicks(part<QLineEdit>("ruleValue"), u"It is {{now}}"_s);
        const QList<RuleConfig> expected{
            {{.contains = u"[date]"_s},
             {.kind = Kind::SendTo, .value = "\"It is {{now}}\"", .path = u"/x"_s}}};
        QCOMPARE(m_form->rules(), expected);
        QVERIFY(changed.count() > 5);
        QVERIFY(part<QLabel>("ruleProblem")->isHidden());
    }

    void placeholdersAreInserted()
    {
        choose(part<QComboBox>("ruleAction"), int(Kind::Reply));
        auto *value = part<QLineEdit>("ruleValue");
        value->setText(u"<>"_s);
        value->setCursorPosition(1);
        const auto menus = m_form->findChildren<QMenu *>();
        QCOMPARE(menus.size(), 1);
        menus.first()->actions().first()->trigger();
        QCOMPARE(value->text(), u"<{{message}}>"_s);
    }

    void saysWhatIsMissing_data()
    {
        QTest::addColumn<RuleConfig>("rule");
        QTest::addColumn<QString>("problem");
        QTest::newRow("nothing to compare with") << RuleConfig{{.contains = QString()}, {}}
                                                 << u"Say what the message is compared with."_s;
        QTest::newRow("a broken pattern")
            << RuleConfig{{.matches = u"(a"_s}, {}}
            << u"This is no pattern: missing closing parenthesis, at character 3."_s;
        QTest::newRow("nothing to send") << RuleConfig{{}, {.kind = Kind::Reply, .value = "\"\""}}
                                         << u"Say what is sent; {{message}} is what came."_s;
        QTest::newRow("a code that may not be sent")
            << RuleConfig{{}, {.kind = Kind::Close, .code = 1006}}
            << u"1006 may not be sent: use 1000, 1001, 1008, 1011 to 1013, or 3000 to 4999."_s;
    }
    void saysWhatIsMissing()
    {
        QFETCH(RuleConfig, rule);
        QFETCH(QString, problem);
        m_form->setRules({rule});
        QCOMPARE(m_form->problem(), problem);
        QVERIFY(part<QLabel>("ruleProblem")->isVisible());
        QCOMPARE(part<QLabel>("ruleProblem")->text(), problem);
    }

    void rulesAreAddedMovedAndRemoved()
    {
        m_form->setRules({{{.contains = u"a"_s}, {}}});
        QTest::mouseClick(m_form->findChild<QPushButton *>(u"addRule"_s), Qt::LeftButton);
        QCOMPARE(m_form->rules().size(), 2);
        QTest::qWait(0);
        choose(part<QComboBox>("ruleTest", 1), 1);
        part<QLineEdit>("ruleWanted", 1)->setText(u"b"_s);
        const auto press = [this](const QString &tip, int which) {
            QList<QToolButton *> found;
            const auto buttons = m_form->findChildren<QToolButton *>();
            for (QToolButton *button : buttons)
                if (button->toolTip() == tip && button->isVisible())
                    found.append(button);
            QTest::mouseClick(found.at(which), Qt::LeftButton);
            QTest::qWait(0);
        };
        press(u"Try this rule earlier"_s, 1);
        QCOMPARE(m_form->rules().first().condition.contains, u"b"_s);
        press(u"Remove this rule"_s, 1);
        QCOMPARE(m_form->rules().size(), 1);
        QVERIFY(m_form->rules().first().condition.contains.has_value());
    }
};

SIGNALBOX_TEST(TestRuleForm)
#include "tst_ruleform.moc"
