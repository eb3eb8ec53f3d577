#include "core/server/scriptstatekeeper.h"

#include <chrono>
#include <utility>

namespace Signalbox {

using namespace std::chrono_literals;

namespace {

constexpr auto SaveDelay = 1s;

} // namespace

ScriptStateKeeper::ScriptStateKeeper(const QString &fileName, QObject *parent)
    : QObject(parent)
    , m_file(fileName)
    , m_timer(this)
    , m_side(this)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(SaveDelay);
    connect(&m_timer, &QTimer::timeout, this, &ScriptStateKeeper::begin);
}

Result<ScriptStateFile::Loaded> ScriptStateKeeper::load()
{
    auto loaded = m_file.load();
    m_maySave = bool(loaded);
    return loaded;
}

void ScriptStateKeeper::save(const QByteArray &state)
{
    m_state = state;
    m_isSaved = false;
    if (!m_isSaving && !m_timer.isActive())
        m_timer.start();
}

void ScriptStateKeeper::begin()
{
    if (m_isSaved || m_isSaving || !m_maySave)
        return;
    m_isSaved = m_isSaving = true;
    m_side.run([file = m_file, state = m_state] { return file.save(state); },
               [this](const Status &saved) {
                   m_isSaving = false;
                   take(saved);
                   if (!m_isSaved)
                       m_timer.start(); // there is a newer one, or perhaps room later
               });
}

void ScriptStateKeeper::finish()
{
    m_timer.stop();
    m_side.finish();
    // how a save under way ended is not heard of any more
    if ((m_isSaving || !m_isSaved) && m_maySave)
        take(m_file.save(m_state));
}

void ScriptStateKeeper::take(const Status &saved)
{
    if (saved) {
        m_hasFailed = false;
        return;
    }
    m_isSaved = false;
    if (!std::exchange(m_hasFailed, true))
        Q_EMIT failed(saved.error());
}

} // namespace Signalbox
