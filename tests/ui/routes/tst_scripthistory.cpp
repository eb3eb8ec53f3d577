#include "tests/support/testprogram.h"
#include "ui/routes/linediffview.h"
#include "ui/routes/scripthistory.h"
#include "ui/routes/versionsmodel.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/twolinedelegate.h"

#include <QAbstractItemModelTester>
#include <QListView>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Signalbox;
using namespace Qt::StringLiterals;

class TestScriptHistory : public QObject
{
    Q_OBJECT
private:
    Theme m_theme;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<VersionStore> m_store;
    std::unique_ptr<ScriptHistory> m_history;
    std::unique_ptr<QAbstractItemModelTester> m_tester;

    template<typename T>
    T *part(const char *name) const
    {
        return m_history->findChild<T *>(QString::fromLatin1(name));
    }
    LineDiffView *diff() const { return m_history->findChild<LineDiffView *>(); }
    QPushButton *restore() const { return part<QPushButton>("restoreVersion"); }
    void choose(int row)
    {
        part<QListView>("versions")->setCurrentIndex(m_history->model()->index(row, 0));
    }
    /// The title of the empty state that is seen; "": none is.
    QString emptyTitle() const
    {
        const auto states = m_history->findChildren<EmptyState *>();
        for (const EmptyState *state : states)
            if (state->isVisible())
                return state->title();
        return {};
    }
    void fill(const QStringList &texts)
    {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        for (int i = 0; i < texts.size(); ++i)
            m_store->add(u"signal /a"_s, texts.at(i), now.addSecs(i - 1000));
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        m_store = std::make_unique<VersionStore>(m_folder->path());
        m_history = std::make_unique<ScriptHistory>(*m_store);
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_history->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        m_history->resize(600, 300);
        m_history->QWidget::show();
        QVERIFY(QTest::qWaitForWindowExposed(m_history.get()));
    }
    void cleanup()
    {
        m_tester.reset();
        m_history.reset();
        m_store.reset();
    }

    void saysThatThereIsNone()
    {
        m_history->show(u"signal /none"_s, u"text"_s);
        QCOMPARE(emptyTitle(), u"No version yet"_s);
        QVERIFY(!restore()->isEnabled());
    }

    void showsWhatRestoringWouldChange()
    {
        fill({u"a\nb\n"_s, u"a\nB\nc\n"_s});
        m_history->show(u"signal /a"_s, u"a\nB\nc\n"_s);
        QCOMPARE(m_history->model()->rowCount(), 2);
        QCOMPARE(m_history->model()->index(0, 0).data(TwoLineDelegate::DetailRole).toString(),
                 u"+2 \u22121 lines, 6 B"_s);
        QCOMPARE(m_history->model()->index(1, 0).data(TwoLineDelegate::DetailRole).toString(),
                 u"4 B"_s);
        QCOMPARE(diff()->toPlainText(), u"  a\n- B\n- c\n+ b"_s);
        QVERIFY(restore()->isEnabled());

        choose(0);
        QCOMPARE(emptyTitle(), u"The same as now"_s);
        QVERIFY(!restore()->isEnabled());

        choose(1);
        QSignalSpy restored(m_history.get(), &ScriptHistory::restoreRequested);
        QTest::mouseClick(restore(), Qt::LeftButton);
        QCOMPARE(restored.count(), 1);
        QCOMPARE(restored.first().first().toString(), u"a\nb\n"_s);
    }

    /// Qt lays a line out as a whole.
    void ofALongLineTheBeginningIsShown()
    {
        fill({QString(1'000'000, u'x') % u"\nb"_s});
        m_history->show(u"signal /a"_s, QString(900'000, u'x'));
        const QString text = diff()->toPlainText();
        QVERIFY(text.size() < 10'000);
        QVERIFY(text.startsWith(u"- xxxx"_s));
        QVERIFY(text.contains(u"x… (900,000 characters)\n+ x"_s));
        QVERIFY(text.endsWith(u"x… (1,000,000 characters)\n+ b"_s));
        QSignalSpy restored(m_history.get(), &ScriptHistory::restoreRequested);
        QTest::mouseClick(restore(), Qt::LeftButton);
        QCOMPARE(restored.first().first().toString().size(), 1'000'002); // all of it
    }

    void newVersionsAppear()
    {
        fill({u"a"_s});
        m_history->show(u"signal /a"_s, u"x"_s);
        m_store->add(u"signal /b"_s, u"other"_s, QDateTime::currentDateTimeUtc());
        QCOMPARE(m_history->model()->rowCount(), 1);
        m_store->add(u"signal /a"_s, u"b"_s, QDateTime::currentDateTimeUtc());
        QCOMPARE(m_history->model()->rowCount(), 2);
        QVERIFY(m_history->model()->index(0, 0).data().toString().startsWith(u"Today, "_s));
    }

    void aVersionThatCannotBeReadIsSaid()
    {
        fill({u"a"_s, u"b"_s, u"c"_s});
        m_store = nullptr; // writes everything
        const QStringList texts = QDir(m_folder->filePath(u"texts"_s)).entryList(QDir::Files);
        for (const QString &name : texts)
            QVERIFY(QFile::remove(m_folder->filePath(u"texts/"_s + name)));
        m_tester.reset();
        m_store = std::make_unique<VersionStore>(m_folder->path());
        m_history = std::make_unique<ScriptHistory>(*m_store);
        m_history->QWidget::show();
        m_history->show(u"signal /a"_s, u"x"_s);
        QVERIFY(m_history->findChild<Banner *>()->isVisible());
        QVERIFY(!restore()->isEnabled());
        QCOMPARE(m_history->model()->index(0, 0).data(TwoLineDelegate::DetailRole).toString(),
                 u"cannot be read"_s);
    }

    void escapeLeaves()
    {
        QSignalSpy closed(m_history.get(), &ScriptHistory::closed);
        QTest::keyClick(part<QListView>("versions"), Qt::Key_Escape);
        QCOMPARE(closed.count(), 1);
    }
};

SIGNALBOX_TEST(TestScriptHistory)
#include "tst_scripthistory.moc"
