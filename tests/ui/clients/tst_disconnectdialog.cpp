#include "core/values/closecode.h"
#include "tests/support/testprogram.h"
#include "ui/clients/disconnectdialog.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSpinBox>

using namespace Signalbox;
using namespace Qt::StringLiterals;

class TestDisconnectDialog : public QObject
{
    Q_OBJECT
private:
    Theme m_theme;

    static QComboBox *codes(const DisconnectDialog &dialog)
    {
        return dialog.findChild<QComboBox *>(u"closeCode"_s);
    }
    static QSpinBox *other(const DisconnectDialog &dialog)
    {
        return dialog.findChild<QSpinBox *>(u"otherCode"_s);
    }
    static QLineEdit *reason(const DisconnectDialog &dialog)
    {
        return dialog.findChild<QLineEdit *>(u"closeReason"_s);
    }
    static QPushButton *button(const DisconnectDialog &dialog)
    {
        return dialog.findChild<QPushButton *>(u"confirmDisconnect"_s);
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    }

    void offersOnlyCodesThatMayBeSent()
    {
        DisconnectDialog dialog(u"bold-otter"_s, 1);
        QList<int> offered;
        for (int i = 0; i < codes(dialog)->count(); ++i) {
            codes(dialog)->setCurrentIndex(i);
            QVERIFY2(isLegalCloseCode(dialog.code()), qPrintable(QString::number(dialog.code())));
            offered.append(dialog.code());
            const QString text = codes(dialog)->itemText(i);
            QVERIFY2(text.contains(QRegularExpression(u"[a-z]{4}"_s)), qPrintable(text));
        }
        QCOMPARE(offered.first(8), (QList<int>{1000, 1001, 1008, 1011, 1012, 1013, 4000, 4000}));
        QCOMPARE(other(dialog)->minimum(), 3000);
        QCOMPARE(other(dialog)->maximum(), 4999);
    }

    void anotherCodeIsAsked()
    {
        DisconnectDialog dialog(u"bold-otter"_s, 1);
        dialog.show();
        QCOMPARE(int(dialog.code()), 1000);
        QVERIFY(!other(dialog)->isVisible());
        codes(dialog)->setCurrentIndex(codes(dialog)->count() - 1);
        QVERIFY(other(dialog)->isVisible());
        other(dialog)->setValue(3117);
        QCOMPARE(int(dialog.code()), 3117);
        codes(dialog)->setCurrentIndex(1);
        QCOMPARE(int(dialog.code()), 1001);
    }

    void saysHowMany_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<QString>("words");
        QTest::newRow("one client") << 1 << u"Disconnect 1 client"_s;
        QTest::newRow("many clients") << 1'204 << u"Disconnect 1,204 clients"_s;
    }
    void saysHowMany()
    {
        QFETCH(int, count);
        QFETCH(QString, words);
        DisconnectDialog dialog(u"<b>x</b>"_s, count);
        QCOMPARE(button(dialog)->text(), words);
        for (const QLabel *label : dialog.findChildren<QLabel *>()) {
            if (label->text().contains(u"<b>"_s))
                QCOMPARE(label->textFormat(), Qt::PlainText);
        }
        QCOMPARE(dialog.findChild<QLabel *>(u"disconnectTitle"_s)->text(),
                 u"Disconnect <b>x</b>?"_s);
    }

    void countsTheBytesOfTheReason_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("counter");
        QTest::addColumn<bool>("fits");
        QTest::newRow("no reason") << u""_s << u"0 / 123"_s << true;
        QTest::newRow("as many as there may be") << QString(123, u'x') << u"123 / 123"_s << true;
        QTest::newRow("one too many") << QString(124, u'x') << u"124 / 123"_s << false;
        QTest::newRow("bytes, not characters") << QString(62, u'\u00e4') << u"124 / 123"_s << false;
        QTest::newRow("four bytes each") << u"\U0001F600\U0001F600"_s << u"8 / 123"_s << true;
    }
    void countsTheBytesOfTheReason()
    {
        QFETCH(QString, text);
        QFETCH(QString, counter);
        QFETCH(bool, fits);
        DisconnectDialog dialog(u"bold-otter"_s, 1);
        reason(dialog)->setText(text);
        QCOMPARE(dialog.findChild<QLabel *>(u"reasonBytes"_s)->text(), counter);
        QCOMPARE(button(dialog)->isEnabled(), fits);
        QCOMPARE(button(dialog)->toolTip().isEmpty(), fits);
        QCOMPARE(dialog.reason(), text);
    }

    void enterWalksToTheButtonAndPressesIt()
    {
        DisconnectDialog dialog(u"bold-otter"_s, 1);
        QSignalSpy finished(&dialog, &QDialog::finished);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        QVERIFY(codes(dialog)->hasFocus());
        QTest::keyClick(codes(dialog), Qt::Key_Return);
        QVERIFY(reason(dialog)->hasFocus());
        QTest::keyClicks(reason(dialog), u"bye"_s);
        QTest::keyClick(reason(dialog), Qt::Key_Return);
        QVERIFY(button(dialog)->hasFocus());
        QCOMPARE(finished.size(), 0);
        QTest::keyClick(button(dialog), Qt::Key_Return);
        QCOMPARE(finished.value(0).value(0).toInt(), int(QDialog::Accepted));
        QCOMPARE(dialog.reason(), u"bye"_s);
    }

    void escapeDisconnectsNobody()
    {
        DisconnectDialog dialog(u"bold-otter"_s, 1);
        QSignalSpy accepted(&dialog, &QDialog::accepted);
        QSignalSpy rejected(&dialog, &QDialog::rejected);
        dialog.show();
        QTest::keyClick(&dialog, Qt::Key_Escape);
        QCOMPARE(accepted.size(), 0);
        QCOMPARE(rejected.size(), 1);
    }
};

SIGNALBOX_TEST(TestDisconnectDialog)
#include "tst_disconnectdialog.moc"
