#include "core/routes/scriptworker.h"

#include "core/routes/script.h"
#include "core/routes/scriptrealms.h"
#include "core/routes/scriptsandbox.h"
#include "core/routes/scriptwatchdog.h"
#include "core/routes/scriptwire.h"

#include <QCoreApplication>
#include <QDateTime>

#include <cstring>
#include <map>

namespace Signalbox {

namespace {

constexpr qsizetype ReadSize = 64 * 1024;
constexpr qsizetype FlushSize = 32 * 1024;
constexpr auto FlushTime = std::chrono::milliseconds(2);

class Worker
{
public:
    int exec();

private:
    void handle(ScriptFrame kind, ByteReader &content);
    void compile(ByteReader &content);
    void run(ByteReader &content);
    void write(ScriptFrame kind, const ByteWriter &content);
    void flush();

    ScriptWorld m_world;
    std::mutex m_outputMutex; ///< the watchdog sends what waits while a script takes its time
    QByteArray m_output;
    ScriptWatchdog m_watchdog{[this] { flush(); }, [] { endScriptProcess(ScriptStuck); }};
    ScriptRealms m_realms{&m_world, &m_watchdog};
    std::map<ScriptId, std::unique_ptr<Script>> m_scripts;
    int m_megabytes = 256;
};

int Worker::exec()
{
    QByteArray input;
    QByteArray block(ReadSize, Qt::Uninitialized);
    for (;;) {
        const qint64 n = readScriptInput(block.data(), block.size());
        if (n <= 0)
            return 0; // the server is gone
        input.append(block.constData(), n);
        if (!takeScriptFrames(
                input, [this](ScriptFrame kind, ByteReader &content) { handle(kind, content); }))
            return 1;
        flush();
    }
}

void Worker::handle(ScriptFrame kind, ByteReader &content)
{
    switch (kind) {
    case ScriptFrame::Settings:
        m_watchdog.setDeadline(std::chrono::milliseconds(content.take<quint32>()));
        m_megabytes = int(content.take<quint32>());
        limitScriptMemory(m_megabytes);
        break;
    case ScriptFrame::State:
        m_world.state = content.takeBytes();
        ++m_world.stateVersion;
        break;
    case ScriptFrame::Compile:
        compile(content);
        break;
    case ScriptFrame::Forget:
        m_scripts.erase(content.take<ScriptId>());
        break;
    case ScriptFrame::Run:
        run(content);
        break;
    case ScriptFrame::Join: {
        const ClientId id{QUuid::fromRfc4122(content.takeBytes())};
        const QString path = content.takeText();
        m_world.clients.insert(id, {path, content.takeBytes()});
        break;
    }
    case ScriptFrame::Leave:
        m_world.clients.remove(ClientId{QUuid::fromRfc4122(content.takeBytes())});
        break;
    default:
        break;
    }
}

void Worker::compile(ByteReader &content)
{
    const auto id = content.take<ScriptId>();
    const QString source = content.takeText();
    auto script = std::make_unique<Script>(source, content.takeText(), m_realms.of(source));
    ByteWriter answer;
    answer.put(id);
    answer.put(script->fault() ? script->fault()->message : QString());
    answer.put(qint32(script->fault() ? script->fault()->line : 0));
    write(ScriptFrame::Compiled, answer);
    m_scripts.insert_or_assign(id, std::move(script));
    limitScriptMemory(m_megabytes); // an engine's own needs are not the script's
}

void Worker::run(ByteReader &content)
{
    const auto found = m_scripts.find(content.take<ScriptId>());
    const ScriptEvent event = takeEvent(content);
    ByteWriter answer;
    if (found == m_scripts.end()) {
        ScriptOutcome outcome;
        outcome.result = ScriptOutcome::Result::Refused;
        putOutcome(answer, outcome);
        return write(ScriptFrame::Ran, answer);
    }
    const ScriptOutcome outcome = found->second->run(event);
    if (found->second->hasChangedState()) {
        ByteWriter state;
        state.put(m_world.state);
        write(ScriptFrame::State, state);
    }
    putOutcome(answer, outcome);
    write(ScriptFrame::Ran, answer);
    if (outcome.took > FlushTime)
        flush();
}

void Worker::write(ScriptFrame kind, const ByteWriter &content)
{
    bool isMuch = false;
    {
        const std::scoped_lock lock(m_outputMutex);
        m_output += scriptFrame(kind, content);
        isMuch = m_output.size() > FlushSize;
    }
    if (isMuch)
        flush();
}

void Worker::flush()
{
    const std::scoped_lock lock(m_outputMutex);
    if (m_output.isEmpty())
        return;
    if (!writeScriptOutput(m_output.constData(), m_output.size()))
        endScriptProcess(1); // the server is gone
    m_output.resize(0);
}

} // namespace

bool isScriptWorker(int argc, char **argv)
{
    return argc == 2 && std::strcmp(argv[1], ScriptWorkerArgument) == 0;
}

int runScriptWorker(int argc, char **argv)
{
    enterScriptSandbox();
    QCoreApplication application(argc, argv); // QJSEngine wants one; its event loop never runs
    std::ignore = QDateTime::currentDateTime().offsetFromUtc(); // reads the time zone once
    Worker worker;
    return worker.exec();
}

} // namespace Signalbox
