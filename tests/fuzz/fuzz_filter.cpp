// The filter line: in memory and in a journal's file it must let through the same rows, soon.
#include "core/filter/entrywords.h"
#include "core/filter/logfilter.h"
#include "core/journal/journalreader.h"
#include "core/journal/journalstore.h"
#include "fuzzing.h"

#include <QTemporaryDir>

#include <ctime>
#include <limits>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr double MostSeconds = 1; // of the processor, with all that looks over its shoulder

QList<LogEntry> someEntries()
{
    QList<LogEntry> entries;
    const QByteArrayList payloads{"",
                                  R"({"message":"order-123456","user":{"id":42}})",
                                  "äöü Train \xF0\x9F\x91\x81",
                                  QByteArray("\x00\x01\xFF\xFE", 4),
                                  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
                                  QByteArray(4'096, 'a')};
    for (int i = 0; i < 24; ++i) {
        LogEntry entry;
        entry.sequence = quint64(i) + 1;
        entry.at = WallTime(std::chrono::hours(24 * 365 * 56 + i));
        entry.kind = LogKind(i % LogKindCount);
        entry.why = Why(i * 5 % WhyCount);
        entry.failed = i % 3 == 0;
        entry.type = PayloadType(i % PayloadTypeCount);
        entry.cause = quint64(i / 2);
        entry.code = i % 2 == 0 ? 1'000 : 4'008;
        entry.count = quint32(i);
        entry.payload = payloads[i % payloads.size()];
        entry.size = quint64(entry.payload.size());
        entry.path = i % 2 == 0 ? u"/chat/a"_s : u"/LINE/3"_s;
        entry.endpoint = u"local"_s;
        entry.timer = i % 5 == 0 ? u"tick"_s : QString();
        entry.detail = i % 4 == 0 ? QString(2'000, u'a') : u"it's (not) 100 %"_s;
        if (i % 3 != 0)
            entry.client = {QUuid(uint(i), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)};
        if (i % 3 == 1)
            entry.clientName = u"bold-otter"_s;
        entries.append(entry);
    }
    return entries;
}

/// The same entries in a file.
class Journal
{
public:
    explicit Journal(const QList<LogEntry> &entries)
    {
        const QString name = m_folder.filePath(u"journal.db"_s);
        JournalStore store;
        FUZZ_REQUIRE(store.open(name));
        FUZZ_REQUIRE(store.append(entries.constData(), entries.constData() + entries.size()));
        store.close();
        FUZZ_REQUIRE(m_reader.open(name));
    }
    QList<LogEntry> find(const LogFilter &filter)
    {
        JournalReader::Search search{
            .filter = filter, .before = std::numeric_limits<quint64>::max(), .most = 1'000};
        const auto found = m_reader.find(
            search, [] { return false; }, [](double) {});
        FUZZ_REQUIRE(found);
        FUZZ_REQUIRE(found.value().isAtEnd);
        return found.value().entries;
    }

private:
    QTemporaryDir m_folder;
    JournalReader m_reader;
};

} // namespace

void fuzz(QByteArrayView input)
{
    static const QList<LogEntry> entries = someEntries();
    static Journal journal(entries);
    const std::clock_t begun = std::clock();
    const QString text = QString::fromUtf8(input);
    const LogFilter::Parsed parsed = LogFilter::parse(text);
    if (parsed.problem.code != FilterProblem::Code::None) {
        FUZZ_REQUIRE(parsed.problem.at >= 0 && parsed.problem.at <= text.size() + 1);
        FUZZ_REQUIRE(parsed.filter.isEverything());
    } else {
        QList<LogEntry> inMemory;
        for (const LogEntry &entry : entries) {
            if (parsed.filter.matches(entry))
                inMemory.append(entry);
        }
        FUZZ_REQUIRE(journal.find(parsed.filter) == inMemory);
    }
    FUZZ_REQUIRE(double(std::clock() - begun) < MostSeconds * CLOCKS_PER_SEC);
}

} // namespace Signalbox
