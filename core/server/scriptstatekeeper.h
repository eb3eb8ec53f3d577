#pragma once

#include "core/routes/scriptstatefile.h"
#include "core/server/sidethread.h"

#include <QByteArray>
#include <QObject>
#include <QTimer>

namespace Signalbox {

/// Keeps the object that scripts share in its file, which is written in a thread beside the
/// server's: a slow disk must not make timers late. One save at a time, and behind it the newest
/// state, so nothing queues. Lives in the server's thread.
class ScriptStateKeeper final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ScriptStateKeeper)
public:
    explicit ScriptStateKeeper(const QString &fileName, QObject *parent = nullptr);

    /// Reads the file, as ScriptStateFile does; call it first. When it fails, nothing is ever
    /// saved.
    Result<ScriptStateFile::Loaded> load();
    /// Saves this state, or the one that follows it, soon; a save that failed is tried again.
    void save(const QByteArray &state);
    /// Begins to save at once what is not saved.
    void begin();
    /// Saves what is not saved, and waits until it is. Call it last.
    void finish();

Q_SIGNALS:
    void failed(const Signalbox::Error &error); ///< once, until a save succeeds

private:
    void take(const Status &saved);

    ScriptStateFile m_file;
    QByteArray m_state;
    QTimer m_timer;
    bool m_maySave = false;
    bool m_isSaved = true; ///< m_state is in the file, or on its way there
    bool m_isSaving = false;
    bool m_hasFailed = false; ///< it has been said
    SideThread m_side;
};

} // namespace Signalbox
