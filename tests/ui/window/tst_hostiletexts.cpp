#include "core/server/serverstate.h"
#include "tests/support/testprogram.h"
#include "ui/clients/clientspanel.h"
#include "ui/clients/clientview.h"
#include "ui/log/inspector.h"
#include "ui/log/logpanel.h"
#include "ui/log/logview.h"
#include "ui/model/clientdirectory.h"
#include "ui/widgets/visibletext.h"
#include "windowfixture.h"
#include "windowtexts.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTextDocument>

#include <functional>

using namespace Signalbox;
using namespace Qt::StringLiterals;

namespace {

const QString Mark = u"Zzyzx"_s; ///< in every text, so that it is found wherever it is shown
constexpr qsizetype MaxShown =
    70'000; // characters: the inspector shows so much at once, others less

/// A field that a client has a say in: puts the text into what the window is told.
struct Field
{
    const char *name;
    std::function<void(const QString &text, ClientInfo &client, LogEntry &entry)> set;
};

const QList<Field> &fields()
{
    static const QList<Field> fields{
        {"its name",
         [](const QString &text, ClientInfo &client, LogEntry &entry) {
             client.name = text;
             entry.clientName = text;
         }},
        {"its group",
         [](const QString &text, ClientInfo &client, LogEntry &) { client.group = text; }},
        {"its path",
         [](const QString &text, ClientInfo &client, LogEntry &entry) {
             client.path = u'/' + text;
             entry.path = client.path;
         }},
        {"its user agent",
         [](const QString &text, ClientInfo &client, LogEntry &) { client.userAgent = text; }},
        {"its origin",
         [](const QString &text, ClientInfo &client, LogEntry &) { client.origin = text; }},
        {"its request", [](const QString &text, ClientInfo &client,
                           LogEntry &) { client.target = "/?q=" + text.toUtf8(); }},
        {"the name of a header field",
         [](const QString &text, ClientInfo &client, LogEntry &) {
             client.headers = {{text.toUtf8(), "x"}};
         }},
        {"a header field",
         [](const QString &text, ClientInfo &client, LogEntry &) {
             client.headers = {{"X-Field", text.toUtf8()}};
         }},
        {"its message",
         [](const QString &text, ClientInfo &, LogEntry &entry) {
             entry.payload = text.toUtf8();
             entry.size = quint64(entry.payload.size());
             entry.type = PayloadType::Text;
         }},
        {"a path that it names",
         [](const QString &text, ClientInfo &, LogEntry &entry) {
             entry.why = Why::NobodyOnPath;
             entry.detail = text;
         }},
        {"a group that it names",
         [](const QString &text, ClientInfo &, LogEntry &entry) {
             entry.why = Why::NobodyInGroup;
             entry.detail = text;
         }},
        {"a client that it names",
         [](const QString &text, ClientInfo &, LogEntry &entry) {
             entry.why = Why::UnknownClient;
             entry.detail = text;
         }},
        {"its reason to leave",
         [](const QString &text, ClientInfo &, LogEntry &entry) {
             entry.kind = LogKind::Left;
             entry.why = Why::ClosedByClient;
             entry.code = 1000;
             entry.detail = text;
         }},
        {"a refused origin",
         [](const QString &text, ClientInfo &, LogEntry &entry) {
             entry.kind = LogKind::Refused;
             entry.why = Why::BadOrigin;
             entry.detail = text;
         }},
    };
    return fields;
}

/// What is wrong with the way in which a text that holds the mark is shown; empty: nothing.
QString faultOf(const ShownText &shown, const QString &hostile)
{
    QString text = shown.text;
    if (shown.form == ShownText::Form::MaybeRich)
        return u"a label that may be rich text"_s;
    if (shown.form == ShownText::Form::ToolTip) {
        QTextDocument document;
        if (Qt::mightBeRichText(text))
            document.setHtml(text);
        else
            document.setPlainText(text);
        text = document.toPlainText();
        // the markup is still there to be read
        const QString expected = visibleText(hostile, Lines::Fold, 24);
        QString folded = text;
        folded.replace(QRegularExpression(u"\\s+"_s), u" "_s);
        if (hostile.contains(u'<') && !folded.contains(QStringView(expected).chopped(1).trimmed()))
            return u"a tool tip that has lost its text"_s;
    }
    if (visibleText(text, Lines::Keep) != text)
        return u"something invisible in it"_s;
    return text.size() > MaxShown ? u"too much at once"_s : QString();
}

} // namespace

/// Whatever a client says of itself is shown as plain text, with what cannot be seen drawn.
class TestHostileTexts : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<WindowFixture> m_fixture;
    quint64 m_sequence = 1000;

    /// A client comes, says what the field holds, and its row and details are looked at.
    void show(const Field &field, const QString &hostile)
    {
        ClientInfo client;
        client.id = ClientId::create();
        client.endpoint = u"local"_s;
        client.path = u"/chat"_s;
        client.address = u"192.0.2.7"_s;
        client.connectedAt = wallTimeNow();
        LogEntry entry;
        entry.sequence = ++m_sequence;
        entry.at = wallTimeNow();
        entry.kind = LogKind::In;
        entry.why = Why::ToAll;
        entry.failed = true;
        entry.client = client.id;
        entry.clientName = u"somebody"_s;
        entry.endpoint = u"local"_s;
        entry.path = u"/chat"_s;
        entry.payload = "{}";
        entry.size = 2;
        entry.type = PayloadType::Json;
        field.set(hostile, client, entry);
        FeedBatch batch;
        batch.joined = {client};
        m_fixture->part<ClientDirectory>()->apply(batch);
        m_fixture->part<LogPanel>()->append({entry});
        auto *panel = m_fixture->part<ClientsPanel>();
        panel->refresh();
        auto *tree = m_fixture->part<ClientView>();
        tree->expandAll();
        const QAbstractItemModel *model = tree->model();
        for (int group = 0; group < model->rowCount(); ++group) // the newest client
            if (const QModelIndex path = model->index(group, 0); model->rowCount(path) > 0)
                tree->setCurrentIndex(model->index(model->rowCount(path) - 1, 0, path));
        m_fixture->part<LogPanel>()->showSequence(entry.sequence);
        auto *inspector = m_fixture->part<Inspector>();
        inspector->showTab(field.name == QByteArray("its message") ? Inspector::RawTab
                                                                   : Inspector::InfoTab);
        QTest::qWait(1);
        m_fixture->window().grab(); // painting it is a part of showing it
    }

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<WindowFixture>(); // clients that left are shown for a while
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    }
    void cleanup() { m_fixture.reset(); }

    void isShownAsPlainText_data()
    {
        QTest::addColumn<QString>("hostile");
        const auto row = [](const char *name, const QString &text) { QTest::newRow(name) << text; };
        row("bold", u"<b>Zzyzx</b>"_s);
        row("an image", u"<img src=x onerror=alert(1)>Zzyzx"_s);
        row("an image of the disk", u"<img src=\"file:///etc/passwd\">Zzyzx"_s);
        row("a link", u"<a href=\"http://evil.example\">Zzyzx</a>"_s);
        row("a script", u"<script>alert('Zzyzx')</script>"_s);
        row("a whole page", u"<html><body bgcolor=red><h1>Zzyzx"_s);
        row("a table", u"<table><tr><td>Zzyzx</td></tr></table>"_s);
        row("what Qt takes for rich text", u"<qt>Zzyzx</qt>"_s);
        row("entities", u"&lt;b&gt;Zzyzx&amp;&nbsp;&#8238;"_s);
        row("a style sheet", u"Zzyzx</style><style>*{color:red}"_s);
        row("ampersands", u"&Zzyzx && &File"_s);
        row("markers of arguments", u"Zzyzx %1 %2 %n %L1 %99"_s);
        row("right-to-left override", u"Zzyzx\u202Egpj.exe"_s);
        row("isolates", u"\u2066Zzyzx\u2067\u2069"_s);
        row("zero-width characters", u"Zz\u200Byzx Zzyzx\u200C\u200D\uFEFF"_s);
        row("escape sequences", u"\u001B[31mZzyzx\u001B]0;title\u0007\u001B[2J"_s);
        row("control characters", u"Zzyzx\u0001\u0008\u007F\u0085"_s);
        row("NUL", u"Zzyzx\u0000hidden"_s);
        row("line ends", u"Zzyzx\r\nsecond\u2028third\u2029fourth\u000Bfifth"_s);
        row("Arabic and Hebrew", u"Zzyzx مرحبا שלום"_s);
        row("emoji", u"Zzyzx 👩\u200D👩\u200D👧\u200D👦 🏳️\u200D🌈 🇩🇪"_s);
        row("marks piled up", u"Zzyzx"_s + QString(200, QChar(0x0301)));
        row("lone surrogates", u"Zzyzx"_s + QChar(0xD800) + u'x' + QChar(0xDC00));
        row("tags and fillers", u"Zzyzx\U000E0041\U000E007F\u3164\u115F"_s);
        row("noncharacters", u"Zzyzx\uFFFE\uFFFF\uFDD0"_s);
        row("60 KiB in one line", u"Zzyzx"_s + QString(60 * 1024, u'W'));
        row("60 KiB of line ends", u"Zzyzx"_s + QString(60 * 1024, u'\n'));
    }
    void isShownAsPlainText()
    {
        QFETCH(QString, hostile);
        QElapsedTimer timer;
        timer.start();
        for (const Field &field : fields()) {
            show(field, hostile);
            int found = 0;
            const QList<ShownText> texts = shownTexts();
            for (const ShownText &shown : texts) {
                if (!shown.text.contains(Mark))
                    continue;
                ++found;
                const QString fault = faultOf(shown, hostile);
                QVERIFY2(fault.isEmpty(), qPrintable(u"%1: %2: %3: %4"_s.arg(
                                              QString::fromLatin1(field.name), shown.where, fault,
                                              visibleText(shown.text, Lines::Fold, 150))));
            }
            QVERIFY2(found > 0, field.name); // it is to be seen somewhere
        }
        QVERIFY(fields().size() >= 12);
        qInfo("%lld fields in %lld ms", fields().size(), timer.elapsed());
    }
};

SIGNALBOX_TEST(TestHostileTexts)
#include "tst_hostiletexts.moc"
