#include "core/history/linediff.h"
#include "tests/support/testprogram.h"

#include <QRandomGenerator>
#include <QRegularExpression>

#include <algorithm>
#include <vector>

using namespace Signalbox;
using namespace Qt::StringLiterals;

namespace {

/// "  same", "- gone", "+ new" lines.
QString drawn(const QList<DiffLine> &diff)
{
    QStringList lines;
    for (const DiffLine &line : diff)
        lines.append((line.kind == DiffLine::Kind::Same      ? u"  "_s
                      : line.kind == DiffLine::Kind::Removed ? u"- "_s
                                                             : u"+ "_s)
                     + line.text);
    return lines.join(u'\n');
}

/// The number of edits of the shortest difference, by the table of longest common subsequences.
int fewestEdits(const QStringList &a, const QStringList &b)
{
    std::vector<std::vector<int>> common(size_t(a.size()) + 1,
                                         std::vector<int>(size_t(b.size()) + 1, 0));
    for (size_t i = 1; i <= size_t(a.size()); ++i)
        for (size_t j = 1; j <= size_t(b.size()); ++j)
            common[i][j] = a.at(qsizetype(i) - 1) == b.at(qsizetype(j) - 1)
                               ? common[i - 1][j - 1] + 1
                               : std::max(common[i - 1][j], common[i][j - 1]);
    return int(a.size() + b.size()) - 2 * common.back().back();
}

/// Fails unless the difference holds both texts, whole and in order, with their line numbers.
void verifyHolds(const QList<DiffLine> &diff, const QStringList &before, const QStringList &after)
{
    QStringList oldLines;
    QStringList newLines;
    for (const DiffLine &line : diff) {
        if (line.kind != DiffLine::Kind::Added) {
            oldLines.append(line.text);
            QCOMPARE(line.oldNumber, int(oldLines.size()));
        } else {
            QCOMPARE(line.oldNumber, 0);
        }
        if (line.kind != DiffLine::Kind::Removed) {
            newLines.append(line.text);
            QCOMPARE(line.newNumber, int(newLines.size()));
        } else {
            QCOMPARE(line.newNumber, 0);
        }
    }
    QCOMPARE(oldLines, before);
    QCOMPARE(newLines, after);
}

} // namespace

class TestLineDiff : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void differences_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QString>("expected");
        QTest::newRow("nothing and nothing") << QString() << QString() << QString();
        QTest::newRow("the same") << u"a\nb\n"_s << u"a\nb\n"_s << u"  a\n  b"_s;
        QTest::newRow("from nothing") << QString() << u"a\nb"_s << u"+ a\n+ b"_s;
        QTest::newRow("to nothing") << u"a\nb"_s << QString() << u"- a\n- b"_s;
        QTest::newRow("a line comes in the middle")
            << u"a\nc\n"_s << u"a\nb\nc\n"_s << u"  a\n+ b\n  c"_s;
        QTest::newRow("a line goes at the start") << u"a\nb\n"_s << u"b\n"_s << u"- a\n  b"_s;
        QTest::newRow("a line goes at the end") << u"a\nb\n"_s << u"a\n"_s << u"  a\n- b"_s;
        QTest::newRow("a changed line goes before it comes")
            << u"a\nb\nc"_s << u"a\nB\nc"_s << u"  a\n- b\n+ B\n  c"_s;
        QTest::newRow("changed lines stay together")
            << u"1\n2\n3\n4"_s << u"1\nx\ny\n4"_s << u"  1\n- 2\n- 3\n+ x\n+ y\n  4"_s;
        QTest::newRow("the same line again") << u"a\na"_s << u"a\na\na"_s << u"  a\n  a\n+ a"_s;
        QTest::newRow("an empty line") << u"a\n\nb"_s << u"a\nb"_s << u"  a\n- \n  b"_s;
        QTest::newRow("no line end at the end is no difference") << u"a"_s << u"a\n"_s << u"  a"_s;
        QTest::newRow("Myers' own example") << u"A\nB\nC\nA\nB\nB\nA"_s << u"C\nB\nA\nB\nA\nC"_s
                                            << u"- A\n- B\n  C\n+ B\n  A\n  B\n- B\n  A\n+ C"_s;
    }
    void differences()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        QFETCH(QString, expected);
        QCOMPARE(drawn(lineDiff(before, after)), expected);
    }

    void isAsShortAsCanBe()
    {
        QRandomGenerator random(4711);
        for (int round = 0; round < 400; ++round) {
            const auto text = [&random] {
                QStringList lines;
                for (auto n = random.bounded(12); n > 0; --n)
                    lines.append(QString(QChar(u'a' + random.bounded(4))));
                return lines;
            };
            const QStringList before = text();
            const QStringList after = text();
            const QList<DiffLine> diff = lineDiff(before.join(u'\n'), after.join(u'\n'));
            verifyHolds(diff, before, after);
            if (QTest::currentTestFailed())
                return;
            const DiffSize size = sizeOf(diff);
            QCOMPARE(size.added + size.removed, fewestEdits(before, after));
        }
    }

    void whatDiffersTooMuchIsReplacedWhole()
    {
        QStringList before{u"head"_s};
        QStringList after{u"head"_s};
        for (int i = 0; i < MaxDiffEdits; ++i) {
            before.append(u"old %1"_s.arg(i));
            after.append(u"new %1"_s.arg(i));
        }
        before.append(u"tail"_s);
        after.append(u"tail"_s);
        const QList<DiffLine> diff = lineDiff(before.join(u'\n'), after.join(u'\n'));
        verifyHolds(diff, before, after);
        QCOMPARE(sizeOf(diff), (DiffSize{MaxDiffEdits, MaxDiffEdits}));
        QCOMPARE(diff.first().kind, DiffLine::Kind::Same);
        QCOMPARE(diff.last().kind, DiffLine::Kind::Same);
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(TestLineDiff)
#include "tst_linediff.moc"
