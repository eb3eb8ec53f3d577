#include "tests/support/testprogram.h"
#include "ui/editors/targettext.h"

#include <QRegularExpression>

using namespace Signalbox;
using namespace Qt::StringLiterals;

namespace {

const ClientId Otter{QUuid(u"{7f3a0000-0000-4000-8000-000000000001}"_s)};
const ClientId Heron{QUuid(u"{7f3a0000-0000-4000-8000-000000000002}"_s)};
const ClientId Comma{QUuid(u"{7f3a0000-0000-4000-8000-000000000003}"_s)};

Target path(const QString &path, const QString &group = {})
{
    return {.path = path, .group = group, .clients = {}};
}
Target clients(const QList<ClientId> &ids)
{
    return {.path = {}, .group = {}, .clients = ids};
}
TargetReading good(const Target &target)
{
    return {target, TargetProblem::None, {}};
}
TargetReading bad(TargetProblem problem, const QString &subject = {})
{
    return {std::nullopt, problem, subject};
}

QList<ClientId> named(const QString &name)
{
    if (name.compare(u"bold-otter"_s, Qt::CaseInsensitive) == 0)
        return {Otter};
    if (name == u"Ada"_s)
        return {Otter, Heron};
    if (name == u"one, two"_s)
        return {Comma};
    return {};
}

} // namespace

class TestTargetText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void parse_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<TargetReading>("reading");

        QTest::newRow("all") << u"all"_s << good({});
        QTest::newRow("a star is all") << u" * "_s << good({});
        QTest::newRow("all in capitals") << u"ALL"_s << good({});
        QTest::newRow("a path") << u"/chat"_s << good(path(u"/chat"_s));
        QTest::newRow("a path with a space") << u"/my room"_s << good(path(u"/my room"_s));
        QTest::newRow("the root path") << u"/"_s << good(path(u"/"_s));
        QTest::newRow("a group") << u"group:blue"_s << good(path({}, u"blue"_s));
        QTest::newRow("a group of two words")
            << u"group:\"deep blue\""_s << good(path({}, u"deep blue"_s));
        QTest::newRow("a group on a path")
            << u"/chat group:blue"_s << good(path(u"/chat"_s, u"blue"_s));
        QTest::newRow("a name") << u"bold-otter"_s << good(clients({Otter}));
        QTest::newRow("a name in another case") << u"Bold-Otter"_s << good(clients({Otter}));
        QTest::newRow("a name that two share") << u"Ada"_s << good(clients({Otter, Heron}));
        QTest::newRow("names") << u"bold-otter, Ada"_s << good(clients({Otter, Heron}));
        QTest::newRow("a name with a comma") << u"one, two"_s << good(clients({Comma}));
        QTest::newRow("an id") << Heron.toString() << good(clients({Heron}));
        QTest::newRow("an id in capitals") << Heron.toString().toUpper() << good(clients({Heron}));
        QTest::newRow("the selection") << u"@selected"_s << good(clients({Heron, Comma}));
        QTest::newRow("nothing") << u"  "_s << bad(TargetProblem::Empty);
        QTest::newRow("commas only") << u", ,"_s << bad(TargetProblem::Empty);
        QTest::newRow("an unknown name")
            << u"bold-otter, nobody"_s << bad(TargetProblem::UnknownName, u"nobody"_s);
        QTest::newRow("a group without a name")
            << u"group:"_s << bad(TargetProblem::GroupNameMissing);
        QTest::newRow("something behind a group")
            << u"group:blue and red"_s << bad(TargetProblem::NotUnderstood, u"and red"_s);
    }
    void parse()
    {
        QFETCH(QString, text);
        QTEST(parseTarget(text, {{Heron, Comma}, named}), "reading");
    }

    void anEmptySelectionIsAProblem()
    {
        QCOMPARE(parseTarget(u"@selected"_s, {}), bad(TargetProblem::NothingSelected));
    }

    void everyProblemHasASentence()
    {
        for (const auto problem :
             {TargetProblem::Empty, TargetProblem::UnknownName, TargetProblem::NothingSelected,
              TargetProblem::GroupNameMissing, TargetProblem::NotUnderstood})
            QVERIFY(!targetProblemText(bad(problem, u"x"_s)).isEmpty());
    }

    void textIsReadBackAsTheSameTarget_data()
    {
        QTest::addColumn<Target>("target");
        QTest::newRow("all") << Target{};
        QTest::newRow("a path") << path(u"/chat"_s);
        QTest::newRow("a group") << path({}, u"blue"_s);
        QTest::newRow("a group of two words") << path({}, u"deep blue"_s);
        QTest::newRow("a group on a path") << path(u"/chat room"_s, u"deep blue"_s);
        QTest::newRow("a client with a name") << clients({Otter});
        QTest::newRow("a client without one") << clients({Heron});
        QTest::newRow("the selection") << clients({Heron, Comma});
    }
    void textIsReadBackAsTheSameTarget()
    {
        QFETCH(Target, target);
        const QString text = targetText(
            target, [](const ClientId &id) { return id == Otter ? u"bold-otter"_s : QString(); });
        QCOMPARE(parseTarget(text, {{Heron, Comma}, named}), good(target));
        QVERIFY(!targetWords(target).isEmpty());
    }

    void plainNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("plain");
        QTest::newRow("two words and a hyphen") << u"bold-otter"_s << true;
        QTest::newRow("a name with a space") << u"Ada Lovelace"_s << true;
        QTest::newRow("an emoji") << u"Ada 🙂"_s << true;
        QTest::newRow("nothing") << QString() << false;
        QTest::newRow("a comma") << u"a,b"_s << false;
        QTest::newRow("like a path") << u"/a"_s << false;
        QTest::newRow("like a group") << u"group:a"_s << false;
        QTest::newRow("like the selection") << u"@selected"_s << false;
        QTest::newRow("like everyone") << u"All"_s << false;
        QTest::newRow("like an id") << Otter.toString() << false;
        QTest::newRow("a space at the end") << u"a "_s << false;
        QTest::newRow("a bidirectional override") << u"a\u202eb"_s << false;
        QTest::newRow("a zero-width space") << u"a\u200bb"_s << false;
        QTest::newRow("a line feed") << u"a\nb"_s << false;
        QTest::newRow("a no-break space") << u"a\u00a0b"_s << false;
    }
    void plainNames()
    {
        QFETCH(QString, name);
        QTEST(isPlainTargetName(name), "plain");
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestTargetText)
#include "tst_targettext.moc"
