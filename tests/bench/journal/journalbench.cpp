// Writes rows as the journal does, then searches them as the window does; one line for each figure.
#include "core/journal/journalreader.h"
#include "core/journal/journalstore.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QTemporaryDir>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

using namespace Qt::StringLiterals;
using namespace Signalbox;

namespace {

constexpr int Transaction = 2'000; // rows, as the journal's
constexpr quint64 RowsBetweenSyncs = 20'000; // as if that many came in a second
constexpr qsizetype Page = 300;

/// Plausible traffic: half of it comes in, half goes out; the same for the same number.
LogEntry entryNumber(quint64 number)
{
    static const std::array<QByteArray, 8> Words{"platform", "signal", "delay", "track",
                                                 "train",    "switch", "hold",  "clear"};
    const quint64 mixed = number * 0x9E37'79B9'7F4A'7C15ULL >> 20;
    LogEntry entry;
    entry.sequence = number;
    entry.at = WallTime(std::chrono::microseconds(1'764'000'000'000'000LL + qint64(number) * 100));
    entry.kind = number % 2 == 0 ? LogKind::In : LogKind::Out;
    entry.why = Why::ToPath;
    entry.type = PayloadType::Json;
    entry.count = 38;
    entry.endpoint = u"local"_s;
    entry.path = u"/line/"_s + QString::number(mixed % 50);
    if (entry.kind == LogKind::In) {
        entry.client = {QUuid(uint(mixed % 1'000), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)};
        entry.clientName = u"client "_s + QString::number(mixed % 1'000);
    } else {
        entry.cause = number - 1;
    }
    entry.payload = R"({"type":")" + Words[mixed % 8] + R"(","id":)" + QByteArray::number(mixed)
                    + R"(,"note":")" + Words[(mixed >> 3) % 8] + R"( at )"
                    + QByteArray::number(mixed, 16) + R"(","speed":63.5})";
    entry.size = quint64(entry.payload.size());
    return entry;
}

bool write(const QString &fileName, quint64 rows)
{
    JournalStore store;
    if (const Status opened = store.open(fileName); !opened) {
        std::fprintf(stderr, "%s\n", qPrintable(opened.error().detail));
        return false;
    }
    qint64 nanoseconds = 0;
    qint64 longest = 0;
    QList<LogEntry> batch;
    for (quint64 next = 1; next <= rows;) {
        batch.clear();
        for (int i = 0; i < Transaction && next <= rows; ++i)
            batch.append(entryNumber(next++));
        QElapsedTimer timer;
        timer.start();
        const Status done = store.append(batch.constData(), batch.constData() + batch.size());
        const bool isSynced =
            next / RowsBetweenSyncs == (next - 1) / RowsBetweenSyncs || store.sync();
        if (!done || !isSynced)
            return false;
        nanoseconds += timer.nsecsElapsed();
        longest = std::max(longest, timer.elapsed());
    }
    std::printf("write     %10.0f rows/s, longest transaction %lld ms, %lld bytes a row\n",
                double(rows) * 1e9 / double(nanoseconds), static_cast<long long>(longest),
                static_cast<long long>(store.usedBytes().value() / qint64(rows)));
    return true;
}

void search(const QString &fileName, const char *what, const QString &filter)
{
    JournalReader reader;
    const LogFilter::Parsed parsed = LogFilter::parse(filter);
    QElapsedTimer timer;
    timer.start();
    const std::clock_t begun = std::clock();
    if (parsed.problem.code != FilterProblem::Code::None || !reader.open(fileName))
        return void(std::printf("%s: cannot be searched\n", what));
    JournalReader::Search one{.filter = parsed.filter, .before = quint64(-1) >> 1, .most = Page};
    const auto found = reader.find(
        one, [] { return false; }, [](double) {});
    if (!found)
        return void(std::printf("%s: %s\n", what, qPrintable(found.error().detail)));
    std::printf("search    %8.1f ms, %8.1f of the processor, %3lld found%s: %s (%s)\n",
                double(timer.nsecsElapsed()) / 1e6,
                double(std::clock() - begun) * 1e3 / CLOCKS_PER_SEC,
                static_cast<long long>(found.value().entries.size()),
                found.value().isAtEnd ? ", all of it" : "", what, qPrintable(filter));
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser options;
    options.addOption({u"rows"_s, u"how many"_s, u"rows"_s, u"1000000"_s});
    options.addOption({u"folder"_s, u"on the disk to be measured"_s, u"folder"_s, u"."_s});
    options.addHelpOption();
    options.process(application);
    const QTemporaryDir folder(options.value(u"folder"_s) + u"/journal-bench-XXXXXX"_s);
    const QString fileName = folder.filePath(u"journal.db"_s);
    const quint64 rows = options.value(u"rows"_s).toULongLong();
    std::printf("%llu rows\n", static_cast<unsigned long long>(rows));
    if (!write(fileName, rows))
        return 1;
    const auto noteOf = [](quint64 number) {
        const LogEntry entry = entryNumber(number);
        const qsizetype at = entry.payload.indexOf(" at ") + 4;
        return QString::fromUtf8(entry.payload.mid(at, entry.payload.indexOf('"', at) - at));
    };
    search(fileName, "the newest page", {});
    search(fileName, "a frequent word", u"platform"_s);
    search(fileName, "a word near the end", noteOf(rows - 1'000));
    search(fileName, "a word a third from the start", noteOf(rows / 3));
    search(fileName, "a word that is nowhere", u"zzqqxx"_s);
    search(fileName, "the same, by its case", u"ZZqqxx"_s);
    search(fileName, "a path", u"path:/line/7"_s);
    search(fileName, "a path that is nowhere", u"path=/nowhere"_s);
    search(fileName, "a client that is nowhere", u"client:nobody"_s);
    search(fileName, "a direction and a word that is nowhere", u"dir:in zzqqxx"_s);
    search(fileName, "a time long ago", u"time<2025-11-24T00:00"_s);
    search(fileName, "an expression that is nowhere, which SQL cannot say", u"/zz+qq/"_s);
    return 0;
}
