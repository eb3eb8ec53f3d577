#include "ui/window/manualsends.h"

#include "core/server/server.h"
#include "ui/compose/composer.h"
#include "ui/compose/receiverssheet.h"
#include "ui/compose/sendwords.h"
#include "ui/model/clientdirectory.h"
#include "ui/window/windowbanners.h"

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {
constexpr quint64 Remembered = 8; ///< as many as the server knows the receivers of
constexpr qsizetype MaxBanners = 3;
} // namespace

ManualSends::ManualSends(Server &server, const ClientDirectory &directory, Composer &composer,
                         WindowBanners &banners, QWidget *window)
    : QObject(window)
    , m_server(server)
    , m_directory(directory)
    , m_composer(composer)
    , m_banners(banners)
    , m_window(window)
{
    connect(&m_composer, &Composer::sendRequested, this, &ManualSends::send);
    connect(&m_composer, &Composer::receiversRequested, this, &ManualSends::showReceivers);
    connect(&m_composer, &Composer::restRequested, this, &ManualSends::sendToRest);
    connect(&m_server, &Server::sendProgressed, this, &ManualSends::progress);
    connect(&m_directory, &ClientDirectory::left, this, &ManualSends::updateSheet);
    showUnfinished();
}

ManualSends::~ManualSends() = default;

void ManualSends::send(const Signal &signal)
{
    const quint64 request = m_server.send(signal);
    m_signals.insert(request, signal);
    const auto isOld = [request](const auto &entry) { return entry.key() + Remembered <= request; };
    m_signals.removeIf(isOld);
    m_results.removeIf(isOld);
}

void ManualSends::progress(const SendResult &result)
{
    if (m_signals.contains(result.request))
        m_results.insert(result.request, result);
    m_composer.progress(result);
    if (result.request == m_sheetRequest)
        updateSheet();
}

/// Who did not get it and is still connected.
QList<ClientId> ManualSends::rest(quint64 request) const
{
    QList<ClientId> rest;
    const QList<SentCopy> copies = m_server.sentCopies(request);
    for (const SentCopy &copy : copies) {
        if (copy.receipt != Receipt::Dropped)
            continue;
        const ClientRecord *record = m_directory.find(copy.client);
        if (record != nullptr && !record->left)
            rest.append(copy.client);
    }
    return rest;
}

void ManualSends::sendToRest(quint64 request)
{
    const auto signal = m_signals.constFind(request);
    const QList<ClientId> clients = rest(request);
    if (signal == m_signals.cend() || clients.isEmpty()) {
        m_banners.say(tr("Nobody is still connected who did not get it."));
        return;
    }
    m_composer.sendSignal({signal->payload, {.clients = clients}});
}

void ManualSends::showReceivers(quint64 request)
{
    delete m_sheet;
    m_sheet = new ReceiversSheet(ReceiversModel::Send::Running, m_window);
    m_sheet->setAttribute(Qt::WA_DeleteOnClose);
    m_sheetRequest = request;
    connect(m_sheet, &ReceiversSheet::restRequested, this, [this, request] {
        m_sheet->close();
        sendToRest(request);
    });
    connect(m_sheet, &ReceiversSheet::textRequested, this, [this, request] {
        m_sheet->close();
        if (const auto signal = m_signals.constFind(request); signal != m_signals.cend())
            Q_EMIT composeRequested(signal->target, signal->payload);
    });
    updateSheet();
    m_sheet->open();
}

void ManualSends::updateSheet()
{
    if (!m_sheet || m_sheetRequest == 0)
        return;
    const SendResult result = m_results.value(m_sheetRequest);
    m_sheet->setCopies(sendResultText(result), m_server.sentCopies(m_sheetRequest));
    m_sheet->setRest(rest(m_sheetRequest).size());
}

void ManualSends::showUnfinished()
{
    const QList<SendRecord> &all = m_server.unfinishedSends();
    const QList<SendRecord> newest = all.last(std::min(all.size(), MaxBanners));
    for (const SendRecord &record : newest) {
        m_banners.showUnfinished(
            unfinishedText(record), [this, record] { showUnfinishedReceivers(record); },
            [this, record] {
                Q_EMIT composeRequested(record.signal.target, record.signal.payload);
            });
    }
    connect(&m_banners, &WindowBanners::unfinishedSeen, this,
            [this] { m_server.forgetUnfinishedSends(); });
}

void ManualSends::showUnfinishedReceivers(const SendRecord &record)
{
    delete m_sheet;
    m_sheetRequest = 0;
    m_sheet = new ReceiversSheet(ReceiversModel::Send::CutShort, m_window);
    m_sheet->setAttribute(Qt::WA_DeleteOnClose);
    m_sheet->setCopies(unfinishedText(record), record.copies);
    connect(m_sheet, &ReceiversSheet::textRequested, this, [this, record] {
        m_sheet->close();
        Q_EMIT composeRequested(record.signal.target, record.signal.payload);
    });
    m_sheet->open();
}

} // namespace Signalbox
