#include "tests/support/testprogram.h"
#include "ui/editors/longtext.h"
#include "ui/editors/payloadedit.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>

using namespace Signalbox;
using namespace Qt::StringLiterals;

namespace {

QString numbered(qsizetype lines)
{
    QString text;
    for (qsizetype i = 0; i < lines; ++i)
        text += QString::number(i) + u'\n';
    return text;
}

} // namespace

/// A text that is longer than an editor can hold is kept beside it, as it is.
class TestPayloadEdit : public QObject
{
    Q_OBJECT
private:
    Theme m_theme;
    std::unique_ptr<PayloadEdit> m_edit;

    void paste(const QString &text)
    {
        QGuiApplication::clipboard()->setText(text);
        press(Qt::Key_V);
    }
    void press(Qt::Key key) { QTest::keyClick(m_edit.get(), key, Qt::ControlModifier); }
    bool hasCard() const
    {
        const auto *card = m_edit->findChild<QWidget *>(u"longText"_s);
        return card != nullptr && card->isVisible();
    }
    QPushButton *button(const char *name) const
    {
        return m_edit->findChild<QPushButton *>(QString::fromLatin1(name));
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_edit = std::make_unique<PayloadEdit>();
        m_edit->resize(500, 120);
        m_edit->show();
        m_edit->setFocus();
    }
    void cleanup() { m_edit.reset(); }

    void aPasteIsKept_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isLong");
        QTest::newRow("a short one") << u"hello"_s << false;
        QTest::newRow("many lines") << numbered(10'000) << false;
        QTest::newRow("a line as long as it may be") << QString(LongestLine, u'x') << false;
        QTest::newRow("one line") << QString(LongestLine + 1, u'x') << true;
        QTest::newRow("more lines than there may be") << numbered(MostLines) << true;
        QTest::newRow("more text than there may be")
            << u"a line of some forty characters, no more\n"_s.repeated(LongestText / 40) << true;
        QTest::newRow("combining marks") << u'a' + QString(LongestLine, QChar(0x301)) << true;
        QTest::newRow("characters that an editor changes")
            << u"\u00a0\r\n\u2028\u2029\t\u0000\ufffc"_s + QString(LongestLine, u'x') << true;
    }
    void aPasteIsKept()
    {
        QFETCH(QString, text);
        QFETCH(bool, isLong);
        QSignalSpy changed(m_edit.get(), &QPlainTextEdit::textChanged);
        paste(text);
        QCOMPARE(hasCard(), isLong);
        // what makes the window wait is not in the document
        QVERIFY(!isLong || m_edit->document()->characterCount() < 100);
        QVERIFY(m_edit->payloadText() == text);
        QVERIFY(!changed.isEmpty());
    }

    void aPasteGoesWhereTheCursorIs()
    {
        m_edit->replaceText(u"[one, two]"_s);
        QTextCursor cursor = m_edit->textCursor();
        cursor.setPosition(6);
        cursor.setPosition(9, QTextCursor::KeepAnchor);
        m_edit->setTextCursor(cursor);
        const QString line(LongestLine, u'x');
        paste(line);
        QVERIFY(hasCard());
        QVERIFY(m_edit->payloadText() == u"[one, " + line + u']');
    }

    void undoAndRedoGoAcrossIt()
    {
        m_edit->replaceText(u"before"_s);
        const QString line(LongestLine + 1, u'x');
        paste(line);
        QVERIFY(hasCard());
        press(Qt::Key_Z);
        QVERIFY(!hasCard());
        QCOMPARE(m_edit->payloadText(), u"before"_s);
        QTest::keyClick(m_edit.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(hasCard());
        QVERIFY(m_edit->payloadText() == u"before" + line);
    }

    void itIsRemovedAndBroughtBack_data()
    {
        QTest::addColumn<QString>("how");
        for (const auto *how : {"button", "Delete", "Backspace", "cut"})
            QTest::newRow(how) << QString::fromLatin1(how);
    }
    void itIsRemovedAndBroughtBack()
    {
        QFETCH(QString, how);
        const QString line(LongestLine + 1, u'x');
        m_edit->replaceText(line);
        QVERIFY(hasCard());
        QGuiApplication::clipboard()->clear();
        if (how == "button"_L1)
            QTest::mouseClick(button("removeLongText"), Qt::LeftButton);
        else if (how == "cut"_L1)
            press(Qt::Key_X);
        else
            QTest::keyClick(m_edit.get(), how == "Delete"_L1 ? Qt::Key_Delete : Qt::Key_Backspace);
        QVERIFY(!hasCard());
        QVERIFY(m_edit->payloadText().isEmpty());
        QVERIFY(how != "cut"_L1 || QGuiApplication::clipboard()->text() == line);
        press(Qt::Key_Z);
        QVERIFY(hasCard());
        QVERIFY(m_edit->payloadText() == line);
        QTest::keyClicks(m_edit.get(), u"typed over"_s);
        QTest::keyClick(m_edit.get(), Qt::Key_Return);
        QVERIFY(m_edit->payloadText() == line); // nothing is lost by a slip
        press(Qt::Key_C);
        QVERIFY(QGuiApplication::clipboard()->text() == line);
        paste(u"short"_s);
        QVERIFY(!hasCard());
        QCOMPARE(m_edit->payloadText(), u"short"_s);
        QTest::keyClicks(m_edit.get(), u"er"_s);
        QCOMPARE(m_edit->payloadText(), u"shorter"_s);
    }

    void jsonIsLaidOutToBeEdited()
    {
        const QString json = u'[' + u"1,"_s.repeated(LongestLine / 10) + u"2]"_s;
        QVERIFY(!isLongText(json));
        const QString longer = u"{\"a\": \""_s + QString(LongestLine / 2, u'x') + u"\", \"b\": \""_s
                               + QString(LongestLine / 2, u'y') + u"\"}"_s;
        m_edit->replaceText(longer);
        QVERIFY(hasCard());
        QVERIFY(button("layOutLongText")->isVisible());
        QTest::mouseClick(button("layOutLongText"), Qt::LeftButton);
        QVERIFY(!hasCard());
        QCOMPARE(m_edit->payloadText().count(u'\n'), 3);
        press(Qt::Key_Z);
        QVERIFY(m_edit->payloadText() == longer);
        m_edit->setJson(false);
        QVERIFY(!button("layOutLongText")->isVisible());
        m_edit->setJson(true);
        m_edit->replaceText(u'"' + QString(LongestLine, u'x') + u'"'); // one value: no lines
        QTest::mouseClick(button("layOutLongText"), Qt::LeftButton);
        QVERIFY(hasCard());
    }

    void itsButtonsHaveTheKeyboard()
    {
        m_edit->replaceText(QString(LongestLine + 1, u'x'));
        m_edit->activateWindow();
        m_edit->setFocus();
        QTRY_VERIFY(m_edit->hasFocus());
        QTest::keyClick(m_edit.get(), Qt::Key_Tab);
        QTRY_VERIFY(button("saveLongText")->hasFocus());
        QTest::keyClick(button("saveLongText"), Qt::Key_Backtab, Qt::ShiftModifier);
        QTRY_VERIFY(m_edit->hasFocus());
    }
};

SIGNALBOX_TEST(TestPayloadEdit)
#include "tst_payloadedit.moc"
