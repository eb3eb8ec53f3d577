#include "tests/support/testprogram.h"
#include "ui/log/journaldialog.h"
#include "ui/log/logmodel.h"
#include "ui/log/logpanel.h"
#include "ui/model/endpointcontroller.h"
#include "ui/widgets/banner.h"
#include "windowfixture.h"

#include <QAction>
#include <QCheckBox>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSpinBox>

using namespace Signalbox;
using namespace Qt::StringLiterals;
using State = JournalStatus::State;

/// The window on a server whose log is kept on disk.
class TestJournalWindow : public QObject
{
    Q_OBJECT
private:
    static Configuration withFile(const QString &fileName)
    {
        Configuration configuration = WindowFixture::onFreePort();
        configuration.journal.file = fileName;
        return configuration;
    }
    static int rowsWith(const WindowFixture &fixture, const QByteArray &payload)
    {
        const LogModel *model = fixture.part<LogPanel>()->model();
        int rows = 0;
        for (int row = 0; row < model->rowCount(); ++row)
            rows += model->entryAt(row).payload == payload ? 1 : 0;
        return rows;
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(
            QRegularExpression(u"^(?!This plugin does not support propagateSizeHints)"_s));
    }

    void theLastRunIsInTheLog()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(u"journal.db"_s);
        quint64 last = 0;
        {
            WindowFixture first(withFile(file));
            first.server().send({.payload = "from the first run"});
            QTRY_COMPARE(rowsWith(first, "from the first run"), 1);
            const LogModel *model = first.part<LogPanel>()->model();
            last = model->entryAt(model->rowCount() - 1).sequence;
        }
        WindowFixture second(withFile(file));
        QTRY_COMPARE(rowsWith(second, "from the first run"), 1);
        second.server().send({.payload = "from the second run"});
        QTRY_COMPARE(rowsWith(second, "from the second run"), 1);
        const LogModel *model = second.part<LogPanel>()->model();
        QVERIFY(model->entryAt(model->rowCount() - 1).sequence > last);
        for (int row = 1; row < model->rowCount(); ++row)
            QVERIFY(model->entryAt(row - 1).sequence < model->entryAt(row).sequence);
    }

    void aWindowThatKeepsNothingSaysSo()
    {
        WindowFixture fixture;
        QVERIFY(!fixture.part<Banner>("storeBanner"));
        fixture.openWindow(StoreUse::Unwritable);
        auto *banner = fixture.part<Banner>("storeBanner");
        QVERIFY(banner && banner->isVisible());
        QVERIFY(banner->text().startsWith(u"Nothing can be written to "_s));
        fixture.openWindow(StoreUse::Passing);
        banner = fixture.part<Banner>("storeBanner");
        QVERIFY(banner && banner->text().startsWith(u"Another Signalbox uses this"_s));
    }

    void aLogThatIsNotSavedIsSaid()
    {
        const QTemporaryDir folder; // in the way of the file
        WindowFixture fixture(withFile(folder.path()));
        auto *banner = fixture.part<Banner>("journalBanner");
        QTRY_VERIFY(banner->isVisible());
        fixture.server().send({.payload = "not saved"});
        static const QRegularExpression sentence(
            u"^The log is not saved since \\d\\d:\\d\\d:\\d\\d, \\d+ rows? so far: .+\\. "
            "Signalbox tries again every few seconds\\.$"_s);
        QTRY_VERIFY2(sentence.match(banner->text()).hasMatch(), qPrintable(banner->text()));
        QTRY_COMPARE(rowsWith(fixture, "not saved"), 1);
    }

    void aFileThatIsTakenAwayIsSaid()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(u"journal.db"_s);
        WindowFixture fixture(withFile(file));
        QTRY_COMPARE(fixture.server().journal().state, State::Writing);
        QVERIFY(QFile::remove(file));
        auto *word = fixture.part<Banner>("wordBanner");
        QTRY_VERIFY(word->isVisible());
        static const QRegularExpression sentence(
            u"^The log is saved again\\. It was not for a while: the file was removed; rows that "
            "were in it: \\d+\\.$"_s);
        QVERIFY2(sentence.match(word->text()).hasMatch(), qPrintable(word->text()));
        QVERIFY(QFile::exists(file));
    }

    void theDialogSwitchesItOffAndOn()
    {
        WindowFixture fixture;
        auto *controller = fixture.part<EndpointController>();
        QTRY_COMPARE(fixture.server().journal().state, State::Writing);
        fixture.part<QAction>("journalAction")->trigger();
        auto *dialog = fixture.part<JournalDialog>();
        QVERIFY(dialog);
        auto *keep = dialog->findChild<QCheckBox *>(u"keepJournal"_s);
        auto *days = dialog->findChild<QSpinBox *>(u"journalDays"_s);
        auto *megabytes = dialog->findChild<QSpinBox *>(u"journalMegabytes"_s);
        QVERIFY(keep->isChecked());
        QCOMPARE(days->value(), 7);
        QCOMPARE(megabytes->value(), 512);
        QVERIFY(dialog->findChild<QLabel *>(u"journalPlace"_s)
                    ->text()
                    .contains(fixture.server().journal().fileName));
        days->setValue(30);
        megabytes->setValue(0);
        keep->setChecked(false);
        QVERIFY(!days->isEnabled());
        dialog->accept();
        QCOMPARE(controller->configuration().journal,
                 (JournalConfig{.enabled = false, .file = {}, .days = 30, .maxBytes = 0}));
        QTRY_COMPARE(fixture.server().journal().state, State::Off);
        controller->undoStack()->undo();
        QTRY_COMPARE(fixture.server().journal().state, State::Writing);
        QCOMPARE(controller->configuration().journal, JournalConfig());
    }

    /// The preset for a class concerns its own endpoint alone, and the window says so.
    void aClassIsNotKeptAndTheOthersAre()
    {
        const QTemporaryDir folder;
        Configuration configuration = withFile(folder.filePath(u"journal.db"_s));
        EndpointConfig room = configuration.endpoints.first();
        room.name = u"room"_s;
        configuration.endpoints.append(room);
        WindowFixture fixture(configuration);
        auto *controller = fixture.part<EndpointController>();
        const auto *notKept = fixture.part<QLabel>("logNotKept");
        QTRY_COMPARE(fixture.server().journal().state, State::Writing);
        QVERIFY(!notKept->isVisible());

        configuration = controller->configuration();
        configuration.endpoints.last().preset = Preset::Class;
        controller->change(u"meant for a class"_s, configuration);
        QTRY_VERIFY(notKept->isVisible());
        QCOMPARE(notKept->text(), u"room: not saved on disk"_s);
        QCOMPARE(fixture.server().journal().state, State::Writing);

        fixture.part<QAction>("journalAction")->trigger();
        auto *dialog = fixture.part<JournalDialog>();
        QVERIFY(dialog->findChild<QCheckBox *>(u"keepJournal"_s)->isChecked());
        auto *classes = dialog->findChild<QCheckBox *>(u"keepClasses"_s);
        QVERIFY(classes->isVisible() && !classes->isChecked());
        QCOMPARE(classes->text(), u"&Also what happens on room, meant for a class"_s);
        QVERIFY(!dialog->findChild<QLabel *>(u"classNote"_s)->isVisible());
        classes->setChecked(true);
        dialog->accept();
        QCOMPARE(controller->configuration().journal.enabled, std::optional(true));
        QTRY_VERIFY(!notKept->isVisible());
        controller->undoStack()->undo();
        QTRY_VERIFY(notKept->isVisible());
    }

    void whereAllIsForAClassNothingIsKept()
    {
        Configuration configuration = WindowFixture::onFreePort();
        configuration.endpoints.first().preset = Preset::Class;
        WindowFixture fixture(configuration);
        auto *controller = fixture.part<EndpointController>();
        QTRY_VERIFY(fixture.part<QLabel>("logNotKept")->isVisible());
        QCOMPARE(fixture.part<QLabel>("logNotKept")->text(), u"not saved on disk"_s);
        QCOMPARE(fixture.server().journal().state, State::Off);
        fixture.part<QAction>("journalAction")->trigger();
        auto *dialog = fixture.part<JournalDialog>();
        QVERIFY(dialog->findChild<QLabel *>(u"classNote"_s)->isVisible());
        QVERIFY(!dialog->findChild<QCheckBox *>(u"keepClasses"_s)->isVisible());
        auto *keep = dialog->findChild<QCheckBox *>(u"keepJournal"_s);
        QVERIFY(!keep->isChecked());
        dialog->accept();
        QCOMPARE(controller->configuration().journal, JournalConfig());
        fixture.part<QAction>("journalAction")->trigger();
        const auto dialogs = fixture.window().findChildren<JournalDialog *>();
        dialogs.last()->findChild<QCheckBox *>(u"keepJournal"_s)->setChecked(true);
        dialogs.last()->accept();
        QCOMPARE(controller->configuration().journal.enabled, std::optional(true));
        QTRY_COMPARE(fixture.server().journal().state, State::Writing);
    }

    void theSavedLogIsDeleted_data()
    {
        QTest::addColumn<bool>("isKept");
        QTest::newRow("while it is kept") << true;
        QTest::newRow("once it is switched off") << false;
    }
    void theSavedLogIsDeleted()
    {
        QFETCH(bool, isKept);
        const QTemporaryDir folder;
        const QString file = folder.filePath(u"journal.db"_s);
        {
            WindowFixture first(withFile(file));
            first.server().send({.payload = "from the first run"});
            QTRY_COMPARE(rowsWith(first, "from the first run"), 1);
        }
        Configuration configuration = withFile(file);
        configuration.journal.enabled = isKept;
        WindowFixture fixture(configuration);
        if (isKept)
            QTRY_COMPARE(rowsWith(fixture, "from the first run"), 1);
        QVERIFY(QFile::exists(file));
        fixture.part<QAction>("journalAction")->trigger();
        auto *button = fixture.part<JournalDialog>()->findChild<QPushButton *>(u"deleteJournal"_s);
        QVERIFY(button->isEnabled());
        button->click();
        auto *question = fixture.part<JournalDialog>()->findChild<QMessageBox *>();
        QVERIFY(question);
        question->reject();
        QTRY_VERIFY(!fixture.part<JournalDialog>()->findChild<QMessageBox *>());
        QVERIFY(QFile::exists(file));
        button->click();
        const QSignalSpy removals(&fixture.server(), &Server::journalRemoved);
        fixture.part<JournalDialog>()->findChild<QPushButton *>(u"confirmDeleteJournal"_s)->click();
        QTRY_COMPARE(removals.size(), 1);
        QCOMPARE(QFile::exists(file), isKept); // a new one, or none
        QCOMPARE(button->isEnabled(), isKept);
        QTRY_COMPARE(rowsWith(fixture, "from the first run"), 0);
        QVERIFY(fixture.part<Banner>("wordBanner")->text().contains(u"was deleted"_s));
        fixture.part<JournalDialog>()->reject();
    }

    void theDialogLeavesWhatIsNotChanged()
    {
        Configuration configuration = WindowFixture::onFreePort();
        configuration.journal.maxBytes = 3'000'000; // no whole number of MiB
        WindowFixture fixture(configuration);
        auto *controller = fixture.part<EndpointController>();
        fixture.part<QAction>("journalAction")->trigger();
        fixture.part<JournalDialog>()->accept();
        QCOMPARE(controller->configuration(), configuration);
        QVERIFY(!controller->undoStack()->canUndo());
    }
};

SIGNALBOX_TEST(TestJournalWindow)
#include "tst_journalwindow.moc"
