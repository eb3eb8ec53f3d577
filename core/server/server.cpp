#include "core/server/server.h"

#include "core/config/endpointrules.h"
#include "core/journal/journal.h"
#include "core/json/jsonscanner.h"
#include "core/net/descriptors.h"
#include "core/net/socketdispatcher.h"
#include "core/server/backend.h"
#include "core/server/sendrecords.h"
#include "core/server/shard.h"
#include "core/values/closecode.h"

#include <QAbstractEventDispatcher>
#include <QThread>
#include <QTimer>

#include <algorithm>

using namespace std::chrono_literals;

namespace Signalbox {

class Server::Private
{
public:
    explicit Private(ServerFolders itsFolders)
        : folders(std::move(itsFolders))
        , records(folders.store)
    {
    }

    struct Sending
    {
        quint64 request = 0;
        std::shared_ptr<Dispatch> dispatch;
        bool isOut = false; ///< its record is not waited for any more
        SendResult last;
        bool reported = false;
    };

    ServerState state;
    ServerFolders folders;
    std::unique_ptr<Journal> journal;
    Configuration configuration;
    QList<EndpointStatus> statuses;
    QHash<QString, TimerStatus> timers; ///< as last heard
    QList<RouteStatus> routes; ///< as last heard
    QByteArray scriptState = "{}"; ///< as last heard
    QList<DamagedFile> damagedFiles; ///< as last heard
    QThread thread;
    Backend *backend = nullptr;
    std::vector<std::unique_ptr<QThread>> shardThreads;
    QList<Sending> sendings;
    QList<std::pair<quint64, std::shared_ptr<Receipts>>> recent; ///< newest last
    SendRecords records;
    int progressTicks = 0;
    QTimer progress;
    quint64 requests = 0;
    quint64 heldBefore = 0;
    bool stopped = false;

    /// What the configuration wants kept on disk.
    JournalSettings journalSettings() const
    {
        if (!configuration.keepsJournal())
            return {};
        const JournalConfig &config = configuration.journal;
        return {.fileName = journalFile(),
                .days = config.days,
                .maxBytes = config.maxBytes,
                .leaveOut = endpointsNotKept(configuration)};
    }
    QString journalFile() const
    {
        const QString &file = configuration.journal.file;
        return file.isEmpty() ? folders.store.absoluteFilePath(QStringLiteral("journal.db"))
                              : folders.base.absoluteFilePath(file);
    }
    /// What was last heard of it; before anything was, what its configuration says.
    TimerStatus timerStatus(const ClockTask &config, ClockKind kind) const
    {
        const TimerStatus unheard{.name = config.name, .kind = kind, .enabled = config.enabled};
        const TimerStatus heard = timers.value(config.name, unheard);
        return heard.kind == kind ? heard : unheard;
    }
    template<typename Function>
    void onBackend(Function function)
    {
        QMetaObject::invokeMethod(backend, [b = backend, function] { function(b); });
    }
    template<typename Function>
    void onShards(Function function)
    {
        for (Shard *shard : state.shards)
            QMetaObject::invokeMethod(shard, [shard, function] { function(shard); });
    }
};

namespace {

constexpr qsizetype RecentSends = 8; ///< whose receipts can be asked for
constexpr int TicksPerSave = 20; // a second

/// What became so far of a signal that is through the shards; without its request's number.
SendResult resultOf(const Dispatch &dispatch)
{
    const Frame &frame = *dispatch.frame;
    const quint32 lost = frame.lost.load();
    SendResult result;
    result.recipients = frame.recipients.load();
    result.dropped =
        lost > 0 && frame.receipts ? std::min(frame.receipts->count(Receipt::Dropped), lost) : 0;
    result.left = lost - result.dropped;
    result.done = std::min(frame.done.load(), result.recipients - lost);
    result.waiting = result.recipients - result.done - lost;
    result.unrecorded = dispatch.unrecorded.load();
    result.held = dispatch.held.load() && result.recipients == 0;
    return result;
}

} // namespace

int Server::shardCount(const Configuration &configuration)
{
    const int wanted = configuration.threads;
    return wanted > 0 ? wanted : std::clamp(QThread::idealThreadCount() / 2, 1, 8);
}

Server::Server(const Configuration &configuration, const ServerFolders &folders, QObject *parent)
    : QObject(parent)
    , d(new Private(folders))
{
    d->configuration = configuration;
    d->journal = std::make_unique<Journal>(d->state.feed);
    connect(d->journal.get(), &Journal::statusChanged, this, &Server::journalChanged);
    connect(d->journal.get(), &Journal::removed, this, &Server::journalRemoved);
    connect(d->journal.get(), &Journal::notRemoved, this, &Server::journalNotRemoved);
    d->journal->setSettings(d->journalSettings());
    for (int i = 0; i < shardCount(configuration); ++i) {
        auto thread = std::make_unique<QThread>();
        thread->setObjectName(QStringLiteral("shard %1").arg(i + 1));
        if (auto dispatcher = makeSocketDispatcher())
            thread->setEventDispatcher(dispatcher.release()); // the thread deletes it at its end
        auto *shard = new Shard(&d->state, int(d->state.shards.size()));
        shard->moveToThread(thread.get());
        connect(thread.get(), &QThread::finished, shard, &QObject::deleteLater);
        d->state.shards.push_back(shard);
        d->shardThreads.push_back(std::move(thread));
    }
    d->backend = new Backend(configuration, folders, &d->state);
    d->backend->moveToThread(&d->thread);
    d->thread.setObjectName(QStringLiteral("server"));
    connect(d->backend, &Backend::started, this, &Server::started);
    connect(d->backend, &Backend::stopped, &d->thread, &QThread::quit, Qt::DirectConnection);
    connect(d->backend, &Backend::stopped, this, [this] {
        d->stopped = true;
        Q_EMIT stopped();
    });
    connect(d->backend, &Backend::endpointChanged, this, [this](const EndpointStatus &status) {
        const auto known = std::find_if(d->statuses.begin(), d->statuses.end(),
                                        [&](const auto &s) { return s.name == status.name; });
        if (known == d->statuses.end())
            d->statuses.append(status);
        else
            *known = status;
        Q_EMIT endpointChanged(status);
    });
    connect(d->backend, &Backend::endpointRemoved, this, [this](const QString &name) {
        d->statuses.removeIf([&](const EndpointStatus &s) { return s.name == name; });
        Q_EMIT endpointRemoved(name);
    });
    connect(d->backend, &Backend::timerChanged, this, [this](const TimerStatus &status) {
        d->timers.insert(status.name, status);
        Q_EMIT timerChanged(status);
    });
    connect(d->backend, &Backend::timerRemoved, this, [this](const QString &name) {
        d->timers.remove(name);
        Q_EMIT timerRemoved(name);
    });
    const RouteService *routes = &d->backend->routes();
    connect(routes, &RouteService::changed, this, [this](const QList<RouteStatus> &statuses) {
        d->routes = statuses;
        Q_EMIT routesChanged(statuses);
    });
    connect(routes, &RouteService::tested, this, &Server::routeTested);
    connect(routes, &RouteService::stateChanged, this, [this](const QByteArray &state) {
        d->scriptState = state;
        Q_EMIT scriptStateChanged(state);
    });
    connect(d->backend, &Backend::timeSet, this, &Server::timeSet);
    connect(d->backend, &Backend::fileDamaged, this, [this](const DamagedFile &file) {
        d->damagedFiles.append(file);
        Q_EMIT fileDamaged(file);
    });
    for (const EndpointConfig &config : configuration.endpoints) {
        EndpointStatus status;
        status.name = config.name;
        status.address = config.address;
        status.port = config.port;
        status.secure = config.tls.has_value();
        d->statuses.append(status);
    }
    d->progress.setInterval(50ms);
    connect(&d->progress, &QTimer::timeout, this, &Server::reportProgress);
    connect(&d->records, &SendRecords::maySend, this, [this](quint64 request, bool isRecorded) {
        const auto sending = std::ranges::find(d->sendings, request, &Private::Sending::request);
        sending->isOut = true;
        sending->dispatch->sent.at = wallTimeNow();
        sending->dispatch->unrecorded.store(!isRecorded);
        Shard::deliverToAll(d->state, sending->dispatch);
    });
    for (const auto &thread : d->shardThreads)
        thread->start();
    d->thread.start();
}

Server::~Server()
{
    d->records.stopWaiting();
    d->backend->disconnect(this);
    if (d->thread.isRunning())
        d->onBackend([](Backend *backend) { backend->stop(); });
    d->thread.wait();
    for (const auto &thread : d->shardThreads) {
        thread->quit();
        thread->wait();
    }
    delete d->backend; // its thread is over, and no shard has an answer or a call for it any more
    d->journal->disconnect(this);
    d->journal.reset(); // has everything now
}

void Server::start()
{
    raiseDescriptorLimit();
    d->onBackend([](Backend *backend) { backend->start(); });
}

void Server::apply(const Configuration &configuration)
{
    d->records.stopWaiting(); // it may close clients
    d->configuration = configuration;
    d->journal->setSettings(d->journalSettings());
    d->onBackend([configuration](Backend *backend) { backend->apply(configuration); });
}

const Configuration &Server::configuration() const
{
    return d->configuration;
}

void Server::startEndpoint(const QString &name)
{
    d->onBackend([name](Backend *backend) { backend->startEndpoint(name); });
}

void Server::stopEndpoint(const QString &name)
{
    d->records.stopWaiting();
    d->onBackend([name](Backend *backend) { backend->stopEndpoint(name); });
}

void Server::restartEndpoint(const QString &name)
{
    d->records.stopWaiting();
    d->onBackend([name](Backend *backend) { backend->restartEndpoint(name); });
}

void Server::stop()
{
    d->records.stopWaiting();
    if (!d->stopped)
        d->onBackend([](Backend *backend) { backend->stop(); });
}

void Server::cutRest()
{
    if (!d->stopped)
        d->onBackend([](Backend *backend) { backend->cut(); });
}

QList<EndpointStatus> Server::endpoints() const
{
    QList<EndpointStatus> ordered;
    for (const EndpointConfig &config : d->configuration.endpoints)
        if (const auto status = endpoint(config.name))
            ordered.append(*status);
    return ordered;
}

std::optional<EndpointStatus> Server::endpoint(const QString &name) const
{
    for (const EndpointStatus &status : std::as_const(d->statuses))
        if (status.name == name)
            return status;
    return std::nullopt;
}

QList<TimerStatus> Server::timers() const
{
    QList<TimerStatus> timers;
    for (const TimerConfig &config : d->configuration.timers)
        timers.append(d->timerStatus(config, ClockKind::Timer));
    return timers;
}

QList<TimerStatus> Server::schedules() const
{
    QList<TimerStatus> schedules;
    for (const ScheduleConfig &config : d->configuration.schedules)
        schedules.append(d->timerStatus(config, ClockKind::Schedule));
    return schedules;
}

void Server::runTimerNow(const QString &name)
{
    d->onBackend([name](Backend *backend) { backend->clock().runNow(name); });
}

void Server::setTimerEnabled(const QString &name, bool enabled)
{
    d->onBackend([name, enabled](Backend *backend) { backend->clock().setEnabled(name, enabled); });
}

QList<RouteStatus> Server::routes() const
{
    return d->routes;
}

void Server::setRouteEnabled(const RouteName &route, bool enabled)
{
    d->onBackend(
        [route, enabled](Backend *backend) { backend->routes().setEnabled(route, enabled); });
}

quint64 Server::testRoute(const RouteTest &test)
{
    const quint64 request = ++d->requests;
    d->onBackend([request, test](Backend *backend) { backend->routes().test(request, test); });
    return request;
}

QByteArray Server::scriptState() const
{
    return d->scriptState;
}

void Server::setScriptState(const QByteArray &state)
{
    Q_ASSERT(state.size() <= MaxScriptState && !validateJson(state));
    d->onBackend([state](Backend *backend) { backend->routes().setState(state); });
}

QList<DamagedFile> Server::damagedFiles() const
{
    return d->damagedFiles;
}

quint64 Server::send(const Signal &signal)
{
    const quint64 request = ++d->requests;
    const auto frame = std::make_shared<Frame>(signal.payload);
    frame->receipts = d->records.begin(request, signal, quint32(d->state.clients.load()),
                                       quint32(d->state.shards.size()));
    if (frame->receipts)
        d->recent.append({request, frame->receipts});
    if (d->recent.size() > RecentSends)
        d->recent.removeFirst();
    auto dispatch = std::make_shared<Dispatch>();
    dispatch->frame = frame;
    dispatch->target = signal.only.isEmpty() ? signal.target : Target{.clients = signal.only};
    dispatch->sent = Shard::entryOf(signal, LogKind::Console);
    d->sendings.append({.request = request, .dispatch = dispatch, .last = {}});
    d->records.write(request);
    d->progress.start();
    return request;
}

QList<SentCopy> Server::sentCopies(quint64 request) const
{
    for (const auto &[number, receipts] : std::as_const(d->recent))
        if (number == request)
            return receipts->copies();
    return {};
}

const QList<SendRecord> &Server::unfinishedSends() const
{
    return d->records.unfinished();
}

void Server::forgetUnfinishedSends()
{
    d->records.forgetUnfinished();
}

void Server::reportProgress()
{
    for (auto sending = d->sendings.begin(); sending != d->sendings.end();) {
        const Dispatch &dispatch = *sending->dispatch;
        if (sending->isOut && dispatch.shardsLeft.load(std::memory_order_acquire) > 0) {
            ++sending;
            continue;
        }
        SendResult result =
            sending->isOut ? resultOf(dispatch) : SendResult{.isBeingRecorded = true};
        result.request = sending->request;
        const bool isNews = !sending->reported || result != sending->last;
        sending->last = result;
        sending->reported = true;
        if (result.finished())
            d->records.end(result.request);
        sending = result.finished() ? d->sendings.erase(sending) : sending + 1;
        if (isNews)
            Q_EMIT sendProgressed(result);
    }
    if (d->sendings.isEmpty())
        d->progress.stop();
    else if (++d->progressTicks % TicksPerSave == 0)
        d->records.saveReceipts();
}

void Server::setHold(bool hold)
{
    if (d->state.held.exchange(hold) == hold)
        return;
    const quint64 skipped = heldCount();
    if (hold)
        d->heldBefore = d->state.heldSignals.load();
    LogEntry entry;
    entry.at = wallTimeNow();
    entry.kind = LogKind::Note;
    entry.why = hold ? Why::HoldOn : Why::HoldOff;
    entry.count = hold ? 0 : quint32(skipped);
    d->state.feed.add(entry);
    Q_EMIT holdChanged(hold);
}

bool Server::isHeld() const
{
    return d->state.held.load();
}

quint64 Server::heldCount() const
{
    return d->state.heldSignals.load() - d->heldBefore;
}

void Server::closeClients(const QList<ClientId> &ids, quint16 code, const QString &reason)
{
    Q_ASSERT(isLegalCloseCode(code));
    d->records.stopWaiting(); // closing acts at once, and what was sent before leaves before
    if (isLegalCloseCode(code))
        d->onShards([ids, code, reason](Shard *shard) { shard->closeClients(ids, code, reason); });
}

void Server::pingClients(const QList<ClientId> &ids)
{
    d->onShards([ids](Shard *shard) { shard->pingClients(ids); });
}

FeedBatch Server::takeFeed()
{
    return d->state.feed.take();
}

void Server::setFeedWanted(bool wanted)
{
    d->state.feed.setWanted(wanted);
}

QString Server::journalFile() const
{
    return d->journalFile();
}

void Server::removeJournal()
{
    d->journal->removeSaved(d->journalFile());
}

JournalStatus Server::journal() const
{
    return d->journal->status();
}

Totals Server::totals() const
{
    const ServerState &state = d->state;
    QMap<Why, quint64> refusedBy;
    for (size_t why = 0; why < state.refusedBy.size(); ++why)
        if (const quint64 count = state.refusedBy[why].load(); count > 0)
            refusedBy.insert(Why(why), count);
    return {.clients = state.clients.load(),
            .messagesIn = state.messagesIn.load(),
            .bytesIn = state.bytesIn.load(),
            .messagesOut = state.messagesOut.load(),
            .bytesOut = state.bytesOut.load(),
            .queuedBytes = quint64(std::max<qint64>(0, state.queuedBytes.load())),
            .mostQueued = quint64(state.queueBudget.most.value()),
            .waitingClients = quint64(std::max(0, state.waitingClients.load())),
            .refused = state.refused.load(),
            .refusedBy = refusedBy,
            .silent = state.silent.load()};
}

} // namespace Signalbox
