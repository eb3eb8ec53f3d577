#pragma once

#include "ui/widgets/newestwork.h"

#include <QObject>

#include <functional>

namespace Signalbox {

/// Puts text onto the clipboard, for which the window does not wait where it takes a time to make.
/// The window's thread.
class LateCopy final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LateCopy)
public:
    static constexpr qsizetype AtOnce = 128 * 1024; ///< bytes

    using QObject::QObject;

    /// `make` is called in another thread when it makes its text of more than AtOnce bytes. What is
    /// copied before that is done is not copied any more.
    void copy(qsizetype bytes, const std::function<QString()> &make);
    bool isBusy() const { return m_work.isRunning(); }

Q_SIGNALS:
    void busyChanged();

private:
    NewestWork m_work;
};

} // namespace Signalbox
