#include "ui/compose/sendhistory.h"

#include "core/storage/guardedload.h"
#include "core/storage/guardedsave.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <chrono>
#include <utility>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto SaveDelay = 500ms;
constexpr int Version = 1;

QJsonObject toJson(const ComposerText &item)
{
    QJsonObject object{
        {u"kind"_s, item.kind == PayloadKind::Json ? u"json"_s : u"text"_s},
        {u"text"_s, item.text},
        {u"target"_s, item.targetText},
    };
    if (!item.clients.isEmpty()) {
        QJsonArray ids;
        for (const ClientId &id : item.clients)
            ids.append(id.toString());
        object.insert(u"clients"_s, ids);
    }
    if (item.at.isValid()) {
        object.insert(u"at"_s, item.at.toString(Qt::ISODateWithMs));
        object.insert(u"receivers"_s, qint64(item.receivers));
    }
    return object;
}

ComposerText fromJson(const QJsonObject &object)
{
    ComposerText item;
    item.kind = object.value("kind"_L1) == "text"_L1 ? PayloadKind::Text : PayloadKind::Json;
    item.text = object.value("text"_L1).toString();
    item.targetText = object.value("target"_L1).toString();
    const QJsonArray ids = object.value("clients"_L1).toArray();
    for (const QJsonValue &id : ids)
        if (const auto client = ClientId::fromString(id.toString()))
            item.clients.append(*client);
    item.at = QDateTime::fromString(object.value("at"_L1).toString(), Qt::ISODateWithMs);
    item.receivers = quint32(object.value("receivers"_L1).toInteger());
    return item;
}

} // namespace

QByteArray historyDocument(const ComposerText &draft, const QList<ComposerText> &sends)
{
    QJsonArray list;
    for (const ComposerText &send : sends)
        list.append(toJson(send));
    return QJsonDocument(QJsonObject{{u"version"_s, Version},
                                     {u"draft"_s, toJson(draft)},
                                     {u"sends"_s, list}})
        .toJson();
}

std::optional<HistoryReading> parseHistory(const QByteArray &document)
{
    const QJsonObject root = QJsonDocument::fromJson(document).object();
    if (root.value("version"_L1).toInt() != Version)
        return std::nullopt;
    HistoryReading reading{fromJson(root.value("draft"_L1).toObject()), {}};
    const QJsonArray list = root.value("sends"_L1).toArray();
    for (const QJsonValue &send : list)
        reading.sends.append(fromJson(send.toObject()));
    return reading;
}

SendHistory::SendHistory(QString fileName, QObject *parent)
    : QObject(parent)
    , m_fileName(std::move(fileName))
{
    m_writer.setMaxThreadCount(1);
    m_saveTimer.setSingleShot(true);
    m_saveTimer.setInterval(SaveDelay);
    connect(&m_saveTimer, &QTimer::timeout, this, &SendHistory::save);
    load();
}

SendHistory::~SendHistory()
{
    flush();
}

void SendHistory::load()
{
    if (m_fileName.isEmpty())
        return;
    const auto usable = [](const QByteArray &document) {
        return parseHistory(document)
                   ? success()
                   : Status(Error{Error::Code::BadDocument, u"it is no history of sends"_s});
    };
    const auto saved = guardedLoad(m_fileName, usable);
    if (!saved) {
        m_unreadable = saved.error();
        return;
    }
    if (!saved->content)
        return;
    std::optional<HistoryReading> reading = parseHistory(*saved->content);
    m_draft = reading->draft;
    m_sends = std::move(reading->sends);
    trim();
}

void SendHistory::setDraft(const ComposerText &draft)
{
    if (draft == m_draft)
        return;
    m_draft = draft;
    changed();
}

void SendHistory::add(const ComposerText &send)
{
    m_at.reset();
    if (send.text.size() > MaxCharacters)
        return; // it would take the place of all others
    if (!m_sends.isEmpty() && m_sends.last().text == send.text && m_sends.last().kind == send.kind
        && m_sends.last().targetText == send.targetText && m_sends.last().clients == send.clients)
        m_sends.removeLast();
    m_sends.append(send);
    trim();
    changed();
}

void SendHistory::trim()
{
    qsizetype characters = 0;
    qsizetype kept = 0;
    while (kept < m_sends.size() && kept < MaxSends) {
        characters += m_sends.at(m_sends.size() - 1 - kept).text.size();
        if (characters > MaxCharacters)
            break;
        ++kept;
    }
    m_sends.remove(0, m_sends.size() - kept);
}

std::optional<ComposerText> SendHistory::older(const ComposerText &current)
{
    qsizetype at = m_at.value_or(m_sends.size()) - 1;
    // what is shown already is not shown again
    if (!m_at && at >= 0 && m_sends.at(at).text == current.text
        && m_sends.at(at).kind == current.kind)
        --at;
    if (at < 0)
        return std::nullopt;
    if (!m_at)
        m_kept = current;
    m_at = at;
    return m_sends.at(at);
}

std::optional<ComposerText> SendHistory::newer()
{
    if (!m_at)
        return std::nullopt;
    if (*m_at + 1 < m_sends.size()) {
        m_at = *m_at + 1;
        if (*m_at + 1 < m_sends.size() || m_sends.at(*m_at).text != m_kept.text)
            return m_sends.at(*m_at);
    }
    m_at.reset();
    return m_kept;
}

void SendHistory::stopWalking()
{
    m_at.reset();
}

void SendHistory::changed()
{
    m_dirty = true;
    if (!m_fileName.isEmpty() && !m_saveTimer.isActive())
        m_saveTimer.start();
}

void SendHistory::save()
{
    if (!m_dirty || m_fileName.isEmpty() || m_isWriting)
        return; // what is being written is followed by what came meanwhile
    m_dirty = false;
    if (m_unreadable) {
        Q_EMIT saveFailed(*m_unreadable);
        return;
    }
    m_isWriting = true;
    m_writer.start([this, fileName = m_fileName, draft = m_draft, sends = m_sends] {
        const Status status = guardedSave(fileName, historyDocument(draft, sends), Earlier::Kept);
        QMetaObject::invokeMethod(this, [this, status] {
            m_isWriting = false;
            if (m_dirty)
                m_saveTimer.start();
            if (status)
                Q_EMIT saved();
            else
                Q_EMIT saveFailed(status.error());
        });
    });
}

void SendHistory::flush()
{
    m_saveTimer.stop();
    m_writer.waitForDone();
    m_isWriting = false;
    save();
    m_writer.waitForDone();
}

} // namespace Signalbox
