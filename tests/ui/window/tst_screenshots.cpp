#include "tests/support/testprogram.h"
#include "tests/ui/savepicture.h"
#include "ui/compose/composer.h"
#include "ui/log/logmodel.h"
#include "ui/log/logpanel.h"
#include "ui/window/windowlayout.h"
#include "windowfixture.h"

#include <QAction>
#include <QDialog>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QTabBar>
#include <QToolButton>

#include <vector>

using namespace Signalbox;
using namespace Qt::StringLiterals;

namespace {

constexpr int Wave = 32; // an endpoint lets only so many be undecided at a time
const QStringList Paths{u"/line/3"_s, u"/line/5"_s, u"/control"_s, u"/metrics"_s};
const QStringList Names{u"Platform 7 board"_s, u"Interlocking gateway"_s, u"Depot tablet"_s,
                        u"Dispatcher A"_s};
const QStringList Messages{
    u"{\"message\":{\"type\":\"position\",\"train\":\"S3-4711\",\"km\":12.48,\"speed\":63.5,"
    "\"block\":\"B-117\"},\"path\":\"/line/3\"}"_s,
    u"{\"message\":{\"type\":\"ack\",\"signal\":\"sig-20418\",\"ok\":true},\"direct\":true}"_s,
    u"{\"message\":\"Please mind the gap\"}"_s,
    u"{\"message\":{\"type\":\"arrival\",\"platform\":7,\"in\":95,\"delay\":0},"
    "\"path\":\"/line/5\"}"_s,
    u"{\"message\":1,\"path\":\"/nowhere\"}"_s,
    u"hello there"_s,
};

} // namespace

/// Writes pictures of the window into the build folder, to be looked at.
class TestScreenshots : public QObject
{
    Q_OBJECT
private:
    using Peers = std::vector<std::unique_ptr<Peer>>;

    static Peers connectMany(const WindowFixture &fixture, int count)
    {
        Peers peers;
        for (int i = 0; i < count; ++i) {
            const QString query =
                i % 3 == 0 ? u"?name=%1 %2"_s.arg(Names.at(i / 3 % 4)).arg(i / 12 + 1) : QString();
            peers.push_back(std::make_unique<Peer>(fixture.url(Paths.at(i * i % 4) + query)));
            if (i % Wave == Wave - 1 || i == count - 1)
                for (const auto &peer : peers)
                    if (!peer->waitForOpen())
                        return {};
        }
        return peers;
    }
    static void closeFirstRun(const WindowFixture &fixture)
    {
        fixture.part<QWidget>("firstRunBanner")->findChild<QToolButton *>()->click();
    }
    /// A row is looked at, and the next signal written.
    static void lookBusy(const WindowFixture &fixture)
    {
        auto *log = fixture.part<LogPanel>();
        const int last = log->model()->rowCount() - 1;
        for (int row = last - 3; row > 0; --row) {
            const LogEntry &entry = log->model()->entryAt(row);
            if (entry.kind == LogKind::Out && entry.payload.size() > 60) {
                log->showSequence(entry.sequence);
                break;
            }
        }
        fixture.part<Composer>()->setTarget({u"/line/3"_s, {}, {}});
        fixture.part<QPlainTextEdit>("payload")->setPlainText(
            u"{\n  \"type\": \"arrival\",\n  \"train\": \"S3-4711\",\n  \"platform\": 7\n}"_s);
    }
    static void save(QWidget &widget, const QString &name) { QVERIFY(savePicture(widget, name)); }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    }

    void window_data()
    {
        QTest::addColumn<SchemeChoice>("scheme");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<int>("clients");
        for (const bool dark : {false, true})
            for (const QSize size : {QSize(1024, 640), QSize(1360, 860), QSize(1920, 1080)})
                for (const int clients : {0, 200})
                    QTest::addRow("%s-%dx%d-%s", dark ? "dark" : "light", size.width(),
                                  size.height(), clients > 0 ? "load" : "empty")
                        << (dark ? SchemeChoice::Dark : SchemeChoice::Light) << size << clients;
    }
    void window()
    {
        QFETCH(SchemeChoice, scheme);
        QFETCH(QSize, size);
        QFETCH(int, clients);
        WindowFixture fixture;
        fixture.theme().setChoice(scheme);
        fixture.window().resize(size);
        if (clients > 0)
            closeFirstRun(fixture);
        const Peers peers = connectMany(fixture, clients);
        QCOMPARE(int(peers.size()), clients);
        for (int round = 0; round < 40 && !peers.empty(); ++round) {
            peers.at(size_t(round) * 7 % peers.size())->send(Messages.at(round % Messages.size()));
            QTest::qWait(20);
        }
        QTest::qWait(clients > 0 ? 900 : 300);
        if (clients > 0)
            lookBusy(fixture);
        QTest::qWait(300);
        save(fixture.window(), QString::fromLatin1(QTest::currentDataTag()));
    }

    void states_data()
    {
        QTest::addColumn<SchemeChoice>("scheme");
        QTest::newRow("states-light") << SchemeChoice::Light;
        QTest::newRow("states-dark") << SchemeChoice::Dark;
    }
    /// What is to be seen only now and then, all of it in the smallest window.
    void states()
    {
        QFETCH(SchemeChoice, scheme);
        const QString tag = QString::fromLatin1(QTest::currentDataTag());
        WindowFixture fixture;
        fixture.theme().setChoice(scheme);
        fixture.window().resize(1024, 640);
        closeFirstRun(fixture);
        const Peers peers = connectMany(fixture, 3);
        QCOMPARE(peers.size(), size_t(3));
        peers.at(1)->send(Messages.first());
        auto *log = fixture.part<LogPanel>();
        QTRY_VERIFY(log->model()->rowCount() >= 5);
        log->showSequence(log->model()->entryAt(log->model()->rowCount() - 1).sequence);
        fixture.part<QPlainTextEdit>("payload")->setPlainText(u"{\"message\": 'hello',}"_s);
        QTest::qWait(300);
        save(fixture.window(), tag + u"-mistake"_s);
        fixture.part<QPlainTextEdit>("payload")->setPlainText(u"{\"message\": \"hello\"}"_s);
        fixture.part<QPushButton>("send")->click();
        QTest::qWait(400);
        save(fixture.window(), tag + u"-sent"_s);
        fixture.part<Composer>()->progress({.request = 9, .isBeingRecorded = true});
        QTest::qWait(100);
        save(fixture.window(), tag + u"-waits-for-disk"_s);
        fixture.server().setHold(true);
        log->setPaused(true);
        fixture.part<QTabBar>("narrowTabs")->setCurrentIndex(2);
        QTest::qWait(300);
        save(fixture.window(), tag + u"-held-clients"_s);
        fixture.server().setHold(false);
        log->setPaused(false);
        fixture.theme().setZoom(200);
        fixture.window().resize(1280, 720);
        QTest::qWait(300);
        save(fixture.window(), tag + u"-zoomed"_s);
        fixture.part<WindowLayout>()->activate(WindowLayout::Pane::Composer);
        QTest::qWait(100);
        save(fixture.window(), tag + u"-zoomed-send"_s);
        fixture.theme().setZoom(100);
        fixture.window().resize(1360, 860);
        fixture.window().quit();
        QTest::qWait(20);
        save(fixture.window(), tag + u"-closing"_s);
    }

    void dialogs_data()
    {
        QTest::addColumn<SchemeChoice>("scheme");
        QTest::newRow("dialogs-light") << SchemeChoice::Light;
        QTest::newRow("dialogs-dark") << SchemeChoice::Dark;
    }
    void dialogs()
    {
        QFETCH(SchemeChoice, scheme);
        const QString tag = QString::fromLatin1(QTest::currentDataTag());
        WindowFixture fixture;
        fixture.theme().setChoice(scheme);
        fixture.openWindow(StoreUse::Unwritable).resize(1024, 640);
        closeFirstRun(fixture);
        QTest::qWait(300);
        save(fixture.window(), tag + u"-unwritable"_s);
        for (const QString &name : {u"journal"_s, u"queues"_s}) {
            fixture.window().findChild<QAction *>(name + u"Action")->trigger();
            auto *dialog = fixture.window().findChild<QDialog *>(name + u"Dialog");
            QVERIFY(dialog);
            QTest::qWait(200);
            save(*dialog, tag + u'-' + name);
            dialog->reject();
        }
    }
};

SIGNALBOX_TEST(TestScreenshots)
#include "tst_screenshots.moc"
