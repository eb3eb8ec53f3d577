#include "tests/support/testprogram.h"
#include "ui/editors/longtextcard.h"
#include "ui/editors/scripteditor.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QVBoxLayout>

using namespace Signalbox;
using namespace Qt::StringLiterals;

/// Drives the editor as a person does: with keys, and by what can be seen.
class TestScriptEditor : public QObject
{
    Q_OBJECT
private:
    Theme m_theme;
    std::unique_ptr<QWidget> m_window;
    QLineEdit *m_before = nullptr;
    QLineEdit *m_after = nullptr;
    ScriptEditor *m_editor = nullptr;

    QWidget *code() const { return m_editor->findChild<QWidget *>(u"code"_s); }
    /// Characters that the editor itself has to lay out.
    int held() const
    {
        return QAccessible::queryAccessibleInterface(code())->textInterface()->characterCount();
    }
    /// The completion list that is open; nullptr: none.
    static QListWidget *completions()
    {
        // lists that were open before go a little later
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        const QWidgetList widgets = QApplication::allWidgets();
        for (QWidget *widget : widgets)
            if (auto *list = qobject_cast<QListWidget *>(widget); list && list->isVisible())
                return list;
        return nullptr;
    }
    static QStringList completed()
    {
        QStringList texts;
        if (const QListWidget *list = completions())
            for (int row = 0; row < list->count(); ++row)
                texts.append(list->item(row)->text());
        texts.sort();
        return texts;
    }
    template<typename T>
    T *part(const char *name) const
    {
        return m_editor->findChild<T *>(QString::fromLatin1(name));
    }
    QString hits() const { return part<QLabel>("findHits")->text(); }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_window = std::make_unique<QWidget>();
        m_before = new QLineEdit;
        m_editor = new ScriptEditor;
        m_after = new QLineEdit;
        auto *layout = new QVBoxLayout(m_window.get());
        for (QWidget *widget : {static_cast<QWidget *>(m_before), static_cast<QWidget *>(m_editor),
                                static_cast<QWidget *>(m_after)})
            layout->addWidget(widget);
        m_window->resize(600, 400);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        m_window->activateWindow();
        code()->setFocus();
        QTRY_COMPARE(QApplication::focusWidget(), code());
    }
    void cleanup() { m_window.reset(); }

    void keepsTheText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << QString();
        QTest::newRow("lines") << u"let a = 1;\n\nlet b = 2;\n"_s;
        QTest::newRow("tabs and trailing spaces") << u"\tif (a)  \n\t\tb();"_s;
        QTest::newRow("beyond the basic plane") << u"log('\U0001F600 \u00e4 \u4e2d');"_s;
        QTest::newRow("a no-break space") << u"a\u00a0b"_s;
        QTest::newRow("a zero character") << u"a\0b"_s;
    }
    void keepsTheText()
    {
        QFETCH(QString, text);
        m_editor->setText(text);
        QCOMPARE(m_editor->text(), text);
        QVERIFY(!m_editor->canUndo());
        m_editor->replaceText(u"other"_s);
        QCOMPARE(m_editor->text(), u"other"_s);
        QTest::keyClick(code(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_editor->text(), text);
        QTest::keyClick(code(), Qt::Key_Y, Qt::ControlModifier);
        QCOMPARE(m_editor->text(), u"other"_s);
    }

    void endsLinesOneWay()
    {
        m_editor->setText(u"a\r\nb\r\n"_s);
        QCOMPARE(m_editor->text(), u"a\nb\n"_s);
    }

    void carriesTheIndentationOn()
    {
        QTest::keyClicks(code(), u"if (a) {"_s);
        QTest::keyClick(code(), Qt::Key_Return);
        QTest::keyClicks(code(), u"b();"_s);
        QTest::keyClick(code(), Qt::Key_Return);
        QTest::keyClicks(code(), u"}"_s);
        QCOMPARE(m_editor->text(), u"if (a) {\n    b();\n}"_s);
    }

    void tabIndentsAndIsNoTrap()
    {
        QTest::keyClicks(code(), u"a"_s);
        QTest::keyClick(code(), Qt::Key_Home);
        QTest::keyClick(code(), Qt::Key_Tab);
        QCOMPARE(m_editor->text(), u"    a"_s);
        QTest::keyClick(code(), Qt::Key_Backtab, Qt::ShiftModifier);
        QCOMPARE(m_editor->text(), u"a"_s);
        QTest::keyClick(code(), Qt::Key_Tab, Qt::ControlModifier);
        QCOMPARE(QApplication::focusWidget(), m_after);
        code()->setFocus();
        QTest::keyClick(code(), Qt::Key_Backtab, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(QApplication::focusWidget(), m_before);
        QCOMPARE(m_editor->text(), u"a"_s);
    }

    void completesOurWords_data()
    {
        QTest::addColumn<ScriptPurpose>("use");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QStringList>("offered");
        const auto route = ScriptPurpose::Message;
        QTest::newRow("a global") << route << u"cl"_s
                                  << QStringList{u"clients"_s, u"closeClient"_s};
        QTest::newRow("members of the message")
            << route << u"x = event.data."_s
            << QStringList{u"clientId"_s, u"direct"_s, u"group"_s, u"message"_s, u"path"_s};
        QTest::newRow("members within a call")
            << route << u"sendSignal(event.client.na"_s << QStringList{u"name"_s};
        QTest::newRow("of a request")
            << ScriptPurpose::Http << u"event.request."_s
            << QStringList{u"body"_s, u"headers"_s, u"method"_s, u"path"_s, u"query"_s};
        QTest::newRow("how a client left")
            << ScriptPurpose::Disconnect << u"event.co"_s << QStringList{u"code"_s};
        QTest::newRow("not what this use lacks")
            << ScriptPurpose::Connect << u"dro"_s << QStringList{};
        QTest::newRow("not in a comment") << route << u"// cl"_s << QStringList{};
        QTest::newRow("not in a string") << route << u"let a = 'event."_s << QStringList{};
        QTest::newRow("not a stranger's members") << route << u"other."_s << QStringList{};
    }
    void completesOurWords()
    {
        QFETCH(ScriptPurpose, use);
        QFETCH(QString, typed);
        QFETCH(QStringList, offered);
        m_editor->setUse(use);
        QTest::keyClicks(code(), typed);
        QCOMPARE(completed(), offered);
    }

    void aCompletionIsTaken()
    {
        QTest::keyClicks(code(), u"send"_s);
        QVERIFY(completions());
        QTest::keyClick(code(), Qt::Key_Return);
        QCOMPARE(m_editor->text(), u"sendSignal"_s);
    }

    void findsAndReplaces()
    {
        m_editor->setText(u"one two\nOne \u00e4 one\n"_s);
        QTest::keyClick(code(), Qt::Key_F, Qt::ControlModifier);
        auto *pattern = part<QLineEdit>("findPattern");
        QCOMPARE(QApplication::focusWidget(), pattern);
        QTest::keyClicks(pattern, u"one"_s);
        QCOMPARE(hits(), u"1 of 3"_s);
        QTest::keyClick(pattern, Qt::Key_Return);
        QCOMPARE(hits(), u"2 of 3"_s);
        QTest::keyClick(pattern, Qt::Key_F3, Qt::ShiftModifier);
        QTest::keyClick(pattern, Qt::Key_F3, Qt::ShiftModifier);
        QCOMPARE(hits(), u"3 of 3"_s);
        QCOMPARE(m_editor->cursorLine(), 2);
        QTest::keyClicks(pattern, u"z"_s);
        QCOMPARE(hits(), u"none"_s);
        QTest::keyClick(pattern, Qt::Key_Backspace);

        QTest::keyClick(code(), Qt::Key_H, Qt::ControlModifier);
        auto *with = part<QLineEdit>("findReplacement");
        with->setText(u"\u00fc"_s);
        QCOMPARE(hits(), u"3 of 3"_s);
        QTest::mouseClick(part<QPushButton>("replaceOne"), Qt::LeftButton);
        QCOMPARE(m_editor->text(), u"one two\nOne \u00e4 \u00fc\n"_s);
        QCOMPARE(hits(), u"1 of 2"_s);
        QTest::mouseClick(part<QPushButton>("replaceAll"), Qt::LeftButton);
        QCOMPARE(m_editor->text(), u"\u00fc two\n\u00fc \u00e4 \u00fc\n"_s);
        QTest::keyClick(with, Qt::Key_Escape);
        QCOMPARE(QApplication::focusWidget(), code());
        QTest::keyClick(code(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_editor->text(), u"one two\nOne \u00e4 \u00fc\n"_s);
    }

    void theSelectionIsLookedFor()
    {
        m_editor->setText(u"abc abc"_s);
        QTest::keyClick(code(), Qt::Key_Right, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClick(code(), Qt::Key_Left, Qt::ShiftModifier);
        QTest::keyClick(code(), Qt::Key_F, Qt::ControlModifier);
        QCOMPARE(part<QLineEdit>("findPattern")->text(), u"abc"_s);
        QCOMPARE(hits(), u"1 of 2"_s);
    }

    void aProblemIsMarked()
    {
        m_editor->setText(u"let a = 1;\nlet = ;\n"_s);
        const QImage before = m_editor->grab().toImage();
        m_editor->setProblem(ScriptProblem{2, u"Unexpected token"_s});
        QVERIFY(m_editor->grab().toImage() != before);
        m_editor->setProblem(std::nullopt);
        QTRY_VERIFY(m_editor->grab().toImage() == before);
        m_editor->setProblem(ScriptProblem{99, u"behind the end"_s});
        m_editor->setText(u"another"_s);
        QVERIFY(!m_editor->problem());
    }

    void goesToALine_data()
    {
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("there");
        QTest::newRow("in the middle") << 40 << 40;
        QTest::newRow("before the first") << 0 << 1;
        QTest::newRow("behind the last") << 1000 << 100;
    }
    void goesToALine()
    {
        QFETCH(int, line);
        QFETCH(int, there);
        m_editor->setText(u"x\n"_s.repeated(99));
        m_editor->goToLine(line);
        QCOMPARE(m_editor->cursorLine(), there);
        QCOMPARE(m_editor->cursorColumn(), 1);
    }

    void followsThemeAndZoom()
    {
        m_theme.setChoice(SchemeChoice::Light);
        m_editor->setText(u"let a = 1;"_s);
        const auto corner = [this] {
            return code()->grab().toImage().pixelColor(code()->width() - 4, code()->height() - 4);
        };
        QTRY_COMPARE(corner(), Theme::palette().base);
        m_theme.setChoice(SchemeChoice::Dark);
        QTRY_COMPARE(corner(), Theme::palette().base);
        const QImage small = code()->grab().toImage();
        m_theme.setZoom(200);
        QTRY_VERIFY(code()->grab().toImage() != small);
        m_theme.setZoom(100);
        m_theme.setChoice(SchemeChoice::Light);
    }

    void keysOfTheWindowAreLeftToIt()
    {
        int triggered = 0;
        for (const QKeySequence &key :
             {QKeySequence(Qt::CTRL | Qt::Key_L), QKeySequence(Qt::CTRL | Qt::Key_T),
              QKeySequence(Qt::CTRL | Qt::Key_D)}) {
            auto *action = new QAction(m_window.get());
            action->setShortcut(key);
            m_window->addAction(action);
            connect(action, &QAction::triggered, this, [&triggered] { ++triggered; });
        }
        m_editor->setText(u"one\ntwo\n"_s);
        QTest::keyClick(code(), Qt::Key_L, Qt::ControlModifier);
        QTest::keyClick(code(), Qt::Key_T, Qt::ControlModifier);
        QTest::keyClick(code(), Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(triggered, 3);
        QCOMPARE(m_editor->text(), u"one\ntwo\n"_s);
    }

    void whatIsTooLongIsNotPasted_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isTaken");
        QTest::newRow("a line") << QString(60'000, u'x') << false;
        QTest::newRow("more than a script may be") << u"let a = 1;\n"_s.repeated(100'000) << false;
        QTest::newRow("a script") << u"let a = 1;\n"_s.repeated(1'000) << true;
    }
    void whatIsTooLongIsNotPasted()
    {
        QFETCH(QString, text);
        QFETCH(bool, isTaken);
        m_editor->setText(u"one"_s);
        QGuiApplication::clipboard()->setText(text);
        QTest::keyClick(code(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(code(), Qt::Key_V, Qt::ControlModifier);
        const auto *banner = m_editor->findChild<Banner *>();
        QCOMPARE(banner->isVisible(), !isTaken);
        QVERIFY(m_editor->text() == (isTaken ? text : u"one"_s));
        QVERIFY(isTaken || banner->text().contains(u"were not pasted"_s));
        QTest::keyClicks(code(), u"x"_s);
        QVERIFY(!banner->isVisible());
    }

    /// Of a line of a megabyte each key would be waited for: it is kept beside the editor.
    void aLongLineIsKeptAside_data()
    {
        QTest::addColumn<bool>("isAnother"); // document, else one step in the same
        QTest::newRow("of the document that is opened") << true;
        QTest::newRow("of an earlier version that is restored") << false;
    }
    void aLongLineIsKeptAside()
    {
        QFETCH(bool, isAnother);
        const QString text = u"let a = '"_s % QString(1'000'000, u'x') % u"';\nlog(a);"_s;
        m_editor->setText(u"one"_s);
        if (isAnother)
            m_editor->showDocument(u"another"_s, text);
        else
            m_editor->replaceText(text);
        QVERIFY(m_editor->text() == text);
        QVERIFY(held() < 100);
        auto *card = m_editor->findChild<LongTextCard *>();
        QVERIFY(card != nullptr && card->isVisible());
        QCOMPARE(card->geometry(), code()->rect());
        QCOMPARE(part<QLabel>("longTextSize")->text(), u"1 MB in 2 lines"_s);

        QSignalSpy changed(m_editor, &ScriptEditor::textChanged);
        QGuiApplication::clipboard()->setText(u"pasted"_s);
        for (const QKeyCombination key :
             {QKeyCombination(Qt::Key_A), QKeyCombination(Qt::Key_Tab), Qt::CTRL | Qt::Key_V,
              Qt::CTRL | Qt::Key_D, QKeyCombination(Qt::Key_Return)})
            QTest::keyClick(code(), key.key(), key.keyboardModifiers());
        QCOMPARE(changed.size(), 0);
        QTest::keyClick(code(), Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QGuiApplication::clipboard()->text() == text);

        QTest::mouseClick(part<QPushButton>("removeLongText"), Qt::LeftButton);
        QVERIFY(m_editor->text().isEmpty() && !card->isVisible());
        code()->setFocus();
        QTest::keyClick(code(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(m_editor->text() == text && card->isVisible());
        QTest::keyClick(code(), Qt::Key_Delete);
        QVERIFY(m_editor->text().isEmpty());
        QTest::keyClick(code(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(m_editor->text() == text);
        if (isAnother) {
            m_editor->showDocument({}, std::nullopt);
            QVERIFY(!card->isVisible());
            QCOMPARE(m_editor->text(), u"one"_s);
            m_editor->showDocument(u"another"_s, text);
            QVERIFY(m_editor->text() == text && card->isVisible());
        } else {
            QTest::keyClick(code(), Qt::Key_Z, Qt::ControlModifier);
            QCOMPARE(m_editor->text(), u"one"_s);
            QVERIFY(!card->isVisible());
        }
        m_editor->replaceText(u"two"_s);
        m_editor->insertText(u"3"_s);
        QVERIFY(m_editor->text().size() == 4 && !card->isVisible());
    }

    void isAccessible()
    {
        m_editor->setText(u"one\ntwo\n"_s);
        QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(code());
        QVERIFY(interface);
        QCOMPARE(interface->text(QAccessible::Name), u"Script"_s);
        QVERIFY(interface->textInterface());
        QCOMPARE(interface->textInterface()->text(0, 3), u"one"_s);
    }
};

SIGNALBOX_TEST(TestScriptEditor)
#include "tst_scripteditor.moc"
