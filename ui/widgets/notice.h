#pragma once

#include <QObject>
#include <QTimer>

#include <functional>

class QPushButton;

namespace Signalbox {

class Banner;

/// What a part of the window has to say for a moment, in a bar of its own: why a key did nothing,
/// or what a click replaced, with the way back. The window's thread.
class Notice final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Notice)
public:
    explicit Notice(Banner *banner, QObject *parent = nullptr);

    void say(const QString &sentence);
    /// The bar has a button that calls `undo`.
    void offer(const QString &sentence, const std::function<void()> &undo);
    void withdraw(); ///< what was offered would undo something else by now

private:
    void show(const QString &sentence);

    Banner *m_banner;
    QPushButton *m_button;
    std::function<void()> m_undo; ///< null: nothing is offered
    QTimer m_timer;
};

} // namespace Signalbox
