#pragma once

#include <QByteArray>
#include <QObject>

#include <deque>

namespace Signalbox {

/// Who waits for a turn.
class TurnUser
{
public:
    virtual ~TurnUser() = default;
    virtual void turnCame() = 0; ///< may wait() again
};

/// What the links of one shard share while they read. A KiB on the wire may be a MiB to handle, so
/// that in one turn of the event loop only so much is handled of what had to be inflated, whoever
/// sent it. Who has more then waits, first come, first served, while everybody else is read from.
/// Lives in its shard's thread.
class ReadTurns final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ReadTurns)
public:
    static constexpr qint64 TurnBytes = 256 * 1024; ///< and what is left of a message

    explicit ReadTurns(QObject *parent = nullptr);

    /// What is read goes here first.
    QByteArray &buffer() { return m_buffer; }

    /// So much has been inflated and handled.
    void spend(qint64 bytes) { m_left -= bytes; }
    bool isOver() const { return m_left <= 0; }
    /// Calls the user in one of the turns that follow.
    void wait(TurnUser *user);
    void leave(TurnUser *user);

private:
    void next();

    QByteArray m_buffer;
    std::deque<TurnUser *> m_waiting;
    qint64 m_left = TurnBytes;
    bool m_isAsked = false;
};

} // namespace Signalbox
