#include "ui/editors/scriptwords.h"

#include <QCoreApplication>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

class Examples // gives tr() a context
{
    Q_DECLARE_TR_FUNCTIONS(ScriptExamples)
public:
    static QList<ScriptExample> ofSignalRoutes();
    static QList<ScriptExample> ofHttpRoutes();
    static QList<ScriptExample> ofEvents(ScriptPurpose use);
    static QList<ScriptExample> ofTimers();
};

QList<ScriptExample> Examples::ofSignalRoutes()
{
    return {
        {tr("Answer [date] with the date"), u"/messages"_s,
         u"let m = event.data.message;\n"
         "if (/^\\[date\\]$/i.test(m))\n"
         "    m = new Date().toString();\n"
         "sendSignal(m);\n"_s},
        {tr("Reply to the sender only"),
         {},
         u"reply({ echo: event.data.message, to: event.client.name });\n"_s},
        {tr("Let through only what has a type"),
         {},
         u"const m = event.data.message;\n"
         "if (m && m.type)\n"
         "    pass();\n"
         "else\n"
         "    drop('no type');\n"_s},
        {tr("Number the messages"),
         {},
         u"state.count = (state.count || 0) + 1;\n"
         "sendSignal({ number: state.count, message: event.data.message });\n"_s},
        {tr("A room per path"), u"/room/:name"_s,
         u"sendSignal({ room: event.route.params.name, from: event.client.name,\n"
         "             text: event.data.message }, { path: event.path });\n"_s},
    };
}

QList<ScriptExample> Examples::ofHttpRoutes()
{
    return {
        {tr("Broadcast what is posted"), u"/broadcast"_s,
         u"sendSignal({ Message: event.data.message });\n"_s},
        {tr("Answer with who is connected"), u"/who"_s,
         u"return clients().map(c => ({ name: c.name, path: c.path }));\n"_s},
        {tr("Refuse what is incomplete"), u"/orders"_s,
         u"if (!event.data.item) {\n"
         "    respond(400, { error: 'item is missing' });\n"
         "} else {\n"
         "    sendSignal({ order: event.data.item }, { path: '/orders' });\n"
         "    respond(202, { ok: true });\n"
         "}\n"_s},
    };
}

QList<ScriptExample> Examples::ofEvents(ScriptPurpose use)
{
    if (use == ScriptPurpose::Connect)
        return {{tr("Greet who comes"),
                 {},
                 u"sendSignal({ welcome: event.client.name }, { clientId: event.client.id });\n"_s},
                {tr("Tell the others"),
                 {},
                 u"sendSignal({ joined: event.client.name }, { path: event.client.path });\n"_s}};
    return {{tr("Tell the others"),
             {},
             u"sendSignal({ left: event.client.name }, { path: event.client.path });\n"_s},
            {tr("Note bad endings in the log"),
             {},
             u"if (event.code !== 1000 && event.code !== 1001)\n"
             "    log(`${event.client.name} left with ${event.code} ${event.reason}`);\n"_s}};
}

QList<ScriptExample> Examples::ofTimers()
{
    return {{tr("Send the time"),
             {},
             u"sendSignal({ time: event.timestamp }, { path: '/clock' });\n"_s}};
}

} // namespace

QList<ScriptExample> scriptExamples(ScriptPurpose use)
{
    switch (use) {
    case ScriptPurpose::Message:
        return Examples::ofSignalRoutes();
    case ScriptPurpose::Http:
        return Examples::ofHttpRoutes();
    case ScriptPurpose::Connect:
    case ScriptPurpose::Disconnect:
        return Examples::ofEvents(use);
    case ScriptPurpose::Timer:
        return Examples::ofTimers();
    }
    Q_UNREACHABLE();
}

} // namespace Signalbox
