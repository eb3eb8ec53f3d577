#include "core/routes/scriptrealm.h"

#include "core/routes/scriptwatchdog.h"

#include <QCoreApplication>
#include <QFile>

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

QString textOf(const QString &resource)
{
    QFile file(resource);
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);
    Q_UNUSED(opened)
    return QString::fromUtf8(file.readAll());
}

} // namespace

ScriptRealm::PostedEvents::PostedEvents(const ScriptRealm &realm)
    : m_realm(realm)
{
    QCoreApplication::instance()->installEventFilter(this);
}

void ScriptRealm::PostedEvents::deliver(bool isDropped)
{
    m_isDropped = isDropped;
    do {
        m_seen = false;
        QCoreApplication::sendPostedEvents();
    } while (m_seen);
    m_isDropped = false;
}

bool ScriptRealm::PostedEvents::eventFilter(QObject *, QEvent *)
{
    m_seen = true;
    return m_isDropped || m_realm.m_engine->isInterrupted(); // the next run is not to make them
}

ScriptRealm::ScriptRealm(ScriptWorld *world, ScriptWatchdog *watchdog, For scripts)
    : m_world(world)
    , m_watchdog(watchdog)
    , m_for(scripts)
    , m_api(world)
{
    QJSEngine::setObjectOwnership(&m_api, QJSEngine::CppOwnership);
    make();
}

void ScriptRealm::make()
{
    m_engine = std::make_unique<QJSEngine>();
    ++m_generation;
    const QJSValue make = m_engine->evaluate(textOf(u":/routes/prelude.js"_s), u"prelude.js"_s);
    const QJSValue functions = make.call({m_engine->newQObject(&m_api), m_engine->globalObject()});
    Q_ASSERT_X(!functions.isError(), "prelude.js", qPrintable(functions.toString()));
    const QJSValue refused = m_engine->evaluate(textOf(u":/routes/realm.js"_s), u"realm.js"_s)
                                 .call({m_engine->globalObject(), m_for == For::Any});
    Q_ASSERT_X(!refused.isError(), "realm.js", qPrintable(refused.toString()));
    const QStringList names = m_engine->fromScriptValue<QStringList>(refused);
    m_refusedNames = QSet<QString>(names.begin(), names.end());
    m_message = functions.property(u"message"_s);
    m_document = functions.property(u"document"_s);
    m_saveState = functions.property(u"saveState"_s);
    m_prepareState = functions.property(u"prepareState"_s);
    m_isSpoilt = functions.property(u"isSpoilt"_s);
}

ScriptRealm::~ScriptRealm()
{
    m_watchdog->forget(m_engine.get());
}

void ScriptRealm::renewIfSpoilt()
{
    if (!m_isSpoilt.call().toBool())
        return;
    m_watchdog->forget(m_engine.get());
    make();
}

QJSValue ScriptRealm::call(const QJSValue &script, const ScriptEvent &event)
{
    if (event.purpose != ScriptPurpose::Message) {
        return m_document.call({script, int(event.purpose), QString::fromUtf8(event.document),
                                !event.client.isEmpty()});
    }
    const ClientMessage &message = event.message;
    const auto given = [](const QString &text) {
        return text.isEmpty() ? QJSValue(QJSValue::NullValue) : QJSValue(text);
    };
    return m_message.call({script, QString::fromUtf8(message.payload),
                           message.type == PayloadType::Text, given(message.path),
                           given(message.group), given(message.clientId), message.direct,
                           event.path, double(event.timestamp)});
}

void ScriptRealm::deliverPromises()
{
    m_posted.deliver(false);
}

void ScriptRealm::dropPromises()
{
    m_posted.deliver(true);
}

} // namespace Signalbox
