#include "tests/support/testprogram.h"
#include "ui/widgets/longtextview.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTextBlock>

using namespace Signalbox;
using namespace Qt::StringLiterals;

/// What is shown in slices and in pieces is read and copied as it is.
class TestLongTextView : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    }

    void allOfItIsThere_data()
    {
        QTest::addColumn<QString>("text");
        const qsizetype piece = LongTextView::PieceLength;
        QTest::newRow("nothing") << QString();
        QTest::newRow("a word") << u"hello"_s;
        QTest::newRow("lines") << u"a\n\nb\n"_s;
        QTest::newRow("a piece") << QString(piece, u'x');
        QTest::newRow("a piece and a line") << QString(piece, u'x') + u"\ny"_s;
        QTest::newRow("a line over many slices") << QString(1'000'000, u'x');
        QTest::newRow("many lines") << u"a line\n"_s.repeated(20'000);
        QTest::newRow("emoji") << u"🙂"_s.repeated(piece);
        QTest::newRow("combining marks") << u"e\u0301"_s.repeated(piece);
        QTest::newRow("marks alone") << QString(3 * piece, QChar(0x301));
        QTest::newRow("long lines between short ones")
            << QString(u"short\n"_s + QString(piece * 2 + 1, u'x') + u'\n').repeated(50);
        QTest::newRow("no-break spaces") << u"a\u00a0b"_s;
    }
    void allOfItIsThere()
    {
        QFETCH(QString, text);
        LongTextView view;
        view.resize(400, 200);
        view.show();
        view.showText(text);
        QTRY_VERIFY(view.isFilled());
        QVERIFY(view.shownText() == text);
        for (QTextBlock block = view.document()->begin(); block.isValid(); block = block.next()) {
            QVERIFY(block.length() <= LongTextView::PieceLength + 1);
            QVERIFY(block.text().isEmpty() || !block.text().back().isHighSurrogate());
        }
        view.selectAll();
        view.copy();
        QVERIFY(text.isEmpty() || QGuiApplication::clipboard()->text() == text);
    }

    void aPartIsCopied()
    {
        const qsizetype piece = LongTextView::PieceLength;
        LongTextView view;
        view.showText(QString(piece, u'x') + u"yy\nz"_s);
        QTextCursor cursor = view.textCursor();
        cursor.setPosition(int(piece) - 1);
        cursor.setPosition(int(piece) + 5, QTextCursor::KeepAnchor); // one break is ours
        view.setTextCursor(cursor);
        view.copy();
        QCOMPARE(QGuiApplication::clipboard()->text(), u"xyy\nz"_s);
    }

    void anotherTextTakesItsPlaceMeanwhile()
    {
        LongTextView view;
        QSignalSpy filled(&view, &LongTextView::filled);
        view.showText(QString(1'000'000, u'x'));
        QVERIFY(!view.isFilled());
        QVERIFY(view.document()->characterCount() < 200'000); // the rest comes in slices
        view.showText(u"other"_s);
        QCOMPARE(view.shownText(), u"other"_s);
        QTest::qWait(50);
        QCOMPARE(view.shownText(), u"other"_s);
        QCOMPARE(filled.count(), 1);
    }
};

SIGNALBOX_TEST(TestLongTextView)
#include "tst_longtextview.moc"
