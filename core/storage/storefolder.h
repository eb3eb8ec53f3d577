#pragma once

#include <QDir>
#include <QString>

namespace Signalbox {

/// The folder in which the program keeps what belongs to one configuration: history, made
/// certificates, what timers and scripts remember.
struct StoreFolder
{
    QDir folder; ///< need not be there yet
    QString movedFrom; ///< where an earlier version kept it, until now; empty: nothing was moved
};

/// Finds the folder below `data`: its name is the first 16 hexadecimal digits of the SHA-256 of the
/// configuration's absolute file name in UTF-8. Up to 0.1 it was Qt's qHash() of that, which
/// another version of Qt or another processor may compute otherwise: a folder of that name is
/// moved. It is used where it lies as long as it cannot be moved, or a program of such a version is
/// using it.
StoreFolder findStoreFolder(const QDir &data, const QString &configuration);

} // namespace Signalbox
