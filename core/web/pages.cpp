#include "core/web/pages.h"

#include "core/values/utc.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QMimeDatabase>
#include <QTimeZone>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

struct Range
{
    qint64 first = 0;
    qint64 last = -1; ///< inclusive

    qint64 size() const { return last - first + 1; }
};

Response notFound()
{
    return {.status = 404, .body = "There is no page here.\n"};
}

QByteArray httpDate(const QDateTime &at) // RFC 9110 section 5.6.7
{
    return QLocale::c().toString(at.toUTC(), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s).toLatin1();
}

QDateTime fromHttpDate(const QByteArray &text)
{
    const QDateTime at =
        QLocale::c().toDateTime(QString::fromLatin1(text), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s);
    return QDateTime(at.date(), at.time(), Utc);
}

QByteArray contentType(const QString &fileName)
{
    static const QMimeDatabase database;
    const QString name = database.mimeTypeForFile(fileName, QMimeDatabase::MatchExtension).name();
    const bool isText = name.startsWith("text/"_L1) || name.endsWith("javascript"_L1)
                        || name.endsWith("json"_L1) || name.endsWith("xml"_L1);
    return name.toLatin1() + (isText ? "; charset=utf-8" : "");
}

/// Whether an If-None-Match field names the tag (weak comparison).
bool namesTag(const QByteArray &field, const QByteArray &tag)
{
    for (QByteArray each : field.split(',')) {
        each = each.trimmed();
        if (each == "*" || (each.startsWith("W/") ? each.sliced(2) : each) == tag)
            return true;
    }
    return false;
}

enum class RangeKind : quint8 { Whole, Part, Impossible };

/// One range of bytes; several, or what is no range, mean the whole (RFC 9110 section 14.2).
RangeKind readRange(const QByteArray &field, qint64 size, Range *range)
{
    if (!field.startsWith("bytes=") || field.contains(','))
        return RangeKind::Whole;
    const QByteArray spec = field.sliced(6).trimmed();
    const qsizetype dash = spec.indexOf('-');
    if (dash < 0)
        return RangeKind::Whole;
    bool good = true;
    const auto number = [&good](const QByteArray &text) -> qint64 {
        bool isNumber = !text.isEmpty() && std::all_of(text.begin(), text.end(), [](char c) {
            return c >= '0' && c <= '9';
        });
        const qint64 value = isNumber ? text.toLongLong(&isNumber) : 0;
        good = good && isNumber;
        return value;
    };
    if (dash == 0) { // the last so many bytes
        const qint64 count = number(spec.sliced(1));
        if (!good)
            return RangeKind::Whole;
        if (count == 0 || size == 0)
            return RangeKind::Impossible;
        *range = {std::max<qint64>(0, size - count), size - 1};
        return RangeKind::Part;
    }
    const qint64 first = number(spec.first(dash));
    const qint64 last = dash + 1 == spec.size() ? size - 1 : number(spec.sliced(dash + 1));
    if (!good || (dash + 1 < spec.size() && last < first))
        return RangeKind::Whole;
    if (first >= size)
        return RangeKind::Impossible;
    *range = {first, std::min(last, size - 1)};
    return RangeKind::Part;
}

/// The file that a path names, with all links followed; empty: there is none that may be shown.
QString resolved(const QString &directory, const QString &path)
{
    for (const QStringView part : QStringView(path).split(u'/')) {
        const bool isHidden = part.startsWith(u'.') && part != ".well-known"_L1;
        if (isHidden || part.contains(u':') || part.contains(u'\\') || part.contains(QChar(0)))
            return {};
    }
    const QString root = QFileInfo(directory).canonicalFilePath();
    if (root.isEmpty())
        return {};
    const QString file = QFileInfo(QDir(root).filePath(path)).canonicalFilePath();
    const QString inside = root.endsWith(u'/') ? root : QString(root + u'/');
    return file == root || file.startsWith(inside) ? file : QString();
}

} // namespace

Response pageResponse(const Request &request, const QString &directory, const QString &path)
{
    QString name = resolved(directory, path);
    if (name.isEmpty())
        return notFound();
    if (QFileInfo(name).isDir()) {
        const QByteArray target = request.target.split('?').constFirst();
        if (!target.endsWith('/')) {
            // Relative, so that no peer can be sent elsewhere by "//host".
            const QByteArray last = target.sliced(target.lastIndexOf('/') + 1);
            return {.status = 301,
                    .body = "This is a folder.\n",
                    .fields = {{"Location", "./" + last + '/'}}};
        }
        name = resolved(directory, path + (path.isEmpty() || path.endsWith(u'/') ? u""_s : u"/"_s)
                                       + u"index.html"_s);
        if (name.isEmpty() || !QFileInfo(name).isFile())
            return notFound();
    } else if (path.endsWith(u'/')) {
        return notFound();
    }
    auto file = std::make_shared<QFile>(name);
    const QFileInfo info(name);
    if (!info.isFile() || !file->open(QIODevice::ReadOnly))
        return notFound();
    const qint64 size = file->size();
    const QDateTime changed = info.lastModified();
    const QByteArray tag = '"' + QByteArray::number(changed.toMSecsSinceEpoch(), 16) + '-'
                           + QByteArray::number(size, 16) + '"';
    Response response{.type = contentType(name),
                      .fields = {{"ETag", tag},
                                 {"Last-Modified", httpDate(changed)},
                                 {"Accept-Ranges", "bytes"},
                                 {"Cache-Control", "no-cache"}}};
    const QByteArray noneMatch = request.field("if-none-match");
    const QByteArray since = request.field("if-modified-since");
    const qint64 seconds = changed.toSecsSinceEpoch();
    const auto isUnchangedSince = [seconds](const QByteArray &date) {
        const QDateTime at = fromHttpDate(date);
        return at.isValid() && seconds <= at.toSecsSinceEpoch();
    };
    if (noneMatch.isEmpty() ? !since.isEmpty() && isUnchangedSince(since)
                            : namesTag(noneMatch, tag)) {
        response.status = 304;
        return response;
    }
    Range range{0, size - 1};
    RangeKind kind = RangeKind::Whole;
    const QByteArray condition = request.field("if-range");
    if (request.method == "GET"
        && (condition.isEmpty() || condition == tag || condition == httpDate(changed)))
        kind = readRange(request.field("range"), size, &range);
    if (kind == RangeKind::Impossible)
        return {.status = 416,
                .body = "The file does not have these bytes.\n",
                .fields = {{"Content-Range", "bytes */" + QByteArray::number(size)}}};
    if (kind == RangeKind::Part) {
        response.status = 206;
        response.fields.append({"Content-Range", "bytes " + QByteArray::number(range.first) + '-'
                                                     + QByteArray::number(range.last) + '/'
                                                     + QByteArray::number(size)});
    }
    if (!file->seek(range.first))
        return {.status = 500, .body = "The file cannot be read.\n"};
    response.file = std::move(file);
    response.fileBytes = range.size();
    return response;
}

} // namespace Signalbox
