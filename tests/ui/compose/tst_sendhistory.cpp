#include "core/values/utc.h"
#include "tests/support/testprogram.h"
#include "ui/compose/sendhistory.h"

#include <QDir>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Signalbox;
using namespace Qt::StringLiterals;

namespace {

ComposerText item(const QString &text, const QString &target = u"all"_s)
{
    ComposerText item;
    item.text = text;
    item.targetText = target;
    return item;
}

ComposerText sent(const QString &text)
{
    ComposerText send = item(text);
    send.receivers = 3;
    send.at = QDateTime(QDate(2026, 11, 23), QTime(10, 42, 7, 123), Utc);
    return send;
}

} // namespace

class TestSendHistory : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void aDocumentIsReadBackAsItWas()
    {
        ComposerText draft = item(u"{\n \"é\": \"🙂\u00a0\" }"_s, u"/chat"_s);
        ComposerText chosen = sent(u"x"_s);
        chosen.kind = PayloadKind::Text;
        chosen.clients = {ClientId::create(), ClientId::create()};
        const auto reading = parseHistory(historyDocument(draft, {sent(u"a"_s), chosen}));
        QVERIFY(reading);
        QCOMPARE(reading->draft, draft);
        QCOMPARE(reading->sends, (QList{sent(u"a"_s), chosen}));
    }

    void whatIsNoHistoryIsRefused()
    {
        QVERIFY(!parseHistory("{"));
        QVERIFY(!parseHistory("[]"));
        QVERIFY(!parseHistory("{\"version\": 2}"));
    }

    void walkingBackAndForthKeepsTheDraft()
    {
        SendHistory history({});
        for (const auto *text : {u"1", u"2", u"3"})
            history.add(sent(QString::fromUtf16(text)));
        QVERIFY(!history.newer());
        QCOMPARE(history.older(item(u"draft"_s))->text, u"3"_s);
        QCOMPARE(history.older(item(u"3"_s))->text, u"2"_s);
        QCOMPARE(history.older(item(u"2"_s))->text, u"1"_s);
        QVERIFY(!history.older(item(u"1"_s)));
        QCOMPARE(history.newer()->text, u"2"_s);
        QCOMPARE(history.newer()->text, u"3"_s);
        QVERIFY(history.isWalking());
        QCOMPARE(history.newer(), item(u"draft"_s));
        QVERIFY(!history.isWalking());
        QVERIFY(!history.newer());
    }

    void whatWasJustSentIsNotShownAgain()
    {
        SendHistory history({});
        history.add(sent(u"1"_s));
        history.add(sent(u"2"_s));
        QCOMPARE(history.older(item(u"2"_s))->text, u"1"_s);
        QCOMPARE(history.newer()->text, u"2"_s);
        QVERIFY(!history.newer());
    }

    void theSameSendTwiceIsOneEntry()
    {
        SendHistory history({});
        history.add(sent(u"1"_s));
        history.add(sent(u"1"_s));
        QCOMPARE(history.sends().size(), 1);
        ComposerText elsewhere = sent(u"1"_s);
        elsewhere.targetText = u"/chat"_s;
        history.add(elsewhere);
        QCOMPARE(history.sends().size(), 2);
    }

    void theHistoryIsBounded()
    {
        SendHistory history({});
        for (int i = 0; i < SendHistory::MaxSends + 20; ++i)
            history.add(sent(QString::number(i)));
        QCOMPARE(history.sends().size(), SendHistory::MaxSends);
        QCOMPARE(history.sends().first().text, u"20"_s);
        history.add(sent(QString(SendHistory::MaxCharacters - 3, u'x')));
        QCOMPARE(history.sends().size(), 2);
        history.add(sent(QString(SendHistory::MaxCharacters + 1, u'x')));
        QCOMPARE(history.sends().size(), 2); // does not push out what can be kept
    }

    void allOfItSurvivesARestart()
    {
        const QTemporaryDir folder;
        const QString fileName = folder.filePath(u"deep/sends.json"_s);
        {
            SendHistory history(fileName);
            history.add(sent(u"1"_s));
            history.setDraft(item(u"half writ"_s, u"/chat"_s));
        }
        const SendHistory history(fileName);
        QCOMPARE(history.sends(), QList{sent(u"1"_s)});
        QCOMPARE(history.draft(), item(u"half writ"_s, u"/chat"_s));
    }

    void aChangeIsSavedByItself()
    {
        const QTemporaryDir folder;
        SendHistory history(folder.filePath(u"sends.json"_s));
        QSignalSpy saved(&history, &SendHistory::saved);
        history.setDraft(item(u"a"_s));
        QVERIFY(saved.wait());
        QVERIFY(QFile::exists(folder.filePath(u"sends.json"_s)));
    }

    void aFailedSaveIsTold()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"file"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        SendHistory history(folder.filePath(u"file/sends.json"_s)); // a file is no folder
        QSignalSpy failed(&history, &SendHistory::saveFailed);
        history.setDraft(item(u"a"_s));
        QVERIFY(failed.wait());
    }

    void aDamagedFileIsKeptAside()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"sends.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(9, '\0'));
        file.close();
        const SendHistory history(file.fileName());
        QVERIFY(history.sends().isEmpty());
        const QStringList kept = QDir(folder.path()).entryList({u"sends.json.broken-*"_s});
        QCOMPARE(kept.size(), 1);
        QFile aside(folder.filePath(kept.first()));
        QVERIFY(aside.open(QIODevice::ReadOnly));
        QCOMPARE(aside.readAll(), QByteArray(9, '\0'));
    }

    void aMistakeInTheFileIsNotWrittenOver()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"sends.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"version\": 1,\n");
        file.close();
        {
            SendHistory history(file.fileName());
            QVERIFY(history.sends().isEmpty());
            QSignalSpy failed(&history, &SendHistory::saveFailed);
            history.setDraft(item(u"a"_s));
            history.flush();
            QCOMPARE(failed.size(), 1);
            const auto error = failed.first().first().value<Error>();
            QVERIFY2(error.detail.contains(u"sends.json:2:1: "_s), qPrintable(error.detail));
        }
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("{\"version\": 1,\n"));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestSendHistory)
#include "tst_sendhistory.moc"
