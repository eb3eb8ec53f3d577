#pragma once

#include "core/values/result.h"

#include <QDir>
#include <QFileSystemWatcher>
#include <QHash>
#include <QObject>
#include <QTimer>

namespace Signalbox {

/// The text of a script's file. Fails with CannotRead (not there, larger than MaxScriptSource, not
/// UTF-8) and what is wrong, one English phrase that begins with the path. Any thread.
Result<QString> readScriptFile(const QString &path);

/// Reads the files of scripts, and tells when one of them holds something else. The server's
/// thread.
class ScriptFiles final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ScriptFiles)
public:
    /// Relative names start at `base`.
    explicit ScriptFiles(const QDir &base, QObject *parent = nullptr);

    /// Gives the text, and watches the file from now on, whether it is there or not. Fails like
    /// readScriptFile().
    Result<QString> open(const QString &fileName);
    /// The text now, without watching; fails like open().
    Result<QString> read(const QString &fileName) const;
    /// Watches only these from now on.
    void keepOnly(const QStringList &fileNames);

Q_SIGNALS:
    void changed(const QString &fileName); ///< as it was given to open()

private:
    void watch(const QString &path);
    void look();

    QDir m_base;
    QFileSystemWatcher m_watcher;
    QTimer m_lookTimer; ///< a file that is being written is looked at a moment later
    QHash<QString, QByteArray> m_known; ///< by given name: hash of what was read last
};

} // namespace Signalbox
