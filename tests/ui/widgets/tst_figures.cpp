#include "tests/support/testprogram.h"
#include "ui/theme/theme.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/plainglyphs.h"

#include <QFontMetricsF>
#include <QPainter>

using namespace Signalbox;
using namespace Qt::StringLiterals;

/// What is drawn by shorter ways looks as QPainter would draw it.
class TestFigures : public QObject
{
    Q_OBJECT
private:
    static constexpr QSize Size{300, 40};

    template<typename Draw>
    static QImage drawn(const QFont &font, qreal ratio, const Draw &draw)
    {
        QImage image(Size * ratio, QImage::Format_RGB32);
        image.setDevicePixelRatio(ratio);
        image.fill(Qt::white);
        QPainter painter(&image);
        painter.setFont(font);
        painter.setPen(QColor(20, 60, 120));
        draw(painter);
        return image;
    }

private Q_SLOTS:
    void elidedText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("width");
        QTest::newRow("short") << u"/chat"_s << 200;
        QTest::newRow("kerned") << u"To AVA: WAVE, Type"_s << 200;
        QTest::newRow("too long") << u"a sentence that has no room in such a cell"_s << 120;
        QTest::newRow("hardly any room") << u"wide"_s << 9;
        QTest::newRow("empty") << QString() << 100;
        QTest::newRow("two lines") << u"one\ntwo"_s << 200;
        QTest::newRow("looks like a tag") << u"<b>bold</b> &amp;"_s << 200;
        QTest::newRow("from right to left") << u"שלום 12 עולם"_s << 200;
        QTest::newRow("other scripts") << u"Привет, κόσμε"_s << 200;
    }
    void elidedText()
    {
        QFETCH(QString, text);
        QFETCH(int, width);
        const QRect cell(7, 3, width, 30);
        for (const qreal ratio : {1.0, 1.25, 2.0}) {
            const QImage wanted = drawn(interfaceFont(), ratio, [&](QPainter &painter) {
                painter.drawText(cell, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                                 painter.fontMetrics().elidedText(text, Qt::ElideRight, width));
            });
            for (int time = 0; time < 2; ++time) { // made, and made before
                QCOMPARE(drawn(interfaceFont(), ratio,
                               [&](QPainter &painter) { drawElided(&painter, cell, text); }),
                         wanted);
            }
        }
    }
    void elidedTextIsOfTheFontAndWidth()
    {
        const QString text = u"one text in many cells"_s;
        QList<QImage> seen;
        for (const int pixels : {-1, 0, 2}) {
            for (const int width : {60, 200}) {
                const QImage image = drawn(interfaceFont(pixels), 1, [&](QPainter &painter) {
                    drawElided(&painter, QRect(0, 0, width, 40), text);
                });
                QVERIFY(!seen.contains(image));
                seen.append(image);
            }
        }
    }

    void plainGlyphs_data()
    {
        QTest::addColumn<QFont>("font");
        QTest::addColumn<QString>("text");
        QTest::newRow("payload") << payloadFont() << uR"({"a": [1, -2.5e3], "b": "x -> y != z"})"_s;
        QTest::newRow("larger") << payloadFont(7) << u"0123456789 ~!@#$%^&*()"_s;
        QTest::newRow("interface") << interfaceFont() << u"128 B"_s;
    }
    void plainGlyphs()
    {
        QFETCH(QFont, font);
        QFETCH(QString, text);
        const PlainGlyphs &glyphs = PlainGlyphs::of(font);
        QVERIFY(glyphs.has(text));
        for (const qreal ratio : {1.0, 1.25, 2.0}) {
            double end = 0;
            const QImage image = drawn(font, ratio, [&](QPainter &painter) {
                end = glyphs.draw(&painter, QPointF(4, 24.5), text, 1'000);
            });
            QCOMPARE(image, drawn(font, ratio, [&](QPainter &painter) {
                         painter.drawText(QPointF(4, 24.5), text);
                     }));
            QCOMPARE(end, 4 + QFontMetricsF(font).horizontalAdvance(text));
        }
    }
    void plainGlyphsEndAtTheEdge()
    {
        const QFont font = payloadFont();
        const PlainGlyphs &glyphs = PlainGlyphs::of(font);
        const double advance = glyphs.advance(u'x');
        const QString text(1'000, u'x');
        QImage image = drawn(font, 1, [&](QPainter &painter) {
            QCOMPARE(glyphs.draw(&painter, QPointF(0, 20), text, 10 * advance), 11 * advance);
        });
        QCOMPARE(image, drawn(font, 1, [&](QPainter &painter) {
                     painter.drawText(QPointF(0, 20), text.first(11));
                 }));
    }
    void hasOnlyWhatNeedsNoShaping()
    {
        const QFont font = payloadFont();
        const PlainGlyphs &glyphs = PlainGlyphs::of(font);
        QVERIFY(glyphs.has(u""_s));
        QVERIFY(glyphs.has(u" ~"_s));
        QVERIFY(!glyphs.has(u"\t"_s));
        QVERIFY(!glyphs.has(u"\x7f"_s));
        QVERIFY(!glyphs.has(u"1\u202f000"_s));
        QVERIFY(!glyphs.has(u"é"_s));
    }

    void figuresStandStill_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("same");
        QTest::newRow("time") << u"10:11:11.111"_s << u"20:48:37.526"_s;
        QTest::newRow("not ASCII") << u"1\u202f111"_s << u"9\u202f876"_s;
    }
    void figuresStandStill()
    {
        QFETCH(QString, text);
        QFETCH(QString, same);
        const QFont font = interfaceFont(-1);
        QCOMPARE(figuresWidth(font, text), figuresWidth(font, same));
        const QRect cell(0, 0, 200, 40);
        const QImage right = drawn(
            font, 1, [&](QPainter &painter) { drawFigures(&painter, cell, Qt::AlignRight, text); });
        const QImage left = drawn(font, 1, [&](QPainter &painter) {
            drawFigures(&painter, QRect(200 - figuresWidth(font, text), 0, 200, 40), Qt::AlignLeft,
                        text);
        });
        const QImage blank = drawn(font, 1, [](QPainter &) {});
        QVERIFY(right != blank);
        QVERIFY(left != blank);
        // nothing beyond the cell, and the last figure at its edge
        QCOMPARE(right.copy(200, 0, 100, 40), blank.copy(200, 0, 100, 40));
        QVERIFY(right.copy(190, 0, 10, 40) != blank.copy(190, 0, 10, 40));
    }
    void figuresOfEitherWayAreTheSame()
    {
        // the same figures, but for a separator that makes it take the longer way
        const QFont font = interfaceFont(-1);
        const auto of = [&](const QString &text) {
            return drawn(font, 1, [&](QPainter &painter) {
                drawFigures(&painter, QRect(0, 0, 200, 40), Qt::AlignLeft, text);
            });
        };
        QCOMPARE(of(u"10:42:07.1\u00a0"_s), of(u"10:42:07.1 "_s));
    }
};

SIGNALBOX_TEST(TestFigures)
#include "tst_figures.moc"
