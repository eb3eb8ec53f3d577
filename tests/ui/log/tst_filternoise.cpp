#include "core/filter/logfilter.h"
#include "tests/support/testprogram.h"
#include "ui/clients/clientfilter.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QRegularExpression>

using namespace Signalbox;
using namespace Qt::StringLiterals;

namespace {

/// What filters are made of, and what they are not.
const QStringList Pieces{
    u"("_s,         u")"_s,      u" or "_s,        u"||"_s,
    u" and "_s,     u"&&"_s,     u"not "_s,        u"!"_s,
    u"-"_s,         u" "_s,      u":"_s,           u"="_s,
    u"!="_s,        u"<"_s,      u"<="_s,          u">"_s,
    u">="_s,        u"~"_s,      u"\""_s,          u"\\"_s,
    u"/"_s,         u"/i"_s,     u"*"_s,           u"?"_s,
    u"dir"_s,       u"kind"_s,   u"path"_s,        u"client"_s,
    u"size"_s,      u"json"_s,   u"json.a[0].b"_s, u"time"_s,
    u"code"_s,      u"took"_s,   u"rtt"_s,         u"queue"_s,
    u"name"_s,      u"since"_s,  u"state"_s,       u"in"_s,
    u"error"_s,     u"42"_s,     u"1kb"_s,         u"10:42..10:45"_s,
    u"yesterday"_s, u"-1"_s,     u"1e400"_s,       u"99999999999999999999"_s,
    u"/(a+)+$/"_s,  u"/[/"_s,    u"/(?<n>x)/"_s,   u"é🙂"_s,
    u"\u202e"_s,    u"\u0000"_s, u"{}"_s,          u"[["_s,
    u"]"_s,         u"..."_s,    u","_s,           u"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"_s};

QString noise(QRandomGenerator &random)
{
    QString text;
    const int pieces = random.bounded(1, random.bounded(20) == 0 ? 400 : 14);
    for (int i = 0; i < pieces; ++i)
        text += random.bounded(12) == 0 ? QString(QChar(ushort(random.bounded(0x10000))))
                                        : Pieces.at(random.bounded(int(Pieces.size())));
    return text;
}

} // namespace

/// Whatever is typed into a filter is read in time, and is either a filter or a sentence.
class TestFilterNoise : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void anyTextIsReadInTime()
    {
        bool given = false;
        const int wanted = qEnvironmentVariableIntValue("SIGNALBOX_SEED", &given);
        const quint32 seed = given ? quint32(wanted) : QRandomGenerator::system()->generate();
        const int count = qEnvironmentVariableIsSet("SIGNALBOX_FULL") ? 300'000 : 5'000;
        qInfo("seed %u, %d texts", seed, count);
        QRandomGenerator random(seed);
        LogEntry entry;
        entry.kind = LogKind::In;
        entry.payload =
            R"({"a":[{"b":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"}],"n":1e400})";
        entry.size = quint64(entry.payload.size());
        entry.type = PayloadType::Json;
        entry.path = u"/chat"_s;
        entry.clientName = u"bold-otter"_s;
        qint64 slowest = 0;
        int filters = 0;
        for (int i = 0; i < count; ++i) {
            const QString text = noise(random);
            QElapsedTimer timer;
            timer.start();
            const LogFilter::Parsed log = LogFilter::parse(text);
            if (log.problem.code == FilterProblem::Code::None) {
                ++filters;
                (void)log.filter.matches(entry);
            }
            const ClientFilter::Parsed clients = ClientFilter::parse(text);
            QVERIFY2(timer.elapsed() < 2'000, qPrintable(text));
            slowest = std::max(slowest, timer.nsecsElapsed());
            Q_UNUSED(clients)
        }
        QVERIFY(filters > count / 50); // it is not all refused
        qInfo("%d of them are filters; the slowest took %lld us", filters, slowest / 1000);
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(TestFilterNoise)
#include "tst_filternoise.moc"
