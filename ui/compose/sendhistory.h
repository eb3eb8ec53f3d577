#pragma once

#include "core/values/result.h"
#include "core/values/target.h"
#include "ui/editors/payload.h"

#include <QDateTime>
#include <QList>
#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <optional>

namespace Signalbox {

/// What the composer held at one moment: a draft, or a send that was made.
struct ComposerText
{
    PayloadKind kind = PayloadKind::Json;
    QString text;
    QString targetText; ///< as in the target box
    QList<ClientId> clients; ///< the frozen ids, when the target was chosen clients
    quint32 receivers = 0; ///< of a send: how many it was for
    QDateTime at; ///< of a send; UTC

    bool operator==(const ComposerText &) const = default;
};

/// The document of a history: JSON, version 1, the draft and the sends, oldest first.
QByteArray historyDocument(const ComposerText &draft, const QList<ComposerText> &sends);
struct HistoryReading
{
    ComposerText draft;
    QList<ComposerText> sends;
};
/// nullopt: not such a document.
std::optional<HistoryReading> parseHistory(const QByteArray &document);

/// The sends made by hand and the draft, kept over restarts in a file of their own: the last
/// MaxSends, together at most MaxCharacters of text; a longer one is not kept. Written half a
/// second after a change, on a thread of its own, and once more when this object goes. The window's
/// thread.
class SendHistory final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SendHistory)
public:
    static constexpr qsizetype MaxSends = 500;
    static constexpr qsizetype MaxCharacters = 1024 * 1024;

    /// Reads the file; when it is damaged, an earlier save as guardedLoad() does. One that cannot
    /// be read is left alone: every save fails with the reason. An empty name: nothing is read or
    /// written.
    explicit SendHistory(QString fileName, QObject *parent = nullptr);
    ~SendHistory() override;

    const ComposerText &draft() const { return m_draft; }
    void setDraft(const ComposerText &draft);
    const QList<ComposerText> &sends() const { return m_sends; } ///< oldest first
    /// Ends a walk. A send with the same text and target as the last one takes its place.
    void add(const ComposerText &send);

    /// One step back in time. The first step keeps `current`, for the way back. nullopt: there is
    /// nothing older.
    std::optional<ComposerText> older(const ComposerText &current);
    /// One step forward, at last to what older() kept. nullopt: no walk is under way.
    std::optional<ComposerText> newer();
    bool isWalking() const { return m_at.has_value(); }
    void stopWalking(); ///< the text was edited: it is the draft now

    /// Writes now what has not been written, and waits.
    void flush();

Q_SIGNALS:
    void saved();
    void saveFailed(const Signalbox::Error &error);

private:
    void load();
    void save();
    void changed();
    void trim();

    QString m_fileName;
    ComposerText m_draft;
    QList<ComposerText> m_sends;
    std::optional<qsizetype> m_at; ///< the send that is shown
    ComposerText m_kept; ///< shown before the walk began
    std::optional<Error> m_unreadable; ///< why the file could not be read, and is not written over
    bool m_dirty = false;
    bool m_isWriting = false;
    QTimer m_saveTimer{this};
    QThreadPool m_writer; ///< one thread: writes stay in order
};

} // namespace Signalbox
