#include "ui/log/shellcommand.h"

#include "core/json/jsonscanner.h"

#include <QStringEncoder>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LongestArgument = 120'000; ///< bytes; Linux allows 128 KiB for one
constexpr qsizetype LongestCommandPrompt = 8'000; ///< characters; cmd takes 8,191

bool isControl(char c)
{
    const auto byte = quint8(c);
    return (byte < 0x20 && c != '\n') || byte == 0x7F;
}

/// For a POSIX shell: nothing but the quote means anything between single quotes.
QString shQuoted(QString text)
{
    return u'\'' % text.replace(u'\'', u"'\\''"_s) % u'\'';
}

/// A command that writes the payload to its output. Control characters go by their number: a
/// terminal would take them for keys when the command is pasted.
QString shPrinted(const QByteArray &payload)
{
    if (std::none_of(payload.begin(), payload.end(), isControl))
        return u"printf %s "_s % shQuoted(QString::fromUtf8(payload));
    QByteArray escaped;
    for (const char c : payload) {
        if (isControl(c))
            escaped += "\\0" + QByteArray::number(quint8(c), 8).rightJustified(3, '0');
        else if (c == '\\')
            escaped += "\\\\";
        else
            escaped += c;
    }
    return u"printf %b "_s % shQuoted(QString::fromUtf8(escaped));
}

QString shUrl(const QUrl &url, bool needsToken)
{
    const QString quoted = shQuoted(url.toString(QUrl::FullyEncoded));
    if (!needsToken)
        return quoted;
    return quoted % shQuoted(url.hasQuery() ? u"&token="_s : u"?token="_s)
           % u"\"$SIGNALBOX_TOKEN\""_s;
}

QUrl broadcastUrl(QUrl url)
{
    url.setScheme(url.scheme() == "wss"_L1 ? u"https"_s : u"http"_s);
    url.setPath(u"/broadcast"_s);
    return url;
}

/// What POST /broadcast takes.
QByteArray broadcastBody(const QByteArray &payload)
{
    return "{\"message\":" + (validateJson(payload, false) ? escapeJsonString(payload) : payload)
           + '}';
}

/// For PowerShell: it takes typographic quotes for the plain one.
QString powerShellQuoted(const QString &text)
{
    QString quoted = u"'"_s;
    for (const QChar c : text) {
        quoted += c;
        if (c == u'\'' || (c >= QChar(0x2018) && c <= QChar(0x201B)))
            quoted += c;
    }
    return quoted + u'\'';
}

/// Everything but letters, digits and signs that mean nothing goes by base64, so that control
/// characters come through too.
QString powerShellBytes(const QByteArray &payload)
{
    if (std::none_of(payload.begin(), payload.end(), isControl) && !payload.contains('\n'))
        return u"[Text.Encoding]::UTF8.GetBytes(%1)"_s.arg(
            powerShellQuoted(QString::fromUtf8(payload)));
    return u"[Convert]::FromBase64String('%1')"_s.arg(QString::fromLatin1(payload.toBase64()));
}

QString powerShell(const QUrl &url, const QByteArray &payload, bool needsToken)
{
    QString address = powerShellQuoted(url.toString(QUrl::FullyEncoded));
    if (needsToken)
        address = u"(%1 + '%2token=' + [Uri]::EscapeDataString($env:SIGNALBOX_TOKEN))"_s.arg(
            address, url.hasQuery() ? u"&"_s : u"?"_s);
    const QString bytes = powerShellBytes(payload);
    return u"$s = [Net.WebSockets.ClientWebSocket]::new(); "
           "$n = [Threading.CancellationToken]::None; "
           "$s.ConnectAsync("_s
           % address
           % u", $n).Wait(); "
             "$b = [ArraySegment[byte]]::new("_s
           % bytes
           % u"); "
             "$s.SendAsync($b, 'Text', $true, $n).Wait(); "
             "$s.CloseAsync('NormalClosure', '', $n).Wait()"_s;
}

} // namespace

std::optional<QString> shellCommand(ShellTool tool, const QUrl &url, const QByteArray &payload,
                                    bool needsToken)
{
    if (!payload.isValidUtf8())
        return std::nullopt;
    const QString address = shUrl(url, needsToken);
    std::optional<QString> command;
    switch (tool) {
    case ShellTool::Websocat:
        // one message, whatever line ends it holds
        command = shPrinted(payload)
                  % u" | websocat --text --no-line --one-message --buffer-size %1 "_s.arg(
                      std::max<qsizetype>(payload.size(), 65536))
                  % address;
        break;
    case ShellTool::Wscat:
        if (std::any_of(payload.begin(), payload.end(), isControl))
            return std::nullopt;
        command = u"wscat --connect "_s % address % u" --execute "_s
                  % shQuoted(QString::fromUtf8(payload));
        break;
    case ShellTool::Curl:
        command = shPrinted(broadcastBody(payload))
                  % u" | curl --data-binary @- --header 'Content-Type: application/json' "_s
                  % shUrl(broadcastUrl(url), needsToken);
        break;
    case ShellTool::PowerShell:
        return powerShell(url, payload, needsToken);
    case ShellTool::CommandPrompt: {
        QStringEncoder utf16(QStringEncoder::Utf16LE);
        const QByteArray encoded = utf16(powerShell(url, payload, needsToken));
        command =
            u"powershell -NoProfile -EncodedCommand "_s % QString::fromLatin1(encoded.toBase64());
        return command->size() > LongestCommandPrompt ? std::nullopt : command;
    }
    }
    const qsizetype size = command->toUtf8().size();
    return size > LongestArgument ? std::nullopt : command;
}

} // namespace Signalbox
