#include "core/json/jsonscanner.h"
#include "tests/support/testprogram.h"
#include "ui/log/shellcommand.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QStringDecoder>
#include <QTemporaryDir>

using namespace Signalbox;
using namespace Qt::StringLiterals;

namespace {

const QUrl Url(u"ws://127.0.0.1:8091/chat"_s);

/// What has a meaning to some shell, and combinations of it.
QByteArrayList hostilePayloads()
{
    QByteArrayList payloads{
        "hello",
        "",
        "'",
        "''",
        "\"",
        "\\",
        "\\\\",
        "a'b\"c`d",
        "$(touch pwned)",
        "`touch pwned`",
        "'; touch pwned; '",
        "'$(touch pwned)'",
        "\"; touch pwned; \"",
        "${HOME}",
        "$HOME $1 $@ $$ $?",
        "!history !!",
        "# comment",
        "; rm -rf x",
        "& whoami",
        "&& whoami",
        "| whoami",
        "> file",
        "< file",
        "*",
        "?",
        "~",
        "[a-z]",
        "{a,b}",
        "a\nb",
        "\n",
        "trailing\n",
        "trailing\n\n\n",
        "a\r\nb",
        "\t",
        "%s %d %n",
        "%PATH%",
        "^&|<>",
        "%%",
        "-n",
        "-e x",
        "--help",
        "\\n\\t\\0101",
        "\\c",
        "a\\",
        "@-",
        "@file",
        "\x01\x02\x1b[31m",
        "\x7f",
        "\x1b[200~paste\x1b[201~",
        "caf\xc3\xa9",
        "\xe2\x80\x98quoted\xe2\x80\x99 \xe2\x80\x9a\xe2\x80\x9b",
        "\xe2\x80\x9c"
        "double\xe2\x80\x9d",
        "\xf0\x9f\x98\x80",
        "\xe2\x80\xae"
        "gpj.exe",
        "{\"message\":\"hi\"}",
        "{\"message\":{\"a\":\"it's\",\"b\":\"\\\"\"}}",
        R"({"a":"half of a pair \ud83d"})",
        "EOF\nEOF\n",
        "<<EOF",
        "$'\\x41'",
        "a b  c   ",
        QByteArray("a\0b", 3),
        QByteArray("\0", 1),
        QByteArray(50'000, 'x'),
    };
    QRandomGenerator random(4711); // the same ones every time
    const QByteArray alphabet = "'\"\\`$(){}[]<>|&;!#*?~%^@= \n\tab0-";
    while (payloads.size() < 200) {
        QByteArray payload;
        const int size = random.bounded(1, 40);
        for (int i = 0; i < size; ++i)
            payload += alphabet.at(random.bounded(int(alphabet.size())));
        payloads += payload;
    }
    return payloads;
}

/// What PowerShell makes of a single-quoted string at the beginning of `text`: everything stands
/// for itself but a doubled quote, and the typographic quotes are quotes
/// (about_Quoting_Rules). nullopt: it is none, or has no end.
std::optional<QString> readPowerShellString(QStringView text)
{
    const auto isQuote = [](QChar c) {
        return c == u'\'' || (c >= QChar(0x2018) && c <= QChar(0x201B));
    };
    if (text.isEmpty() || !isQuote(text.front()))
        return std::nullopt;
    QString value;
    for (qsizetype i = 1; i < text.size(); ++i) {
        if (!isQuote(text[i])) {
            value += text[i];
        } else if (i + 1 < text.size() && isQuote(text[i + 1])) {
            value += text[i++];
        } else {
            return value;
        }
    }
    return std::nullopt;
}

/// The bytes that a PowerShell command sends.
std::optional<QByteArray> sentByPowerShell(const QString &command)
{
    const QString text = u"UTF8.GetBytes("_s;
    const QString base64 = u"[Convert]::FromBase64String("_s;
    if (const qsizetype at = command.indexOf(text); at >= 0) {
        const auto value = readPowerShellString(QStringView(command).sliced(at + text.size()));
        return value ? std::optional(value->toUtf8()) : std::nullopt;
    }
    const qsizetype at = command.indexOf(base64);
    if (at < 0)
        return std::nullopt;
    const auto value = readPowerShellString(QStringView(command).sliced(at + base64.size()));
    return value ? std::optional(QByteArray::fromBase64(value->toLatin1())) : std::nullopt;
}

} // namespace

/// What is copied as a command sends the bytes of the row, and does nothing else.
class TestShellCommand : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_folder;

    QString path(const QString &name) const { return m_folder.filePath(name); }
    void makeProgram(const QString &name, const QByteArray &script) const
    {
        QFile file(path(u"bin/"_s + name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("#!/bin/sh\n" + script + '\n');
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    /// What the tool got when a shell ran the command.
    QByteArray run(const QString &command)
    {
        QFile::remove(path(u"got"_s));
        QProcess shell;
        QProcessEnvironment environment;
        environment.insert(u"PATH"_s, path(u"bin"_s) + u":/usr/bin:/bin"_s);
        environment.insert(u"GOT"_s, path(u"got"_s));
        environment.insert(u"SIGNALBOX_TOKEN"_s, u"it's \"secret\""_s);
        shell.setProcessEnvironment(environment);
        shell.setWorkingDirectory(path(u"work"_s));
        shell.setProcessChannelMode(QProcess::MergedChannels);
        shell.start(u"/bin/sh"_s, {});
        shell.write(command.toUtf8() + '\n');
        shell.closeWriteChannel();
        QFile got(path(u"got"_s));
        const bool ended = shell.waitForFinished(20'000) && shell.exitCode() == 0
                           && shell.readAll().isEmpty()
                           && QDir(path(u"work"_s))
                                  .isEmpty(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden);
        return ended && got.open(QIODevice::ReadOnly) ? got.readAll()
                                                      : "something else happened"_ba;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(QDir(m_folder.path()).mkdir(u"bin"_s) && QDir(m_folder.path()).mkdir(u"work"_s));
        makeProgram(u"websocat"_s,
                    "cat > \"$GOT\"; for last; do :; done; printf %s \"$last\" > \"$GOT.url\"");
        makeProgram(u"curl"_s,
                    "cat > \"$GOT\"; for last; do :; done; printf %s \"$last\" > \"$GOT.url\"");
        makeProgram(u"wscat"_s, "printf %s \"$4\" > \"$GOT\"; printf %s \"$2\" > \"$GOT.url\"");
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void bytesReceivedEqualBytesShown_data()
    {
        QTest::addColumn<QByteArray>("payload");
        int number = 0;
        const QByteArrayList payloads = hostilePayloads();
        QVERIFY(payloads.size() >= 200);
        for (const QByteArray &payload : payloads)
            QTest::addRow("%d: %s", ++number,
                          payload.left(20).toPercentEncoding(" '\"$(){};&|").constData())
                << payload;
    }
    void bytesReceivedEqualBytesShown()
    {
        QFETCH(QByteArray, payload);
        const auto websocat = shellCommand(ShellTool::Websocat, Url, payload);
        QVERIFY(websocat);
        QCOMPARE(run(*websocat), payload);
        const auto curl = shellCommand(ShellTool::Curl, Url, payload);
        QVERIFY(curl);
        const QByteArray value = validateJson(payload, false) ? escapeJsonString(payload) : payload;
        QCOMPARE(run(*curl), "{\"message\":" + value + '}');
        if (const auto wscat = shellCommand(ShellTool::Wscat, Url, payload))
            QCOMPARE(run(*wscat), payload);
        else
            QVERIFY(std::any_of(payload.begin(), payload.end(),
                                [](char c) { return quint8(c) < 0x20 || c == 0x7F; }));
        const auto powerShell = shellCommand(ShellTool::PowerShell, Url, payload);
        QVERIFY(powerShell);
        const auto sent = sentByPowerShell(*powerShell);
        QVERIFY(sent);
        QCOMPARE(*sent, payload);
        for (const QChar c : *powerShell) // one line, and nothing that a console takes for a key
            QVERIFY(c >= u' ' && c != QChar(0x7F));
        const auto prompt = shellCommand(ShellTool::CommandPrompt, Url, payload);
        QCOMPARE(bool(prompt), payload.size() < 2000);
        if (!prompt)
            return;
        static const QRegularExpression harmless(
            u"^powershell -NoProfile -EncodedCommand ([A-Za-z0-9+/]+=*)$"_s);
        const auto match = harmless.match(*prompt);
        QVERIFY2(match.hasMatch(), qPrintable(*prompt));
        QStringDecoder utf16(QStringDecoder::Utf16LE);
        const QString decoded = utf16(QByteArray::fromBase64(match.captured(1).toLatin1()));
        QCOMPARE(decoded, *powerShell);
    }

    void theTokenStaysInTheEnvironment()
    {
        const auto urlOf = [this](const std::optional<QString> &command) {
            if (!command || run(*command).isEmpty())
                return QByteArray();
            QFile file(path(u"got.url"_s));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        for (const ShellTool tool : {ShellTool::Websocat, ShellTool::Wscat})
            QCOMPARE(urlOf(shellCommand(tool, Url, "x", true)),
                     "ws://127.0.0.1:8091/chat?token=it's \"secret\""_ba);
        QCOMPARE(urlOf(shellCommand(ShellTool::Curl, QUrl(u"wss://a.example/x?y=1"_s), "x", true)),
                 "https://a.example/broadcast?y=1&token=it's \"secret\""_ba);
        const auto powerShell = shellCommand(ShellTool::PowerShell, Url, "x", true);
        QVERIFY(powerShell && powerShell->contains(u"$env:SIGNALBOX_TOKEN"_s));
    }

    void aHostileAddressIsQuoted()
    {
        const QUrl url(u"ws://127.0.0.1:8091/it's $(touch pwned)"_s);
        QCOMPARE(run(*shellCommand(ShellTool::Websocat, url, "x")), QByteArray("x"));
        QFile file(path(u"got.url"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QUrl(QString::fromUtf8(file.readAll())), url);
    }

    void whatCannotBeDoneIsNot()
    {
        QVERIFY(!shellCommand(ShellTool::Websocat, Url, "\xff\xfe"));
        QVERIFY(!shellCommand(ShellTool::Wscat, Url, QByteArray("a\0b", 3)));
        QVERIFY(!shellCommand(ShellTool::Wscat, Url, QByteArray(200'000, 'x')));
        QVERIFY(!shellCommand(ShellTool::CommandPrompt, Url, QByteArray(10'000, 'x')));
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(TestShellCommand)
#include "tst_shellcommand.moc"
