#include "heartbeat.h"
#include "tests/ui/window/windowfixture.h"
#include "ui/editors/payloadedit.h"
#include "ui/editors/scripteditor.h"
#include "ui/endpoints/accesspage.h"
#include "ui/log/inspector.h"
#include "ui/model/clientdirectory.h"
#include "ui/routes/requestform.h"
#include "ui/routes/ruleform.h"
#include "ui/routes/testbench.h"
#include "ui/timers/timerdialog.h"

#include <QApplication>
#include <QClipboard>
#include <QCommandLineParser>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

#include <cstdio>
#include <functional>
#include <map>

using namespace Qt::StringLiterals;
using namespace Signalbox;

namespace {

constexpr int Quiet = 100; ///< milliseconds before the paste

QString repeated(const QString &part, qsizetype size)
{
    return part.repeated(size / part.size() + 1).left(size);
}

const std::map<QString, std::function<QString(qsizetype)>> Texts{
    {u"line"_s, [](qsizetype size) -> QString { return QString(size, u'x'); }},
    {u"words"_s, [](qsizetype size) -> QString { return repeated(u"hello world "_s, size); }},
    {u"lines"_s,
     [](qsizetype size) -> QString {
         return repeated(u"a line of fifty characters and the end of it...\n"_s, size);
     }},
    {u"json"_s,
     [](qsizetype size) -> QString {
         return u'[' + repeated(u"{\"id\":12,\"name\":\"some text\"},"_s, size / 28 * 28) + u"0]"_s;
     }},
    {u"marks"_s, [](qsizetype size) -> QString { return u'a' + QString(size - 1, QChar(0x0301)); }},
    {u"names"_s, [](qsizetype size) -> QString { return repeated(u"ann,"_s, size); }},
};

/// Where a text is pasted: a widget that is shown and takes the keys.
struct Place
{
    std::unique_ptr<QWidget> owner; ///< null: the main window's
    QWidget *keys = nullptr;
};

Place shown(std::unique_ptr<QWidget> owner, QWidget *keys)
{
    owner->resize(700, 500);
    owner->show();
    return {std::move(owner), keys};
}

Place placeOf(const QString &name, WindowFixture &fixture, const ClientDirectory &directory)
{
    if (name == "composer"_L1 || name == "text"_L1) {
        auto *kind = fixture.part<QToolButton>(name == "text"_L1 ? "kindText" : "kindJson");
        kind->click();
        return {nullptr, fixture.part<PayloadEdit>("payload")};
    }
    if (name == "filter"_L1)
        return {nullptr, fixture.part<QLineEdit>("logFilter")};
    if (name == "target"_L1)
        return {nullptr, fixture.part<QWidget>("target")->findChild<QLineEdit *>()};
    if (name == "timer"_L1) {
        auto dialog =
            std::make_unique<TimerDialog>(TimerConfig{}, QStringList(), true, directory, QDir());
        auto *edit = dialog->findChild<PayloadEdit *>();
        return shown(std::move(dialog), edit);
    }
    if (name == "bench"_L1) {
        auto bench = std::make_unique<TestBench>(directory);
        auto *edit = bench->findChild<PayloadEdit *>(u"testMessage"_s);
        return shown(std::move(bench), edit);
    }
    if (name == "headers"_L1) {
        auto form = std::make_unique<RequestForm>();
        form->findChild<QToolButton *>(u"showHeaders"_s)->click();
        auto *edit = form->findChild<QWidget *>(u"requestHeaders"_s);
        return shown(std::move(form), edit);
    }
    if (name == "rule"_L1) {
        auto form = std::make_unique<RuleForm>();
        form->setRules({});
        auto *edit = form->findChild<QLineEdit *>(u"ruleValue"_s);
        return shown(std::move(form), edit);
    }
    if (name == "origins"_L1) {
        auto page = std::make_unique<AccessPage>(EndpointConfig{});
        auto *edit = page->findChild<QWidget *>(u"endpointOrigins"_s);
        return shown(std::move(page), edit);
    }
    if (name == "script"_L1) {
        auto editor = std::make_unique<ScriptEditor>();
        auto *edit = editor->findChild<QWidget *>(u"code"_s);
        return shown(std::move(editor), edit);
    }
    return {};
}

/// The longest stall, in milliseconds, from `act` on until `wait` milliseconds later.
double stallOf(int wait, const std::function<void()> &act)
{
    Heartbeat heartbeat;
    heartbeat.start();
    QTest::qWait(Quiet);
    const size_t before = heartbeat.beats();
    act();
    QTest::qWait(wait);
    return heartbeat.longestStallSince(before);
}

void inspect(const QString &text, int wait)
{
    LogEntry entry;
    entry.kind = LogKind::In;
    entry.type = text.startsWith(u'[') ? PayloadType::Json : PayloadType::Text;
    entry.payload = text.toUtf8();
    entry.size = quint64(entry.payload.size());
    Inspector inspector;
    inspector.resize(700, 300);
    inspector.show();
    const double chosen = stallOf(wait, [&] { inspector.setEntry(entry); });
    const double all = stallOf(wait, [&inspector] {
        const QList<QPushButton *> buttons = inspector.findChildren<QPushButton *>();
        for (QPushButton *button : buttons)
            if (button->isVisible() && button->text() == "Show all"_L1)
                button->click();
    });
    std::printf("  chosen %.0f ms, show all %.0f ms\n", chosen, all);
}

} // namespace

/// Pastes one long text into one place of the real window and prints how long that kept the
/// window's thread from everything else. What it prints is to be read; nothing is judged.
int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QCommandLineOption size(u"size"_s, u"characters (900000)"_s, u"N"_s, u"900000"_s);
    const QCommandLineOption wait(u"wait"_s, u"milliseconds to watch (1500)"_s, u"N"_s, u"1500"_s);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOptions({size, wait});
    parser.addPositionalArgument(u"place"_s,
                                 u"composer, text, timer, bench, headers, rule, origins, script, "
                                 "filter, target or inspector"_s);
    parser.addPositionalArgument(u"text"_s, u"line, words, lines, json, marks or names"_s);
    parser.process(application);
    const QStringList arguments = parser.positionalArguments();
    const auto make = Texts.find(arguments.value(1));
    if (make == Texts.end())
        parser.showHelp(2);
    const QString text = make->second(parser.value(size).toLongLong());
    const int watched = parser.value(wait).toInt();

    WindowFixture fixture;
    fixture.window().resize(1366, 768);
    fixture.window().show();
    const auto ann = fixture.connectPeer(u"/?name=ann"_s);
    QTest::qWait(1000);
    std::printf("%s into %s, %lld characters:", qPrintable(arguments.at(1)),
                qPrintable(arguments.at(0)), qlonglong(text.size()));
    if (arguments.at(0) == "inspector"_L1) {
        inspect(text, watched);
        return 0;
    }
    const ClientDirectory directory;
    const Place place = placeOf(arguments.at(0), fixture, directory);
    if (place.keys == nullptr)
        parser.showHelp(2);
    QGuiApplication::clipboard()->setText(text);
    place.keys->setFocus();
    const double pasted =
        stallOf(watched, [&place] { QTest::keyClick(place.keys, Qt::Key_V, Qt::ControlModifier); });
    const double typed = stallOf(watched, [&place] { QTest::keyClick(place.keys, Qt::Key_A); });
    const double undone =
        stallOf(watched, [&place] { QTest::keyClick(place.keys, Qt::Key_Z, Qt::ControlModifier); });
    std::printf(" pasted %.0f ms, next key %.0f ms, undone %.0f ms\n", pasted, typed, undone);
    return 0;
}
