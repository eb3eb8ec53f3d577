#include "clientfeed.h"
#include "tests/support/testprogram.h"
#include "tests/ui/savepicture.h"
#include "ui/clients/bandialog.h"
#include "ui/clients/bansdialog.h"
#include "ui/clients/clientspanel.h"
#include "ui/clients/clientview.h"
#include "ui/clients/disconnectdialog.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QRegularExpression>

using namespace Signalbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QStringList Paths{u"/line/3"_s, u"/line/5"_s, u"/control"_s, u"/metrics"_s};
const QStringList Names{u"Platform %1 board"_s, u"Interlocking gateway"_s, u"Depot tablet %1"_s,
                        u"Dispatcher %1"_s, QString()};

WallTime wallNow()
{
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

} // namespace

/// Writes pictures of the list of clients into the build folder, to be looked at.
class TestClientScreens : public QObject
{
    Q_OBJECT
private:
    Theme m_theme;

    /// A lively directory: busy, idle, slow and gone clients on four paths.
    static void fill(ClientDirectory *directory, int count)
    {
        QList<ClientInfo> joined;
        for (int i = 0; i < count; ++i) {
            ClientInfo info = madeClient(i, Paths.at(i * i % 4 + (i % 7 == 0 ? 2 : 0)));
            const QString name = Names.at(i % Names.size());
            info.name = name.contains(u'%') ? name.arg(i) : name;
            info.connectedAt = wallNow() - std::chrono::seconds(i * i * 7 + 20);
            joined.append(info);
        }
        directory->apply(batchOf(joined));
    }
    static void stir(ClientDirectory *directory, int round)
    {
        FeedBatch batch;
        const QList<ClientId> ids = directory->connected();
        for (int i = 0; i < ids.size(); ++i) {
            ClientStats stats =
                madeStats(ids.at(i), quint64(i % 4 == 0 ? 0 : round * (i % 11 * i % 37)), 7);
            stats.roundTrip = std::chrono::microseconds(900 + i * 137 % 4000 + round);
            if (i % 13 == 5) {
                stats.queuedBytes = 1'200'000;
                stats.oldestQueued = 4s;
            }
            batch.stats.append(stats);
        }
        if (round == 2 && ids.size() > 8) {
            batch.left.append(madeLeft(ids.at(2), 1006, {}, ClosedBy::Network));
            batch.left.append(madeLeft(ids.at(4), 1001, u"tab closed"_s, ClosedBy::Client));
        }
        directory->apply(batch);
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    }

    void panel_data()
    {
        QTest::addColumn<SchemeChoice>("scheme");
        QTest::addColumn<int>("zoom");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<int>("clients");
        QTest::addColumn<QString>("look");
        const QSize mock(290, 720);
        using S = SchemeChoice;
        QTest::newRow("clients-light") << S::Light << 100 << mock << 14 << u"selected"_s;
        QTest::newRow("clients-dark") << S::Dark << 100 << mock << 14 << u"selected"_s;
        QTest::newRow("clients-280-200") << S::Light << 100 << QSize(280, 720) << 200 << u""_s;
        QTest::newRow("clients-details") << S::Light << 100 << mock << 200 << u"details"_s;
        QTest::newRow("clients-details-dark") << S::Dark << 100 << mock << 200 << u"details"_s;
        QTest::newRow("clients-columns")
            << S::Light << 100 << QSize(900, 500) << 200 << u"columns"_s;
        QTest::newRow("clients-problem") << S::Light << 100 << mock << 200 << u"problem"_s;
        QTest::newRow("clients-filtered") << S::Light << 100 << mock << 200 << u"filtered"_s;
        QTest::newRow("clients-none-match") << S::Light << 100 << mock << 200 << u"none"_s;
        QTest::newRow("clients-held") << S::Light << 100 << mock << 30 << u"held"_s;
        QTest::newRow("clients-zoom-200")
            << S::Light << 200 << QSize(580, 900) << 200 << u"selected"_s;
        QTest::newRow("clients-empty") << S::Light << 100 << mock << 0 << u""_s;
        QTest::newRow("clients-empty-dark") << S::Dark << 100 << mock << 0 << u""_s;
        QTest::newRow("clients-stopped") << S::Light << 100 << mock << 0 << u"stopped"_s;
        QTest::newRow("clients-menu") << S::Light << 100 << mock << 14 << u"menu"_s;
    }
    void panel()
    {
        QFETCH(SchemeChoice, scheme);
        QFETCH(int, zoom);
        QFETCH(QSize, size);
        QFETCH(int, clients);
        QFETCH(QString, look);
        const QString name = QString::fromLatin1(QTest::currentDataTag());
        m_theme.setChoice(scheme);
        m_theme.setZoom(zoom);
        ClientDirectory directory;
        ClientsPanel panel(directory);
        panel.resize(size);
        panel.setEndpoints(
            {madeEndpoint(look == u"stopped"_s ? EndpointState::Stopped : EndpointState::Running)});
        auto *view = panel.findChild<ClientView *>();
        fill(&directory, clients);
        panel.refresh();
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        view->setFocus(Qt::MouseFocusReason);
        if (look == u"columns"_s) {
            for (const auto column :
                 {ClientModel::StateColumn, ClientModel::SinceColumn, ClientModel::MessagesInColumn,
                  ClientModel::MessagesOutColumn, ClientModel::RateInColumn,
                  ClientModel::RoundTripColumn, ClientModel::QueueColumn, ClientModel::AgentColumn})
                view->setColumnShown(column, true);
        }
        for (int round = 1; round <= 2; ++round) {
            stir(&directory, round);
            QTest::qWait(1050); // rates are counted over whole seconds
        }
        panel.refresh();
        if (look == u"selected"_s || look == u"details"_s || look == u"menu"_s) {
            const QModelIndex row = view->model()->index(2, 0, view->model()->index(1, 0));
            view->setCurrentIndex(row);
            if (look == u"details"_s)
                for (QAction *action : panel.menuActions())
                    if (action && action->shortcut() == QKeySequence(Qt::ALT | Qt::Key_Return))
                        action->trigger();
            if (look == u"menu"_s) {
                Q_EMIT view->customContextMenuRequested(view->visualRect(row).center());
                auto *menu = panel.findChild<QMenu *>(u"clientMenu"_s);
                QVERIFY(menu);
                QVERIFY(savePicture(*menu, name));
                menu->close();
                return;
            }
        }
        if (look == u"problem"_s)
            panel.setFilterText(u"pth:/chat"_s);
        if (look == u"filtered"_s)
            panel.setFilterText(u"state:slow"_s);
        if (look == u"none"_s)
            panel.setFilterText(u"nobody is called that"_s);
        if (look == u"held"_s) {
            view->sortByColumn(ClientModel::RateInColumn, Qt::DescendingOrder);
            view->setFocus();
            QTest::keyClick(view, Qt::Key_Down);
            QTest::keyClick(view, Qt::Key_Down);
            stir(&directory, 9);
            QTest::qWait(2300); // the order is looked at every two seconds
            panel.refresh();
        }
        QTest::qWait(50);
        QVERIFY(savePicture(panel, name));
    }

    void bans_data()
    {
        QTest::addColumn<SchemeChoice>("scheme");
        QTest::newRow("bans-light") << SchemeChoice::Light;
        QTest::newRow("bans-dark") << SchemeChoice::Dark;
    }
    void bans()
    {
        QFETCH(SchemeChoice, scheme);
        m_theme.setChoice(scheme);
        m_theme.setZoom(100);
        const QString name = QString::fromLatin1(QTest::currentDataTag());
        const QList<BanConfig> bans{
            {.address = u"192.168.1.77"_s, .note = u"Depot tablet 2"_s},
            {.address = u"2001:db8:1:2::/64"_s,
             .until = QDateTime::currentDateTimeUtc().addSecs(3600),
             .note = u"quick-otter"_s},
        };
        BanDialog ask(bans.first(1), 3);
        BansDialog list(bans);
        BansDialog nobody({});
        for (auto &[dialog, what] : std::initializer_list<std::pair<QDialog *, QString>>{
                 {&ask, u"-ask"_s}, {&list, u"-list"_s}, {&nobody, u"-nobody"_s}}) {
            dialog->show();
            QVERIFY(QTest::qWaitForWindowExposed(dialog));
            QVERIFY(savePicture(*dialog, name + what));
        }
    }

    void disconnectDialog_data()
    {
        QTest::addColumn<SchemeChoice>("scheme");
        QTest::newRow("disconnect-light") << SchemeChoice::Light;
        QTest::newRow("disconnect-dark") << SchemeChoice::Dark;
    }
    void disconnectDialog()
    {
        QFETCH(SchemeChoice, scheme);
        m_theme.setChoice(scheme);
        m_theme.setZoom(100);
        DisconnectDialog dialog(u"/line/3 (96)"_s, 96);
        dialog.findChild<QComboBox *>()->setCurrentIndex(7);
        dialog.findChild<QLineEdit *>(u"closeReason"_s)->setText(u"Please reload the page"_s);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        QVERIFY(savePicture(dialog, QString::fromLatin1(QTest::currentDataTag())));
    }
};

SIGNALBOX_TEST(TestClientScreens)
#include "tst_clientscreens.moc"
