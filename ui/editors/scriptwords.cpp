#include "ui/editors/scriptwords.h"

#include <QCoreApplication>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

class Words // gives tr() a context
{
    Q_DECLARE_TR_FUNCTIONS(ScriptWords)
public:
    static QList<ScriptWord> globals(ScriptPurpose use);
    static QList<ScriptWord> event(ScriptPurpose use);
    static QList<ScriptWord> client();
    static QList<ScriptWord> members(ScriptPurpose use, const QString &owner);
};

bool isEvent(ScriptPurpose use)
{
    return use == ScriptPurpose::Connect || use == ScriptPurpose::Disconnect;
}

QList<ScriptWord> Words::globals(ScriptPurpose use)
{
    QList<ScriptWord> words{
        {u"event"_s, {}, tr("What the script runs for")},
        {u"sendSignal"_s, u"sendSignal(value, {path, group, clientId, mode})"_s,
         use == ScriptPurpose::Message
             ? tr("Sends to clients; what is left out is taken from the message")
             : tr("Sends to clients: all of them, a path, a group or one")},
    };
    if (use == ScriptPurpose::Message)
        words += {{u"reply"_s, u"reply(value)"_s, tr("Sends to the sender only")},
                  {u"pass"_s, u"pass()"_s, tr("Does as if there were no route")},
                  {u"drop"_s, u"drop(why)"_s, tr("Sends nothing; the log says why")}};
    if (use == ScriptPurpose::Connect)
        words += {{u"reply"_s, u"reply(value)"_s, tr("Sends to the client that came")}};
    if (use == ScriptPurpose::Http)
        words += {{u"respond"_s, u"respond(status, body, headers)"_s,
                   tr("Answers the request; a returned value means 200 with that value")}};
    words += {{u"clients"_s, u"clients(path)"_s,
               tr("Who is connected: id, name, group, path, address, connected")},
              {u"closeClient"_s, u"closeClient(id, code, reason)"_s,
               tr("Closes a client; 1000, or 3000 to 4999")},
              {u"log"_s, u"log(text)"_s, tr("Writes a row into the log")},
              {u"state"_s, {}, tr("Shared by all scripts and kept over restarts; 64 KiB")}};
    return words;
}

QList<ScriptWord> Words::event(ScriptPurpose use)
{
    const ScriptWord at{u"timestamp"_s, {}, tr("When it happened, ISO 8601")};
    if (isEvent(use)) {
        QList<ScriptWord> words{{u"type"_s, {}, tr("\"connect\" or \"disconnect\"")},
                                {u"client"_s, {}, tr("Who came or left")}};
        if (use == ScriptPurpose::Disconnect)
            words += {{u"code"_s, {}, tr("The close code")},
                      {u"reason"_s, {}, tr("The reason that came with it")}};
        return words << at;
    }
    if (use == ScriptPurpose::Timer)
        return {{u"timer"_s, {}, tr("The timer: name, count, last, next")}, at};
    if (use == ScriptPurpose::Http)
        return {{u"request"_s, {}, tr("The request: method, path, query, headers, body")},
                {u"data"_s, {}, tr("The fields of the body: form, JSON or multipart")},
                {u"params"_s, {}, tr("The :name parts of the path")},
                at};
    return {{u"data"_s, {}, tr("The message: message, path, group, clientId, direct")},
            {u"path"_s, {}, tr("The path that the client is on")},
            {u"client"_s, {}, tr("Who sent it")},
            {u"endpoint"_s, {}, tr("Where it came in: address, protocol, name")},
            {u"request"_s, {}, tr("The request the client connected with: url, query, headers")},
            {u"route"_s, {}, tr("The route: path, params")},
            at,
            {u"streamed"_s, {}, tr("Whether the message came in parts")}};
}

QList<ScriptWord> Words::client()
{
    return {{u"id"_s, {}, tr("Never used again")},
            {u"name"_s, {}, tr("The name that it gave itself")},
            {u"group"_s, {}, tr("The group that it gave itself")},
            {u"path"_s, {}, tr("The path that it is on")},
            {u"address"_s, {}, tr("Its address")}};
}

QList<ScriptWord> Words::members(ScriptPurpose use, const QString &owner)
{
    const bool isRoute = use == ScriptPurpose::Message;
    if (owner == "event"_L1)
        return event(use);
    if (owner == "event.client"_L1 && (isRoute || isEvent(use)))
        return client();
    if (owner == "event.data"_L1 && isRoute)
        return {{u"message"_s, {}, tr("What the client sent: any JSON value")},
                {u"path"_s, {}, tr("The path that it is meant for")},
                {u"group"_s, {}, tr("The group that it is meant for")},
                {u"clientId"_s, {}, tr("The client that it is meant for")},
                {u"direct"_s, {}, tr("Whether the sender wants it back for itself only")}};
    if (owner == "event.endpoint"_L1 && isRoute)
        return {{u"address"_s, {}, tr("The address that it listens on")},
                {u"protocol"_s, {}, tr("\"ws\" or \"wss\"")},
                {u"name"_s, {}, tr("Its name in the configuration")}};
    if (owner == "event.request"_L1 && isRoute)
        return {{u"url"_s, {}, tr("The URL")},
                {u"query"_s, {}, tr("Its query, by name")},
                {u"headers"_s, {}, tr("Its headers, by name in lower case")}};
    if (owner == "event.route"_L1 && isRoute)
        return {{u"path"_s, {}, tr("The route's path as it is written")},
                {u"params"_s, {}, tr("The :name parts of the path")}};
    if (owner == "event.request"_L1 && use == ScriptPurpose::Http)
        return {{u"method"_s, {}, tr("\"GET\", \"POST\", \"PUT\" or \"DELETE\"")},
                {u"path"_s, {}, tr("The path, decoded")},
                {u"query"_s, {}, tr("The query, by name")},
                {u"headers"_s, {}, tr("The headers, by name in lower case")},
                {u"body"_s, {}, tr("The body as text")}};
    if (owner == "event.timer"_L1 && use == ScriptPurpose::Timer)
        return {{u"name"_s, {}, tr("Its name")},
                {u"count"_s, {}, tr("Which run this is, from 1")},
                {u"last"_s, {}, tr("When it ran before this")},
                {u"next"_s, {}, tr("When it runs next")}};
    return {};
}

} // namespace

QList<ScriptWord> scriptWords(ScriptPurpose use, const QStringList &owner)
{
    return owner.isEmpty() ? Words::globals(use) : Words::members(use, owner.join(u'.'));
}

QStringList scriptGlobals()
{
    return {u"event"_s,   u"sendSignal"_s,  u"reply"_s, u"pass"_s,  u"drop"_s,
            u"clients"_s, u"closeClient"_s, u"log"_s,   u"state"_s, u"respond"_s};
}

} // namespace Signalbox
