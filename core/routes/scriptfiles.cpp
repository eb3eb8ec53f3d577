#include "core/routes/scriptfiles.h"

#include "core/routes/scriptvalues.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Signalbox {

namespace {

constexpr auto LookDelay = 100ms;

QByteArray hashOf(const Result<QString> &text)
{
    // Another error is another content, too.
    const QString what = text ? u"+"_s + *text : u"-"_s + text.error().detail;
    return QCryptographicHash::hash(what.toUtf8(), QCryptographicHash::Sha256);
}

} // namespace

ScriptFiles::ScriptFiles(const QDir &base, QObject *parent)
    : QObject(parent)
    , m_base(base)
    , m_watcher(this)
    , m_lookTimer(this)
{
    m_lookTimer.setSingleShot(true);
    m_lookTimer.setInterval(LookDelay);
    const auto later = [this] { m_lookTimer.start(); };
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, later);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, later);
    connect(&m_lookTimer, &QTimer::timeout, this, &ScriptFiles::look);
}

Result<QString> ScriptFiles::read(const QString &fileName) const
{
    return readScriptFile(m_base.absoluteFilePath(fileName));
}

Result<QString> readScriptFile(const QString &path)
{
    const auto failed = [&path](const QString &why) {
        return Error{Error::Code::CannotRead, u"%1 %2"_s.arg(path, why)};
    };
    QFile file(path);
    if (!file.exists())
        return failed(u"is not there"_s);
    if (QFileInfo(path).isDir())
        return failed(u"is a folder"_s);
    if (!file.open(QIODevice::ReadOnly))
        return failed(u"cannot be opened: "_s + file.errorString());
    const QByteArray bytes = file.read(MaxScriptSource + 1);
    if (file.error() != QFileDevice::NoError)
        return failed(u"cannot be read: "_s + file.errorString());
    if (bytes.size() > MaxScriptSource)
        return failed(u"is larger than %1 bytes"_s.arg(MaxScriptSource));
    if (!bytes.isValidUtf8())
        return failed(u"is not UTF-8"_s);
    return QString::fromUtf8(bytes);
}

Result<QString> ScriptFiles::open(const QString &fileName)
{
    watch(m_base.absoluteFilePath(fileName));
    const auto text = read(fileName);
    m_known.insert(fileName, hashOf(text));
    return text;
}

void ScriptFiles::watch(const QString &path)
{
    // The folder too: editors put a new file in the old one's place.
    const QString folder = QFileInfo(path).absolutePath();
    if (QFileInfo::exists(path) && !m_watcher.files().contains(path))
        m_watcher.addPath(path);
    if (QFileInfo::exists(folder) && !m_watcher.directories().contains(folder))
        m_watcher.addPath(folder);
}

void ScriptFiles::keepOnly(const QStringList &fileNames)
{
    m_known.removeIf([&fileNames](const auto &known) { return !fileNames.contains(known.key()); });
    if (const QStringList all = m_watcher.files() + m_watcher.directories(); !all.isEmpty())
        m_watcher.removePaths(all);
    for (auto known = m_known.cbegin(); known != m_known.cend(); ++known)
        watch(m_base.absoluteFilePath(known.key()));
}

void ScriptFiles::look()
{
    const QStringList names = m_known.keys();
    for (const QString &name : names) {
        watch(m_base.absoluteFilePath(name));
        const QByteArray hash = hashOf(read(name));
        if (hash == std::exchange(m_known[name], hash))
            continue;
        Q_EMIT changed(name);
    }
}

} // namespace Signalbox
