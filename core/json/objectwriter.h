#pragma once

#include "core/json/jsonformat.h"

#include <QByteArrayList>
#include <QStringList>

namespace Signalbox {

inline QByteArray json(const QString &text)
{
    return escapeJsonString(text.toUtf8());
}

inline QByteArray json(const QStringList &texts)
{
    QByteArrayList items;
    for (const QString &text : texts)
        items.append(json(text));
    return '[' + items.join(',') + ']';
}

inline QByteArray json(qint64 number)
{
    return QByteArray::number(number);
}

/// Writes one object of a configuration document: its members in the order in which they are added.
class ObjectWriter final
{
public:
    /// `value` is JSON.
    void add(QByteArrayView key, const QByteArray &value)
    {
        m_members.append(escapeJsonString(key) + ':' + value);
    }
    template<typename T>
    void addUnlessEmpty(QByteArrayView key, const T &value)
    {
        if (!value.isEmpty())
            add(key, json(value));
    }
    void addIfTrue(QByteArrayView key, bool value)
    {
        if (value)
            add(key, "true");
    }
    /// Each of `entries` is JSON.
    void addList(QByteArrayView key, const QByteArrayList &entries)
    {
        if (!entries.isEmpty())
            add(key, '[' + entries.join(',') + ']');
    }
    bool isEmpty() const { return m_members.isEmpty(); }
    QByteArray result() const { return '{' + m_members.join(',') + '}'; }

private:
    QByteArrayList m_members;
};

} // namespace Signalbox
