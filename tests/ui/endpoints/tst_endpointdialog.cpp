#include "endpointfixture.h"
#include "tests/support/testprogram.h"
#include "tests/ui/savepicture.h"
#include "ui/endpoints/endpointdialog.h"
#include "ui/endpoints/joincard.h"
#include "ui/endpoints/joinsheet.h"
#include "ui/endpoints/limitmodel.h"
#include "ui/endpoints/limittext.h"
#include "ui/endpoints/qrcode.h"
#include "ui/theme/theme.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QRadioButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTableView>
#include <QTcpServer>

using namespace Signalbox;
using namespace Qt::StringLiterals;

class TestEndpointDialog : public QObject
{
    Q_OBJECT
private:
    Theme m_theme;
    QTemporaryDir m_folder;
    EndpointQuestion m_question;
    std::unique_ptr<EndpointDialog> m_dialog;

    static EndpointConfig everything()
    {
        EndpointConfig endpoint = endpointOf(u"class"_s, 8443);
        endpoint.address = u"192.168.1.20"_s;
        endpoint.http = false;
        endpoint.preset = Preset::Class;
        endpoint.origins = {u"https://example.org:8443"_s, u"null"_s};
        endpoint.hosts = {u"lab.example"_s};
        endpoint.token = u"sesame"_s;
        endpoint.tokenKey = QString(32, u'k');
        endpoint.joinCode = u"K7-42"_s;
        endpoint.slow = SlowPolicy::DropOldest;
        endpoint.welcome = true;
        endpoint.errors = true;
        endpoint.compression = true;
        endpoint.limits = {{u"clients"_s, 60}, {u"queueBytes"_s, 100'000}};
        endpoint.tls = TlsConfig{.certificate = u"site.pfx"_s,
                                 .key = u"site.key"_s,
                                 .password = u"secret"_s,
                                 .passwordEnv = u"SITE_PASSWORD"_s,
                                 .minimum = TlsVersion::Tls13};
        return endpoint;
    }
    void ask(const QList<EndpointConfig> &endpoints, const QString &name = {})
    {
        m_question.configuration.endpoints = endpoints;
        m_question.name = name;
        m_question.addresses = laptopAddresses();
        m_question.base = QDir(m_folder.path());
        open();
    }
    void open()
    {
        m_dialog = std::make_unique<EndpointDialog>(m_question);
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    }
    static EndpointStatus running(const QString &name, quint16 port, int clients)
    {
        EndpointStatus status;
        status.name = name;
        status.state = EndpointState::Running;
        status.port = port;
        status.clients = clients;
        return status;
    }
    template<typename T>
    T *part(const char *name) const
    {
        return m_dialog->findChild<T *>(QString::fromLatin1(name));
    }
    QString reason() const { return part<QLabel>("endpointReason")->text(); }
    QPushButton *apply() const { return part<QPushButton>("endpointApply"); }
    QString note(const char *name) const { return part<QLabel>(name)->text(); }
    QString noteOf(const char *field) const
    {
        return part<QWidget>(field)->accessibleDescription();
    }
    void type(const char *field, const QString &text) const
    {
        auto *edit = part<QLineEdit>(field);
        edit->selectAll();
        QTest::keyClick(edit, Qt::Key_Delete);
        QTest::keyClicks(edit, text);
    }
    void typeAddress(const QString &text) const
    {
        QLineEdit *edit = part<QComboBox>("endpointAddress")->lineEdit();
        edit->selectAll();
        QTest::keyClicks(edit, text);
    }
    void chooseTab(int index) const { part<QTabWidget>("endpointTabs")->setCurrentIndex(index); }
    void choose(const char *box, const QVariant &value) const
    {
        auto *combo = part<QComboBox>(box);
        combo->setCurrentIndex(combo->findData(value));
    }
    /// Makes files in the folder with the openssl program.
    void openSsl(const QString &arguments) const
    {
        QProcess process;
        process.setWorkingDirectory(m_folder.path());
        process.start(u"openssl"_s, QProcess::splitCommand(arguments));
        QVERIFY(process.waitForFinished());
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
    }

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        if (QStandardPaths::findExecutable(u"openssl"_s).isEmpty())
            QSKIP("needs the openssl program");
        openSsl(u"req -x509 -newkey rsa:2048 -nodes -keyout lab.key -out lab.crt -days 300 -subj "
                "/CN=lab.example -addext subjectAltName=DNS:*.lab.example,IP:192.168.1.20"_s);
        openSsl(u"req -x509 -newkey rsa:2048 -nodes -keyout other.key -out soon.crt -days 5 -subj "
                "/CN=soon.example -addext subjectAltName=DNS:soon.example"_s);
        openSsl(u"pkcs12 -export -in lab.crt -inkey lab.key -out lab.pfx -passout pass:secret"_s);
    }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_question = {};
    }
    void cleanup() { m_dialog.reset(); }

    void whatIsNotTouchedStays_data()
    {
        QTest::addColumn<EndpointConfig>("endpoint");
        QTest::newRow("the default") << endpointOf(u"local"_s, 8091);
        QTest::newRow("one with everything") << everything();
        EndpointConfig made = everything();
        made.tls = TlsConfig{.password = u"left over"_s, .selfSigned = true};
        made.address = u"lab.example"_s;
        made.webSocket = false;
        made.http = true;
        QTest::newRow("a made certificate and a host name") << made;
        EndpointConfig ipv6 = endpointOf(u"six"_s, 0);
        ipv6.address = u"::1"_s;
        QTest::newRow("IPv6 and any port") << ipv6;
    }
    void whatIsNotTouchedStays()
    {
        QFETCH(EndpointConfig, endpoint);
        ask({endpoint}, endpoint.name);
        QVERIFY(m_dialog->endpoint() == endpoint);
        QCOMPARE(apply()->text(), u"OK"_s);
        QVERIFY(apply()->isEnabled());
    }

    void aNewEndpointHasANameAndAPortOfItsOwn()
    {
        ask({endpointOf(u"endpoint-2"_s, 8091)});
        QCOMPARE(m_dialog->endpoint().name, u"endpoint-3"_s);
        QVERIFY(m_dialog->endpoint().port > 8091);
        QCOMPARE(m_dialog->endpoint().address, u"127.0.0.1"_s);
        QCOMPARE(apply()->text(), u"Add and start"_s);
    }

    void theButtonSaysWhatItDoes_data()
    {
        QTest::addColumn<EndpointState>("state");
        QTest::addColumn<int>("clients");
        QTest::addColumn<QString>("text");
        QTest::newRow("stopped") << EndpointState::Stopped << 0 << u"Apply"_s;
        QTest::newRow("failed") << EndpointState::Failed << 0 << u"Apply and start"_s;
        QTest::newRow("nobody is there") << EndpointState::Running << 0 << u"Apply: restarts"_s;
        QTest::newRow("one client")
            << EndpointState::Running << 1 << u"Apply: restarts, 1 client reconnects"_s;
        QTest::newRow("many") << EndpointState::Running << 212
                              << u"Apply: restarts, 212 clients reconnect"_s;
    }
    void theButtonSaysWhatItDoes()
    {
        QFETCH(EndpointState, state);
        QFETCH(int, clients);
        ask({endpointOf(u"local"_s, 8091)}, u"local"_s);
        part<QCheckBox>("endpointWelcome")->click();
        EndpointStatus status = running(u"local"_s, 8091, clients);
        status.state = state;
        m_dialog->setStates({status});
        QTEST(apply()->text(), "text");
        part<QCheckBox>("endpointWelcome")->click();
        QCOMPARE(apply()->text(), u"OK"_s);
    }

    void wrongNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("why");
        QTest::newRow("none") << u"  "_s << u"The endpoint needs a name."_s;
        QTest::newRow("taken") << u"two"_s << u"Another endpoint has this name."_s;
        QTest::newRow("invisible")
            << u"a\u202eb"_s << u"The name has characters that cannot be seen."_s;
        QTest::newRow("its own is right") << u"local"_s << QString();
        QTest::newRow("spaces around are not part of it") << u" mine "_s << QString();
    }
    void wrongNames()
    {
        QFETCH(QString, name);
        QFETCH(QString, why);
        ask({endpointOf(u"local"_s), endpointOf(u"two"_s)}, u"local"_s);
        part<QLineEdit>("endpointName")->setText(name);
        QCOMPARE(noteOf("endpointName"), why);
        QCOMPARE(reason(), why.isEmpty() ? QString() : u"Listen: "_s + why);
        QCOMPARE(apply()->isEnabled(), why.isEmpty());
        QTest::qWait(20);
        QVERIFY(savePicture(*m_dialog,
                            u"endpoint-name-"_s + QString::fromLatin1(QTest::currentDataTag())));
        QCOMPARE(part<QLineEdit>("endpointName")->property("tone").toString(),
                 why.isEmpty() ? QString() : u"bad"_s);
        if (why.isEmpty())
            QCOMPARE(m_dialog->endpoint().name, name.trimmed());
    }

    void addresses_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("note");
        QTest::addColumn<bool>("right");
        QTest::newRow("from the list")
            << u"Wi-Fi 192.168.1.20"_s << u"192.168.1.20"_s
            << u"Other devices on the network open http://192.168.1.20:18091/"_s << true;
        QTest::newRow("typed") << u"10.0.0.5"_s << u"10.0.0.5"_s
                               << u"Other devices on the network open http://10.0.0.5:18091/"_s
                               << true;
        QTest::newRow("half an address")
            << u"192.168.1"_s << u"192.168.1"_s
            << u"This is neither an IP address nor a host name."_s << false;
        QTest::newRow("a URL")
            << u"ws://10.0.0.5"_s << u"ws://10.0.0.5"_s
            << u"Only the address goes here; scheme and port have their own fields."_s << false;
        QTest::newRow("brackets") << u"[::1]"_s << u"[::1]"_s
                                  << u"IPv6 addresses are written without brackets here."_s
                                  << false;
        QTest::newRow("nothing") << u" "_s << QString() << u"The endpoint needs an address."_s
                                 << false;
    }
    void addresses()
    {
        QFETCH(QString, typed);
        QFETCH(bool, right);
        ask({endpointOf(u"local"_s, 18091)}, u"local"_s);
        typeAddress(typed);
        QTEST(m_dialog->endpoint().address, "address");
        QTEST(noteOf("endpointAddress"), "note");
        QCOMPARE(apply()->isEnabled(), right);
    }

    void aPortIsLookedAt()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress(u"127.0.0.1"_s), 0));
        const int taken = other.serverPort();
        ask({endpointOf(u"local"_s, quint16(taken)), endpointOf(u"two"_s, 9)}, u"local"_s);
        QTRY_COMPARE(note("portNote"), u"It is taken by another program."_s);
        QVERIFY(apply()->isEnabled()); // the program may be gone when it starts
        auto *use = part<QPushButton>("otherPort");
        QVERIFY(use->isVisible());
        const int offered = use->text().section(u' ', 1).toInt();
        QVERIFY(offered > taken && offered <= taken + 100);
        QTest::mouseClick(use, Qt::LeftButton);
        QCOMPARE(m_dialog->endpoint().port, quint16(offered));
        QTRY_COMPARE(note("portNote"), u"It is free."_s);
        QVERIFY(!use->isVisible());
        part<QSpinBox>("endpointPort")->setValue(9);
        QCOMPARE(note("portNote"), u"The endpoint two is set to the same port."_s);
        part<QSpinBox>("endpointPort")->setValue(0);
        QCOMPARE(note("portNote"), u"A free port is taken at each start."_s);
    }

    void itsOwnPortIsNotTaken()
    {
        QTcpServer own;
        QVERIFY(own.listen(QHostAddress(u"127.0.0.1"_s), 0));
        m_question.states = {running(u"local"_s, own.serverPort(), 3)};
        ask({endpointOf(u"local"_s, own.serverPort())}, u"local"_s);
        QCOMPARE(note("portNote"), u"This endpoint has it now."_s);
    }

    void nobodyKnowsTheName()
    {
        ask({endpointOf(u"local"_s, 18091)}, u"local"_s);
        typeAddress(u"nowhere.invalid"_s);
        QTRY_COMPARE_WITH_TIMEOUT(noteOf("endpointAddress"),
                                  u"Nobody knows a computer of this name."_s, 30'000);
        QVERIFY(apply()->isEnabled());
    }

    void aCodeForPhones()
    {
        ask({endpointOf(u"local"_s, 18091)}, u"local"_s);
        auto *card = part<JoinCard>("joinCard");
        QCOMPARE(card->url(), QString());
        m_dialog->proposeReachableAddress();
        QCOMPARE(m_dialog->endpoint().address, u"192.168.1.20"_s);
        QCOMPARE(card->url(), u"http://192.168.1.20:18091/"_s);
        choose("endpointSecurity", true);
        QCOMPARE(card->url(), u"https://192.168.1.20:18091/"_s);
        QTest::mouseClick(part<QPushButton>("joinCopy"), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), card->url());
        part<QCheckBox>("endpointHttp")->click();
        QCOMPARE(card->url(), QString());
        typeAddress(u"10.8.0.2"_s);
        part<QCheckBox>("endpointHttp")->click();
        QCOMPARE(card->url(), QString()); // phones are not in the VPN
    }

    void somethingHasToBeServed()
    {
        ask({endpointOf(u"local"_s)}, u"local"_s);
        part<QCheckBox>("endpointWebSocket")->click();
        QVERIFY(apply()->isEnabled());
        part<QCheckBox>("endpointHttp")->click();
        QCOMPARE(reason(), u"Listen: Choose at least one of the two."_s);
    }

    void listsOfOriginsAndHosts()
    {
        ask({endpointOf(u"local"_s)}, u"local"_s);
        part<QPlainTextEdit>("endpointOrigins")
            ->setPlainText(u"https://a.example\n\n null \nhttps://a.example\n*"_s);
        QCOMPARE(m_dialog->endpoint().origins,
                 (QStringList{u"https://a.example"_s, u"null"_s, u"*"_s}));
        QVERIFY(apply()->isEnabled());
        part<QPlainTextEdit>("endpointOrigins")->setPlainText(u"https://a.example/page"_s);
        QVERIFY(reason().startsWith(u"Access: “https://a.example/page” is no origin."_s));
        part<QPlainTextEdit>("endpointOrigins")->clear();
        part<QPlainTextEdit>("endpointHosts")->setPlainText(u"lab.example\n10.0.0.5\nno host"_s);
        QCOMPARE(reason(), u"Access: “no host” is neither a host name nor an IP address."_s);
        QVERIFY(!apply()->isEnabled());
    }

    void certificates_data()
    {
        QTest::addColumn<TlsConfig>("tls");
        QTest::addColumn<QString>("address");
        QTest::addColumn<QStringList>("words"); // in the note
        QTest::addColumn<QString>("reason"); // begins with
        QTest::addColumn<bool>("canApply");
        const QString will = u"It will not start: "_s;
        QTest::newRow("a good one")
            << TlsConfig{.certificate = u"lab.crt"_s, .key = u"lab.key"_s} << u"192.168.1.20"_s
            << QStringList{u"lab.example, self-signed, RSA 2048."_s,
                           u"For *.lab.example, 192.168.1.20."_s, u"that is 299 days."_s}
            << QString() << true;
        QTest::newRow("PFX and its password")
            << TlsConfig{.certificate = u"lab.pfx"_s, .password = u"secret"_s} << u"*"_s
            << QStringList{u"lab.example, self-signed, RSA 2048."_s} << QString() << true;
        QTest::newRow("another address")
            << TlsConfig{.certificate = u"lab.crt"_s, .key = u"lab.key"_s} << u"10.0.0.5"_s
            << QStringList{u"Other devices open 10.0.0.5, which is not among its names: browsers "
                           "will warn."_s}
            << QString() << true;
        QTest::newRow("one that ends soon")
            << TlsConfig{.certificate = u"soon.crt"_s, .key = u"other.key"_s} << u"127.0.0.1"_s
            << QStringList{u"that is 4 days."_s} << QString() << true;
        QTest::newRow("a wrong password")
            << TlsConfig{.certificate = u"lab.pfx"_s, .password = u"secrets"_s} << u"*"_s
            << QStringList{u"The password does not open lab.pfx."_s} << will << true;
        QTest::newRow("another certificate's key")
            << TlsConfig{.certificate = u"lab.crt"_s, .key = u"other.key"_s} << u"*"_s
            << QStringList{u"The private key in other.key does not belong to the certificate."_s}
            << will << true;
        QTest::newRow("a file that is not there")
            << TlsConfig{.certificate = u"absent.pem"_s} << u"*"_s
            << QStringList{u"There is no file"_s, u"absent.pem"_s} << will << true;
        QTest::newRow("no file") << TlsConfig{} << u"*"_s
                                 << QStringList{u"Choose the certificate's file."_s}
                                 << u"Certificate: Choose the certificate's file."_s << false;
    }
    void certificates()
    {
        QFETCH(TlsConfig, tls);
        QFETCH(QString, address);
        QFETCH(QStringList, words);
        QFETCH(QString, reason);
        QFETCH(bool, canApply);
        EndpointConfig endpoint = endpointOf(u"secure"_s, 18443);
        endpoint.tls = tls;
        endpoint.address = address;
        ask({endpoint}, u"secure"_s);
        chooseTab(1);
        for (const QString &word : words)
            QTRY_VERIFY2(note("certificateNote").contains(word),
                         qPrintable(note("certificateNote")));
        QVERIFY2(this->reason().startsWith(reason) && this->reason().isEmpty() == reason.isEmpty(),
                 qPrintable(this->reason()));
        QCOMPARE(apply()->isEnabled(), canApply);
    }

    void aCertificateIsNamedByHand()
    {
        ask({endpointOf(u"local"_s)}, u"local"_s);
        auto *tabs = part<QTabWidget>("endpointTabs");
        QVERIFY(!tabs->isTabVisible(1));
        choose("endpointSecurity", true);
        QVERIFY(tabs->isTabVisible(1));
        QVERIFY(m_dialog->endpoint().tls->selfSigned);
        chooseTab(1);
        part<QRadioButton>("certificateFromFile")->click();
        QVERIFY(!apply()->isEnabled());
        type("certificateFile", u"lab.pfx"_s);
        QTRY_COMPARE(reason(),
                     u"It will not start: The private key in lab.pfx needs a password."_s);
        QCOMPARE(part<QLineEdit>("certificatePassword")->echoMode(), QLineEdit::Password);
        type("certificatePassword", u"secret"_s);
        QVERIFY(noteOf("certificatePassword").contains(u"0600"_s));
        QTRY_VERIFY(note("certificateNote").startsWith(u"lab.example"_s));
        QCOMPARE(reason(), QString());
        const TlsConfig expected{.certificate = u"lab.pfx"_s, .password = u"secret"_s};
        QVERIFY(m_dialog->endpoint().tls == expected);
        qputenv("SIGNALBOX_TEST_PASSWORD", "wrong");
        type("certificateVariable", u"SIGNALBOX_TEST_PASSWORD"_s);
        QTRY_COMPARE(reason(), u"It will not start: The password does not open lab.pfx."_s);
        qputenv("SIGNALBOX_TEST_PASSWORD", "secret");
        chooseTab(0);
        chooseTab(1); // looks again
        QTRY_VERIFY(note("certificateNote").startsWith(u"lab.example"_s));
        part<QRadioButton>("certificateMade")->click();
        QVERIFY(m_dialog->endpoint().tls == TlsConfig{.selfSigned = true});
    }

    void everyLimitHasWords()
    {
        for (const LimitSpec &limit : limitSpecs()) {
            QVERIFY2(!limitWords(limit).name.isEmpty(), limit.key);
            QVERIFY2(!limitWords(limit).breach.isEmpty(), limit.key);
            for (const qint64 value : {limit.minimum, limit.maximum}) {
                const QString text = limitValueText(limit, value);
                QVERIFY2(limitValueFrom(limit, text) == value, qPrintable(text));
            }
        }
    }

    void typedLimits_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("value"); // -1: none
        QTest::newRow("a number") << u"clients"_s << u"1200"_s << qint64(1200);
        QTest::newRow("with separators") << u"clients"_s << u"1,200"_s << qint64(1200);
        QTest::newRow("no unit fits") << u"clients"_s << u"12 KiB"_s << qint64(-1);
        QTest::newRow("KiB") << u"queueBytes"_s << u"64 KiB"_s << qint64(65536);
        QTest::newRow("close to it") << u"queueBytes"_s << u"2M"_s << qint64(2 << 20);
        QTest::newRow("thousands") << u"queueBytes"_s << u"2 MB"_s << qint64(2'000'000);
        QTest::newRow("bytes") << u"queueBytes"_s << u"100,000 bytes"_s << qint64(100'000);
        QTest::newRow("seconds") << u"pingSeconds"_s << u"20 s"_s << qint64(20);
        QTest::newRow("minutes are not guessed") << u"pingSeconds"_s << u"2 min"_s << qint64(-1);
        QTest::newRow("words") << u"clients"_s << u"many"_s << qint64(-1);
        QTest::newRow("negative") << u"clients"_s << u"-5"_s << qint64(-1);
        QTest::newRow("beyond 64 bits")
            << u"queueBytes"_s << u"9223372036854775807 KiB"_s << qint64(-1);
    }
    void typedLimits()
    {
        QFETCH(QString, key);
        QFETCH(QString, text);
        QTEST(limitValueFrom(*findLimit(key), text).value_or(-1), "value");
    }

    void limitsAreTypedIntoTheTable()
    {
        ask({endpointOf(u"local"_s)}, u"local"_s);
        auto *table = part<QTableView>("limitTable");
        QAbstractItemModel *model = table->model();
        const QAbstractItemModelTester tester(model);
        QCOMPARE(model->rowCount(), int(limitSpecs().size()));
        const QModelIndex clients = model->index(0, LimitModel::Own);
        QCOMPARE(model->index(0, LimitModel::Usual).data(), u"1,000"_s);
        chooseTab(3);
        table->setFocus();
        table->setCurrentIndex(clients);
        QTest::keyClick(table, Qt::Key_F2);
        auto *editor = table->findChild<QLineEdit *>();
        QVERIFY(editor);
        QTest::keyClicks(editor, u"0"_s);
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(clients.data(), u"0"_s); // it stays to be put right
        QCOMPARE(reason(), u"Limits: Clients at once: 1 to 20,000"_s);
        QVERIFY(!apply()->isEnabled());
        QVERIFY(model->setData(clients, u"60"_s));
        QVERIFY(apply()->isEnabled());
        QVERIFY((m_dialog->endpoint().limits == LimitOverrides{{u"clients"_s, 60}}));
        choose("endpointPreset", int(Preset::Class));
        QCOMPARE(model->index(0, LimitModel::Usual).data(), u"500"_s);
        QVERIFY(model->setData(clients, QString()));
        QVERIFY(m_dialog->endpoint().limits.isEmpty());
    }

    void whatIsBeingTypedCounts()
    {
        ask({endpointOf(u"local"_s)}, u"local"_s);
        chooseTab(3);
        auto *table = part<QTableView>("limitTable");
        const auto typeLimit = [table](const QString &text) {
            table->setCurrentIndex(table->model()->index(
                static_cast<LimitModel *>(table->model())->rowOf(u"handshakeSeconds"_s),
                LimitModel::Own));
            table->edit(table->currentIndex());
            QTest::keyClicks(table->findChild<QLineEdit *>(), text);
        };
        QSignalSpy accepted(m_dialog.get(), &QDialog::accepted);
        typeLimit(u"99"_s);
        m_dialog->accept();
        QCOMPARE(accepted.count(), 0); // more than is allowed: seen only now
        QCOMPARE(reason(), u"Limits: Time to connect: 1 s to 30 s"_s);
        QTRY_VERIFY(!table->findChild<QLineEdit *>());
        typeLimit(u"9"_s);
        m_dialog->accept();
        QCOMPARE(accepted.count(), 1);
        QVERIFY((m_dialog->endpoint().limits == LimitOverrides{{u"handshakeSeconds"_s, 9}}));
    }

    void peaksStandBesideTheirLimits()
    {
        EndpointStatus status = running(u"local"_s, 8091, 950);
        status.peaks = {{u"clients"_s, 950}, {u"queueSeconds"_s, 1500}, {u"queueBytes"_s, 2048}};
        m_question.states = {status};
        ask({endpointOf(u"local"_s)}, u"local"_s);
        auto *model = static_cast<LimitModel *>(part<QTableView>("limitTable")->model());
        const auto peak = [model](const char *key) {
            return model->index(model->rowOf(QString::fromLatin1(key)), LimitModel::Peak);
        };
        QCOMPARE(peak("clients").data().toString(), u"950"_s);
        QCOMPARE(peak("queueSeconds").data().toString(), u"1.5 s"_s);
        QCOMPARE(peak("messageBytes").data().toString(), QString());
        QCOMPARE(peak("clients").data(Qt::ForegroundRole).value<QColor>(), Theme::palette().warn);
        QVERIFY(peak("queueBytes").data(Qt::ForegroundRole).value<QColor>()
                != Theme::palette().warn);
        status.peaks[u"messageBytes"_s] = 77;
        m_dialog->setStates({status});
        QCOMPARE(peak("messageBytes").data().toString(), u"77 B"_s);
        m_question.states.clear();
    }

    void opensAtALimitOrWithAnOrigin()
    {
        ask({endpointOf(u"local"_s)}, u"local"_s);
        m_dialog->showLimit(u"queueSeconds"_s);
        auto *table = part<QTableView>("limitTable");
        QVERIFY(table->isVisible());
        QCOMPARE(table->currentIndex().row(),
                 static_cast<LimitModel *>(table->model())->rowOf(u"queueSeconds"_s));
        m_dialog->allowOrigin(u"https://codepen.io"_s);
        QVERIFY(part<QPlainTextEdit>("endpointOrigins")->isVisible());
        QCOMPARE(m_dialog->endpoint().origins, QStringList{u"https://codepen.io"_s});
        m_dialog->allowOrigin(u"https://codepen.io"_s);
        QCOMPARE(m_dialog->endpoint().origins.size(), 1);
    }

    void anEndpointForTheInternetNeedsMore()
    {
        ask({endpointOf(u"local"_s)}, u"local"_s);
        choose("endpointPreset", int(Preset::Open));
        QVERIFY2(reason().contains(u"encrypted"_s), qPrintable(reason()));
        QVERIFY(!apply()->isEnabled());
        choose("endpointSecurity", true);
        part<QRadioButton>("certificateMade")->click();
        QVERIFY2(reason().contains(u"token"_s), qPrintable(reason()));
        chooseTab(2);
        type("endpointToken", u"short"_s);
        QVERIFY2(reason().contains(u"16"_s), qPrintable(reason()));
        type("endpointToken", u"0123456789abcdef"_s);
        QVERIFY2(reason().contains(u"host names"_s), qPrintable(reason()));
        QVERIFY(noteOf("endpointHosts").contains(u"host names"_s));
        part<QPlainTextEdit>("endpointHosts")->setPlainText(u"lab.example"_s);
        QVERIFY2(apply()->isEnabled(), qPrintable(reason()));
        QCOMPARE(m_dialog->endpoint().token, u"0123456789abcdef"_s);
        type("endpointJoinCode", u"K7-42"_s);
        QVERIFY(!apply()->isEnabled());
        choose("endpointPreset", int(Preset::Class));
        QVERIFY2(apply()->isEnabled(), qPrintable(reason()));
        QVERIFY(!noteOf("endpointHosts").contains(u"internet"_s));
    }

    void secretsAreShownAsDots()
    {
        EndpointConfig endpoint = endpointOf(u"local"_s);
        endpoint.token = u"sesame"_s;
        endpoint.tokenKey = QString(32, u'k');
        ask({endpoint}, u"local"_s);
        QCOMPARE(m_dialog->endpoint(), endpoint);
        for (const char *field : {"endpointToken", "endpointTokenKey"}) {
            QVERIFY(!part<QLineEdit>(field)->displayText().contains(u"sesame"_s));
            QVERIFY(!part<QLineEdit>(field)->displayText().contains(u'k'));
        }
        type("endpointTokenKey", u"short"_s);
        QVERIFY(!apply()->isEnabled());
    }

    void aQrCodeHoldsItsText()
    {
        QCOMPARE(encodeQr({}).side, 0);
        QCOMPARE(encodeQr(QString(3000, u'x')).side, 0);
        const QrCode code = encodeQr(u"https://192.168.1.20:8443/"_s);
        QCOMPARE(code.side, 25);
        // the three finder patterns (ISO/IEC 18004 section 6.3.3)
        for (const auto &[row, column] : {std::pair{0, 0}, {0, 18}, {18, 0}}) {
            for (int i = 0; i < 7; ++i) {
                QVERIFY(code.isDark(row + i, column) && code.isDark(row, column + i));
                QVERIFY(code.isDark(row + 6, column + i) && code.isDark(row + i, column + 6));
            }
            QVERIFY(!code.isDark(row + 1, column + 1) && code.isDark(row + 3, column + 3));
        }
        QVERIFY(code.isDark(17, 8)); // section 6.9.1: dark always, so it is not lying on its side
        QVERIFY(code.squares != encodeQr(u"https://192.168.1.20:8444/"_s).squares);
    }

    void aQrCodeIsBlackOnWhiteInEveryTheme()
    {
        m_theme.setChoice(SchemeChoice::Dark);
        QrView view(100);
        view.resize(100, 100);
        view.setText(u"http://10.0.0.5:8091/"_s);
        const QImage image = view.grab().toImage();
        const int side = encodeQr(view.text()).side;
        const int square = 100 / (side + 8);
        const int start = (100 - square * (side + 8)) / 2;
        const auto at = [&](int row, int column) {
            return image.pixelColor(start + (column + 4) * square + square / 2,
                                    start + (row + 4) * square + square / 2);
        };
        QCOMPARE(at(0, 0), QColor(Qt::black));
        QCOMPARE(at(1, 1), QColor(Qt::white));
        QCOMPARE(at(-4, -4), QColor(Qt::white));
        QCOMPARE(at(side + 3, side / 2), QColor(Qt::white));
        m_theme.setChoice(SchemeChoice::Light);
    }

    void theJoinSheet_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("pageUrl");
        QTest::addColumn<bool>("runs");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QString>("url");
        QTest::newRow("the network")
            << u"192.168.1.20"_s << u"http://192.168.1.20:8091/"_s << true
            << u"Open this on a phone or another computer in the same network."_s
            << u"http://192.168.1.20:8091/"_s;
        QTest::newRow("every address")
            << u"*"_s << u"https://127.0.0.1:8091/"_s << true
            << u"Open this on a phone or another computer in the same network."_s
            << u"https://192.168.1.20:8091/"_s;
        QTest::newRow("without pages") << u"*"_s << QString() << true
                                       << u"one serves no pages, so there is nothing for a browser "
                                          "to open. Programs on other devices connect to this "
                                          "address."_s
                                       << u"ws://192.168.1.20:8091/"_s;
        QTest::newRow("loopback") << u"127.0.0.1"_s << u"http://127.0.0.1:8091/"_s << true
                                  << u"Only this computer can connect."_s << QString();
        QTest::newRow("not running")
            << u"*"_s << QString() << false << u"one is not running."_s << QString();
    }
    void theJoinSheet()
    {
        QFETCH(QString, address);
        QFETCH(QString, pageUrl);
        QFETCH(bool, runs);
        QFETCH(QString, url);
        EndpointStatus status = running(u"one"_s, 8091, 0);
        status.address = address;
        status.pageUrl = pageUrl;
        status.url = u"ws://127.0.0.1:8091/"_s;
        if (!runs)
            status.state = EndpointState::Stopped;
        JoinSheet sheet(status, laptopAddresses());
        QSignalSpy edit(&sheet, &JoinSheet::editRequested);
        sheet.show();
        QTEST(sheet.findChild<QLabel *>(u"joinSentence"_s)->text(), "sentence");
        auto *card = sheet.findChild<JoinCard *>();
        QCOMPARE(card->isVisible(), !url.isEmpty());
        QCOMPARE(card->url(), url);
        QVERIFY(
            savePicture(sheet, u"endpoint-join-"_s + QString::fromLatin1(QTest::currentDataTag())));
        if (url.isEmpty()) {
            QTest::mouseClick(sheet.findChild<QPushButton *>(u"joinEdit"_s), Qt::LeftButton);
            QCOMPARE(edit.count(), 1);
        } else {
            QVERIFY(!sheet.findChild<QPushButton *>(u"joinEdit"_s));
        }
    }

    void theJoinCodeGoesAlong()
    {
        EndpointStatus status = running(u"one"_s, 8091, 0);
        status.address = u"192.168.1.20"_s;
        status.url = u"ws://192.168.1.20:8091/"_s;
        status.pageUrl = u"http://192.168.1.20:8091/"_s;
        JoinSheet sheet(status, laptopAddresses(), u"K7 42"_s);
        QCOMPARE(sheet.findChild<JoinCard *>()->url(), u"http://192.168.1.20:8091/#code=K7%2042"_s);
        QVERIFY(!sheet.windowTitle().contains(u"42"_s));
        status.pageUrl.clear(); // programs show it in a way of their own
        JoinSheet programs(status, laptopAddresses(), u"K7 42"_s);
        QCOMPARE(programs.findChild<JoinCard *>()->url(), u"ws://192.168.1.20:8091/"_s);
    }

    void everythingIsReadable_data()
    {
        QTest::addColumn<SchemeChoice>("scheme");
        QTest::addColumn<int>("tab");
        for (const SchemeChoice scheme : {SchemeChoice::Light, SchemeChoice::Dark})
            for (int tab = 0; tab < 4; ++tab)
                QTest::addRow("%s-%d", scheme == SchemeChoice::Dark ? "dark" : "light", tab)
                    << scheme << tab;
    }
    void everythingIsReadable()
    {
        QFETCH(SchemeChoice, scheme);
        QFETCH(int, tab);
        m_theme.setChoice(scheme);
        EndpointConfig endpoint = everything();
        endpoint.http = true;
        endpoint.port = 18443;
        endpoint.tls = TlsConfig{
            .certificate = u"lab.crt"_s, .key = u"lab.key"_s, .password = u"not needed"_s};
        m_question.states = {running(u"class"_s, 18443, 212)};
        ask({endpoint, endpointOf(u"two"_s)}, u"class"_s);
        part<QCheckBox>("endpointWelcome")->click();
        chooseTab(tab);
        if (tab == 1)
            QTRY_VERIFY(note("certificateNote").startsWith(u"lab.example"_s));
        QTest::qWait(50);
        QVERIFY(savePicture(*m_dialog,
                            u"endpoint-dialog-"_s + QString::fromLatin1(QTest::currentDataTag())));
        const QList<QLabel *> labels = m_dialog->findChildren<QLabel *>();
        for (const QLabel *label : labels) {
            if (!label->isVisible())
                continue;
            QCOMPARE(label->textFormat() == Qt::RichText, false);
            const int needed = label->wordWrap() ? label->heightForWidth(label->width())
                                                 : label->sizeHint().height();
            QVERIFY2(label->height() >= needed, qPrintable(label->text()));
            QVERIFY2(label->wordWrap() || label->width() >= label->sizeHint().width(),
                     qPrintable(label->text()));
        }
        m_theme.setChoice(SchemeChoice::Light);
    }
};

SIGNALBOX_TEST(TestEndpointDialog)
#include "tst_endpointdialog.moc"
