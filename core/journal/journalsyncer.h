#pragma once

#include "core/values/result.h"

#include <QObject>
#include <QThread>

#include <memory>

namespace Signalbox {

/// Takes what was appended to a journal to the disk itself. A disk can take long for that, and
/// whoever appends must not wait: this does it in a thread of its own, through its own connection.
/// Lives in its owner's thread.
class JournalSyncer final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JournalSyncer)
public:
    explicit JournalSyncer(QObject *parent = nullptr);
    ~JournalSyncer() override;

    /// Begins with what is in the file now, which has been synced before; failed() follows when
    /// that cannot be done, as with one that was emptied. Does nothing while it is at it already:
    /// false.
    bool begin(const QString &fileName);
    /// Waits until it is done, and lets go of the file.
    void end();

Q_SIGNALS:
    void failed(const Signalbox::Error &error);

private:
    class Worker;

    QThread m_thread;
    std::unique_ptr<Worker> m_worker;
    bool m_isBusy = false;
    quint64 m_round = 0; ///< what an earlier one than this finds is of no interest any more
};

} // namespace Signalbox
