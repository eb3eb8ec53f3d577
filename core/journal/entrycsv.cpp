#include "core/journal/entrycsv.h"

#include "core/filter/entrywords.h"
#include "core/values/walltime.h"

#include <QMetaEnum>

#include <algorithm>

namespace Signalbox {

QByteArray csvTitles()
{
    return "no,at,direction,kind,rule,failed,endpoint,path,name,client,timer,type,size,code,count,"
           "cause,detail,payload\r\n";
}

QByteArray csvCell(QByteArray text)
{
    // white space before a formula does not keep a spreadsheet from seeing it
    const auto first = std::find_if(text.cbegin(), text.cend(), [](char c) { return c != ' '; });
    const QByteArrayView formulas = "=+-@\t\r\n|%";
    if (first != text.cend() && formulas.contains(*first))
        text.prepend('\'');
    const bool needsQuotes = std::any_of(text.cbegin(), text.cend(), [](char c) {
        return c == ',' || c == ';' || c == '"' || quint8(c) < ' ';
    });
    if (needsQuotes || text.startsWith(' ') || text.endsWith(' '))
        return '"' + text.replace('"', "\"\"") + '"';
    return text;
}

QByteArray entryToCsv(const LogEntry &entry)
{
    const auto word = [](QLatin1StringView text) { return QByteArray(text.data(), text.size()); };
    const bool isBinary = entry.type == PayloadType::Binary;
    const QByteArrayList cells{
        QByteArray::number(entry.sequence),
        isoText(entry.at).toLatin1(),
        word(directionWord(directionOf(entry))),
        word(kindWord(entry.kind)),
        entry.why == Why::None ? QByteArray()
                               : QByteArray(QMetaEnum::fromType<Why>().valueToKey(int(entry.why))),
        entry.failed ? "yes" : "",
        entry.endpoint.toUtf8(),
        entry.path.toUtf8(),
        entry.clientName.toUtf8(),
        entry.client.isNull() ? QByteArray() : entry.client.toString().toLatin1(),
        entry.timer.toUtf8(),
        entry.type == PayloadType::None ? QByteArray() : word(typeWord(entry.type)),
        QByteArray::number(entry.size),
        entry.code == 0 ? QByteArray() : QByteArray::number(entry.code),
        QByteArray::number(entry.count),
        entry.cause == 0 ? QByteArray() : QByteArray::number(entry.cause),
        entry.detail.toUtf8(),
        isBinary ? entry.payload.toHex() : entry.payload};
    QByteArrayList safe;
    for (const QByteArray &cell : cells)
        safe.append(csvCell(cell));
    return safe.join(',') + "\r\n";
}

} // namespace Signalbox
