#pragma once

#include <QDir>
#include <QWidget>

namespace Signalbox {

/// Writes what `widget` looks like into the build folder's screenshots/, to be looked at. False: it
/// could not be written.
inline bool savePicture(QWidget &widget, const QString &name)
{
    const QDir folder(QString::fromLatin1(SCREENSHOT_FOLDER));
    return folder.mkpath(QStringLiteral("."))
           && widget.grab().save(folder.filePath(name + QStringLiteral(".png")));
}

} // namespace Signalbox
