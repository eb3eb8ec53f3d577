#include "core/config/configurationfile.h"
#include "core/server/server.h"
#include "core/values/utc.h"
#include "tests/support/testprogram.h"
#include "ui/model/endpointcontroller.h"

#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>

using namespace Signalbox;
using namespace Qt::StringLiterals;

class TestEndpointController : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ConfigurationFile> m_file;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<EndpointController> m_controller;

    static EndpointConfig endpoint(const QString &name, quint16 port = 0)
    {
        EndpointConfig config;
        config.name = name;
        config.port = port;
        return config;
    }
    QString fileName() const { return m_folder->filePath(u"signalbox.json"_s); }
    static QStringList names(const Configuration &configuration)
    {
        QStringList names;
        for (const EndpointConfig &config : configuration.endpoints)
            names += config.name;
        return names;
    }
    QStringList namesInFile() const
    {
        return names(ConfigurationFile(fileName()).load().configuration);
    }
    QStringList namesInServer() const { return names(m_server->configuration()); }
    void make(bool saves = true)
    {
        Configuration configuration;
        configuration.endpoints = {endpoint(u"local"_s)};
        m_controller.reset();
        m_server = std::make_unique<Server>(
            configuration, ServerFolders{QDir(m_folder->path()), QDir(m_folder->path())});
        m_controller =
            std::make_unique<EndpointController>(*m_server, *m_file, configuration, saves);
    }
    /// Without a configuration file: everything is as it comes.
    void makeFirstStart(bool failedBefore)
    {
        m_controller.reset();
        m_server = std::make_unique<Server>(
            Configuration(), ServerFolders{QDir(m_folder->path()), QDir(m_folder->path())});
        if (failedBefore) {
            m_server->start();
            QTRY_COMPARE(m_server->endpoints().first().state, EndpointState::Failed);
        }
        m_controller =
            std::make_unique<EndpointController>(*m_server, *m_file, Configuration(), true);
        m_server->start();
    }
    void write(const QByteArray &content, QIODevice::OpenMode mode = QIODevice::WriteOnly)
    {
        QFile file(fileName());
        QVERIFY(file.open(mode));
        file.write(content);
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = std::make_unique<ConfigurationFile>(fileName());
        QVERIFY(m_file->load());
        make();
    }
    void cleanup()
    {
        m_controller.reset();
        m_server.reset();
    }

    void aChangeGoesToServerAndFile()
    {
        m_controller->add(endpoint(u"two"_s));
        QCOMPARE(namesInServer(), (QStringList{u"local"_s, u"two"_s}));
        QCOMPARE(namesInFile(), namesInServer());
        EndpointConfig changed = endpoint(u"zwei"_s);
        changed.welcome = true;
        m_controller->edit(u"two"_s, changed);
        QCOMPARE(namesInFile(), (QStringList{u"local"_s, u"zwei"_s}));
        QVERIFY(m_server->configuration().endpoints.at(1).welcome);
        QSignalSpy removed(m_controller.get(), &EndpointController::removed);
        m_controller->remove(u"local"_s);
        QCOMPARE(removed.count(), 1);
        QCOMPARE(namesInFile(), QStringList{u"zwei"_s});
    }

    void everyChangeCanBeUndone()
    {
        m_controller->add(endpoint(u"two"_s));
        m_controller->remove(u"local"_s);
        QCOMPARE(m_controller->undoStack()->undoText(), u"remove endpoint local"_s);
        m_controller->undoStack()->undo();
        QCOMPARE(namesInServer(), (QStringList{u"local"_s, u"two"_s}));
        m_controller->undoStack()->undo();
        QCOMPARE(namesInFile(), QStringList{u"local"_s});
        m_controller->undoStack()->redo();
        QCOMPARE(namesInFile(), (QStringList{u"local"_s, u"two"_s}));
    }

    void whatChangesNothingIsNoStep()
    {
        m_controller->edit(u"local"_s, endpoint(u"local"_s));
        m_controller->edit(u"absent"_s, endpoint(u"x"_s));
        m_controller->remove(u"absent"_s);
        QCOMPARE(m_controller->undoStack()->count(), 0);
    }

    void bansAreKept()
    {
        make();
        const BanConfig old{.address = u"10.0.0.9"_s,
                            .until = QDateTime::fromSecsSinceEpoch(1, Utc)};
        const BanConfig ada{.address = u"10.0.0.1"_s, .note = u"Ada"_s};
        const BanConfig again{.address = u"10.0.0.1"_s};
        m_controller->ban({old, ada});
        m_controller->ban({again});
        const auto inFile = [this] {
            return ConfigurationFile(fileName()).load().configuration.bans;
        };
        QTRY_COMPARE(inFile(), QList{again}); // the old one had ended
        QCOMPARE(m_server->configuration().bans, QList{again});
        m_controller->letIn({again});
        QTRY_COMPARE(inFile(), QList<BanConfig>());
        m_controller->undoStack()->undo();
        QTRY_COMPARE(inFile(), QList{again});
    }

    void anotherPersonsChangeIsNotOverwritten()
    {
        m_controller->add(endpoint(u"two"_s));
        write("{\"version\": 1, \"endpoints\": [{\"name\": \"theirs\", \"port\": 0}]}");
        QSignalSpy changed(m_controller.get(), &EndpointController::changedOnDisk);
        QSignalSpy saved(m_controller.get(), &EndpointController::saved);
        m_controller->add(endpoint(u"three"_s));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(namesInFile(), QStringList{u"theirs"_s});
        m_controller->reloadFile();
        QCOMPARE(namesInServer(), QStringList{u"theirs"_s});
        QVERIFY(!m_controller->undoStack()->canUndo());
        QCOMPARE(saved.count(), 1);
    }

    void theFileCanBeOverwritten()
    {
        m_controller->add(endpoint(u"two"_s));
        write("\n", QIODevice::Append);
        m_controller->add(endpoint(u"three"_s));
        QCOMPARE(namesInFile(), (QStringList{u"local"_s, u"two"_s}));
        m_controller->overwriteFile();
        QCOMPARE(namesInFile(), (QStringList{u"local"_s, u"two"_s, u"three"_s}));
    }

    void aBrokenFileIsNotTaken()
    {
        write("{");
        QSignalSpy failed(m_controller.get(), &EndpointController::reloadFailed);
        m_controller->reloadFile();
        QCOMPARE(failed.count(), 1);
        QCOMPARE(namesInServer(), QStringList{u"local"_s});
    }

    void aSaveThatFailsIsTriedAgain()
    {
        QVERIFY(QDir(m_folder->path()).mkdir(u"signalbox.json"_s)); // a folder is in the way
        QSignalSpy failed(m_controller.get(), &EndpointController::saveFailed);
        QSignalSpy saved(m_controller.get(), &EndpointController::saved);
        m_controller->add(endpoint(u"two"_s));
        QCOMPARE(failed.count(), 1);
        QVERIFY(QDir(m_folder->path()).rmdir(u"signalbox.json"_s));
        QVERIFY(saved.wait(8000));
        QCOMPARE(namesInFile(), (QStringList{u"local"_s, u"two"_s}));
    }

    void withoutSavingTheFileIsLeftAlone()
    {
        make(false);
        m_controller->add(endpoint(u"two"_s));
        QVERIFY(!QFile::exists(fileName()));
        QCOMPARE(namesInServer(), (QStringList{u"local"_s, u"two"_s}));
    }

    void anotherPortIsFreeAndNoneOfOurs()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost, 0));
        const quint16 taken = other.serverPort();
        if (taken > 65000)
            QSKIP("the system gave a port too near the end");
        const auto own = quint16(taken + 1);
        m_controller->edit(u"local"_s, endpoint(u"local"_s, quint16(taken - 1)));
        m_controller->add(endpoint(u"two"_s, own));
        const auto port = m_controller->otherPort(u"local"_s);
        QVERIFY(port && *port > own); // not the one of another program, not the one of "two"
        QTcpServer check;
        QVERIFY(check.listen(QHostAddress::LocalHost, *port));
        m_controller->edit(u"two"_s, endpoint(u"two"_s, 80));
        QVERIFY(m_controller->otherPort(u"two"_s).value_or(0) >= 8080);
        EndpointConfig secure = endpoint(u"two"_s, 443);
        secure.tls = TlsConfig{.selfSigned = true};
        m_controller->edit(u"two"_s, secure);
        QVERIFY(m_controller->otherPort(u"two"_s).value_or(0) >= 8443);
    }

    void atTheFirstStartATakenPortIsLeftToOthers_data()
    {
        QTest::addColumn<bool>("failedBefore"); // the window came later than the failure
        QTest::newRow("while the window is there") << false;
        QTest::newRow("before the window came") << true;
    }
    void atTheFirstStartATakenPortIsLeftToOthers()
    {
        QFETCH(bool, failedBefore);
        QTcpServer other;
        other.listen(QHostAddress::LocalHost, 8091); // or it is taken already
        makeFirstStart(failedBefore);
        const auto status = [this] { return m_server->endpoints().first(); };
        QTRY_COMPARE(status().state, EndpointState::Running);
        QVERIFY(status().port > 8091 && status().port <= 8099);
        QVERIFY(m_controller->portMove());
        QCOMPARE(m_controller->portMove()->from, quint16(8091));
        QCOMPARE(m_controller->portMove()->to, status().port);
        QVERIFY(!m_controller->undoStack()->canUndo());
        QVERIFY(!QFile::exists(fileName())); // the next start tries 8091 again
        m_controller->add(endpoint(u"two"_s));
        QVERIFY(!m_controller->portMove()); // from now on the operator decides
    }

    void aChosenPortIsNotLeftToOthers()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost, 0));
        Configuration configuration;
        configuration.endpoints.first().port = other.serverPort();
        m_controller.reset();
        m_server = std::make_unique<Server>(
            configuration, ServerFolders{QDir(m_folder->path()), QDir(m_folder->path())});
        m_controller =
            std::make_unique<EndpointController>(*m_server, *m_file, configuration, true);
        m_server->start();
        QTRY_COMPARE(m_server->endpoints().first().state, EndpointState::Failed);
        QVERIFY(!m_controller->portMove());
        QCOMPARE(m_controller->configuration().endpoints.first().port, other.serverPort());
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestEndpointController)
#include "tst_endpointcontroller.moc"
