#include "tests/support/testprogram.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/cutpastes.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/factlist.h"
#include "ui/widgets/listedit.h"
#include "ui/widgets/panelbar.h"
#include "ui/widgets/sparkline.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QToolButton>
#include <QToolTip>
#include <QVBoxLayout>

using namespace Signalbox;
using namespace Qt::StringLiterals;

class TestSmallWidgets : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init()
    {
        // the offscreen platform says this of windows with a minimum size, and of tooltips
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    }

    void sparklineKeepsTheNewest()
    {
        Sparkline line;
        line.add(1'000, 1);
        QCOMPARE(line.peak(), 1'000.0);
        for (int i = 0; i < Sparkline::Samples; ++i)
            line.add(2, 5);
        QCOMPARE(line.count(), Sparkline::Samples);
        QCOMPARE(line.peak(), 5.0);
        line.clear();
        QCOMPARE(line.count(), 0);
    }

    void sparklinePaints()
    {
        Theme theme;
        Sparkline line;
        line.resize(200, 24);
        const QImage empty = line.grab().toImage();
        line.add(0, 3);
        line.add(10, 2);
        QVERIFY(line.grab().toImage() != empty);
    }

    void textIsNeverMarkup()
    {
        const QString hostile = u"<img src=x><b>bold</b>"_s;
        EmptyState empty(u"info"_s, hostile, hostile);
        Banner banner;
        banner.setText(hostile);
        PanelBar bar;
        bar.addTitle(hostile);
        bar.addText(hostile);
        int shown = 0;
        for (QWidget *widget : std::initializer_list<QWidget *>{&empty, &banner, &bar}) {
            for (const QLabel *label : widget->findChildren<QLabel *>()) {
                if (label->text() != hostile)
                    continue;
                QCOMPARE(label->textFormat(), Qt::PlainText);
                ++shown;
            }
        }
        QCOMPARE(shown, 5);
    }

    void bannerSaysAndCloses()
    {
        QWidget window;
        auto *layout = new QVBoxLayout(&window);
        auto *banner = new Banner(Banner::Tone::Warning);
        layout->addWidget(banner);
        window.show();
        QVERIFY(!banner->isVisible());
        banner->setText(u"31 sends were skipped."_s);
        QCOMPARE(banner->accessibleName(), u"31 sends were skipped."_s);
        QPushButton *resume = banner->addButton(u"Resume"_s);
        banner->setClosable(true);
        banner->show();
        QVERIFY(banner->isVisible());
        QVERIFY(resume->isVisible());

        QSignalSpy closed(banner, &Banner::closed);
        QTest::mouseClick(banner->findChild<QToolButton *>(), Qt::LeftButton);
        QCOMPARE(closed.size(), 1);
        QVERIFY(!banner->isVisible());
    }

    void emptyStateButtonsMayBeReplacedWhenPressed()
    {
        EmptyState empty(u"users"_s, u"Nobody is connected."_s, u"ws://127.0.0.1:8091/"_s);
        empty.show();
        QPushButton *first = empty.addButton(u"Start"_s, true);
        int pressed = 0;
        connect(first, &QPushButton::clicked, &empty, [&] {
            ++pressed;
            empty.clearButtons();
            empty.addButton(u"Stop"_s);
        });
        QTest::mouseClick(first, Qt::LeftButton);
        QCOMPARE(pressed, 1);
        QTRY_COMPARE(empty.findChildren<QPushButton *>().size(), 1);
        QCOMPARE(empty.findChild<QPushButton *>()->text(), u"Stop"_s);
    }

    void emptyStateButtonsStandBelowEachOtherWhereItIsNarrow()
    {
        QWidget window; // a window of its own would not become narrower than its layout
        EmptyState empty(u"users"_s, u"Nobody"_s, {}, &window);
        const QPushButton *first = empty.addButton(u"Open the demo page"_s);
        const QPushButton *second = empty.addButton(u"Copy the address"_s);
        empty.resize(600, 300);
        window.show();
        QTRY_COMPARE(first->y(), second->y());
        empty.resize(empty.minimumSizeHint().width(), 300);
        QVERIFY(empty.width() < first->sizeHint().width() + second->sizeHint().width());
        QTRY_VERIFY(second->y() > first->y());
    }

    void emptyStateButtonsThatComeLaterAreNotCut()
    {
        QWidget window;
        EmptyState empty(u"users"_s, u"Starting…"_s, {}, &window);
        window.resize(600, 300);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        const QPushButton *first = empty.addButton(u"Open the demo page"_s);
        const QPushButton *second = empty.addButton(u"Copy the address"_s);
        empty.resize(first->sizeHint().width() + second->sizeHint().width(), 300);
        QTRY_VERIFY(first->isVisible() && second->isVisible());
        QTRY_VERIFY(first->width() >= first->sizeHint().width());
        QVERIFY(second->width() >= second->sizeHint().width());
    }

    void factsKeepTheirLabelsWhileValuesChange()
    {
        FactList list;
        list.resize(300, 200);
        list.show();
        list.setFacts({{u"Name"_s, u"<b>Ada</b>"_s}, {u"Queue"_s, u"0 B"_s}, {u"Group"_s, {}}});
        QCOMPARE(list.text(), u"Name: <b>Ada</b>\nQueue: 0 B"_s);
        const QList<QLabel *> labels = list.findChildren<QLabel *>();
        QCOMPARE(labels.size(), 4);
        for (const QLabel *label : labels)
            QCOMPARE(label->textFormat(), Qt::PlainText);
        list.setFacts({{u"Name"_s, u"<b>Ada</b>"_s}, {u"Queue"_s, u"9 B"_s}});
        QCOMPARE(list.findChildren<QLabel *>(), labels);
        QCOMPARE(labels[3]->text(), u"9 B"_s);
        list.setFacts({{u"Cause"_s, u"Row 7"_s, false, u"cause"_s}});
        QSignalSpy clicked(&list, &FactList::buttonClicked);
        QTest::mouseClick(list.findChild<QPushButton *>(u"cause"_s), Qt::LeftButton);
        QCOMPARE(clicked.value(0).value(0).toString(), u"cause"_s);
    }

    void longFactsAreNotSqueezed()
    {
        FactList list;
        list.resize(220, 80);
        list.show();
        QList<Fact> facts;
        for (int i = 0; i < 12; ++i)
            facts.append({u"Name %1"_s.arg(i), u"several words that need two or more lines"_s});
        list.setFacts(facts);
        for (const QLabel *label : list.findChildren<QLabel *>())
            QTRY_VERIFY(label->height() >= label->heightForWidth(label->width()));
    }

    void iconButtonsHaveNamesAndZoom()
    {
        Theme theme;
        PanelBar bar(40);
        QToolButton *button = makeToolButton(u"trash"_s, {}, u"Clear the view"_s, &bar);
        bar.addWidget(button);
        bar.show();
        QCOMPARE(button->accessibleName(), u"Clear the view"_s);
        QCOMPARE(bar.height(), 40);
        theme.setZoom(200);
        QTRY_COMPARE(bar.height(), 80);
        QCOMPARE(button->iconSize(), QSize(32, 32));
    }

    void whatIsTooMuchForAListIsNotPasted()
    {
        ListEdit list;
        list.show();
        list.setPlainText(u"one"_s);
        list.moveCursor(QTextCursor::End);
        QGuiApplication::clipboard()->setText(QString(1'000'000, u'x'));
        QTest::keyClick(&list, Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(list.toPlainText(), u"one"_s);
        QTRY_COMPARE(QToolTip::text(), u"1 MB were not pasted: that is too much for a list."_s);
        QGuiApplication::clipboard()->setText(u"\ntwo"_s);
        QTest::keyClick(&list, Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(list.toPlainText(), u"one\ntwo"_s);
        QToolTip::hideText();
    }

    void whatALineDoesNotKeepIsSaid()
    {
        const CutPastes watcher;
        QLineEdit line;
        line.show();
        QVERIFY(QTest::qWaitForWindowExposed(&line));
        QGuiApplication::clipboard()->setText(QString(40'000, u'x'));
        QTest::keyClick(&line, Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(line.text().size(), 32'767);
        QTRY_COMPARE(QToolTip::text(), u"No more than the first 32,767 characters are kept."_s);
        QToolTip::hideText();
    }
};

SIGNALBOX_TEST(TestSmallWidgets)
#include "tst_smallwidgets.moc"
