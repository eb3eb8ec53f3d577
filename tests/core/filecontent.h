#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>

namespace Signalbox {

/// All of a file; empty: also when it cannot be read.
inline QByteArray contentOf(const QString &fileName)
{
    QFile file(fileName);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Makes a file, or writes over it, without any care; false: not all of it was written.
inline bool write(const QString &fileName, const QByteArray &content)
{
    QFile file(fileName);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

} // namespace Signalbox
