#include "tests/support/testprogram.h"
#include "ui/settings/settings.h"

#include <QRegularExpression>
#include <QTemporaryDir>

using namespace Signalbox;
using namespace Qt::StringLiterals;

class TestSettings : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void whatWasNeverSetIsTheFallback()
    {
        const QTemporaryDir folder;
        const Settings settings(folder.filePath(u"a.ini"_s));
        QCOMPARE(settings.value(Keys::Zoom), 100);
        QCOMPARE(settings.value(Keys::FirstRunSeen), false);
        QVERIFY(settings.value(Keys::WindowGeometry).isEmpty());
    }

    void valuesSurviveTheObject()
    {
        const QTemporaryDir folder;
        const QString fileName = folder.filePath(u"a.ini"_s);
        const QByteArray bytes("\x00\xff\x01,;\"", 6);
        {
            Settings settings(fileName);
            settings.setValue(Keys::Zoom, 150);
            settings.setValue(Keys::WindowGeometry, bytes);
            settings.setValue(Keys::FirstRunSeen, true);
        }
        Settings settings(fileName);
        QCOMPARE(settings.value(Keys::Zoom), 150);
        QCOMPARE(settings.value(Keys::WindowGeometry), bytes);
        QCOMPARE(settings.value(Keys::FirstRunSeen), true);
        settings.forget("window"_L1);
        QVERIFY(settings.value(Keys::WindowGeometry).isEmpty());
        QCOMPARE(settings.value(Keys::Zoom), 150);
    }

    void numbersOutsideTheirRangeAreTheFallback_data()
    {
        QTest::addColumn<QByteArray>("stored");
        QTest::addColumn<int>("number"); // between 80 and 300, fallback 100
        QTest::newRow("inside") << QByteArray("120") << 120;
        QTest::newRow("the lower end") << QByteArray("80") << 80;
        QTest::newRow("below") << QByteArray("79") << 100;
        QTest::newRow("above") << QByteArray("301") << 100;
        QTest::newRow("no number") << QByteArray("large") << 100;
    }
    void numbersOutsideTheirRangeAreTheFallback()
    {
        QFETCH(QByteArray, stored);
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"a.ini"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[view]\nzoom=" + stored + "\n");
        file.close();
        const Settings settings(file.fileName());
        QTEST(settings.number(Keys::Zoom, 80, 300), "number");
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestSettings)
#include "tst_settings.moc"
