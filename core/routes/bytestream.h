#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <cstring>
#include <type_traits>

namespace Signalbox {

/// Puts values behind each other: numbers as they lie in memory (both ends are the same program on
/// the same machine), bytes and texts behind their length.
class ByteWriter
{
public:
    template<typename T>
    requires(std::is_arithmetic_v<T> || std::is_enum_v<T>) void put(T value)
    {
        m_bytes.append(reinterpret_cast<const char *>(&value), sizeof value);
    }
    void put(QByteArrayView bytes)
    {
        put(quint32(bytes.size()));
        m_bytes.append(bytes);
    }
    void put(const QByteArray &bytes) { put(QByteArrayView(bytes)); }
    void put(const QString &text) { put(QByteArrayView(text.toUtf8())); }
    const QByteArray &bytes() const { return m_bytes; }

private:
    QByteArray m_bytes;
};

/// Takes them out again. Reading past the end gives zeros and empty texts, and isGood() turns
/// false.
class ByteReader
{
public:
    explicit ByteReader(QByteArrayView bytes)
        : m_rest(bytes)
    {
    }
    bool isGood() const { return m_good; }
    bool atEnd() const { return m_rest.isEmpty(); }

    template<typename T>
    requires(std::is_arithmetic_v<T> || std::is_enum_v<T>) T take()
    {
        T value{};
        if (m_rest.size() < qsizetype(sizeof value)) {
            fail();
            return value;
        }
        std::memcpy(&value, m_rest.data(), sizeof value);
        m_rest = m_rest.sliced(sizeof value);
        return value;
    }
    QByteArray takeBytes() { return takeView().toByteArray(); }
    QString takeText() { return QString::fromUtf8(takeView()); }

private:
    QByteArrayView takeView()
    {
        const auto size = qsizetype(take<quint32>());
        if (size > m_rest.size()) {
            fail();
            return {};
        }
        const QByteArrayView view = m_rest.first(size);
        m_rest = m_rest.sliced(size);
        return view;
    }
    void fail()
    {
        m_good = false;
        m_rest = {};
    }

    QByteArrayView m_rest;
    bool m_good = true;
};

} // namespace Signalbox
