#pragma once

#include "core/values/logentry.h"

#include <QList>

#include <compare>
#include <deque>
#include <iterator>
#include <utility>

namespace Signalbox {

/// Entries of the log in order, in lists that are shared with whoever else has them: what comes is
/// not copied, and what leaves is let go list by list. Short lists are put together, so that any
/// entry is found at once. A value; reading it as well is for one thread at a time.
class LogEntries final
{
public:
    class const_iterator;
    using value_type = LogEntry;

    LogEntries() = default;
    LogEntries(const QList<LogEntry> &list) { append(list); }
    LogEntries(std::initializer_list<LogEntry> list) { append(QList<LogEntry>(list)); }

    qsizetype size() const { return qsizetype(m_end - m_begin); }
    bool isEmpty() const { return m_begin == m_end; }
    /// Precondition: 0 <= i < size().
    const LogEntry &operator[](qsizetype i) const;
    const LogEntry &at(qsizetype i) const { return (*this)[i]; }
    const LogEntry &first() const { return (*this)[0]; } ///< precondition: !isEmpty()
    const LogEntry &last() const { return (*this)[size() - 1]; } ///< precondition: !isEmpty()
    const_iterator begin() const;
    const_iterator end() const;

    void append(QList<LogEntry> list);
    void append(const LogEntries &other);
    /// Memory is given back a list at a time: the lists that are not needed here any more are
    /// returned, as it takes long to let go what other threads made. Precondition: 0 <= count <=
    /// size().
    QList<QList<LogEntry>> removeFirst(qsizetype count);
    /// The first lists that have `count` entries together, or everything.
    LogEntries takeFirst(qsizetype count);

private:
    using Position = quint64; ///< counted since the first entry that ever was here
    struct Part
    {
        Position begin = 0; ///< of its first entry
        QList<LogEntry> list; ///< not empty
        qsizetype bytes = 0; ///< LogEntry::bytes() of all

        Position end() const { return begin + Position(list.size()); }
    };

    size_t partOf(Position position) const;
    void append(QList<LogEntry> list, qsizetype bytes);

    std::deque<Part> m_parts;
    Position m_begin = 0; ///< in the first part
    Position m_end = 0;
    mutable size_t m_lastUsed = 0; ///< the part that was read last: the next entry is likely there
};

class LogEntries::const_iterator
{
public:
    using iterator_category = std::random_access_iterator_tag;
    using value_type = LogEntry;
    using difference_type = qsizetype;
    using pointer = const LogEntry *;
    using reference = const LogEntry &;

    const_iterator() = default;
    const_iterator(const LogEntries *entries, qsizetype at)
        : m_entries(entries)
        , m_at(at)
    {
    }
    reference operator*() const { return (*m_entries)[m_at]; }
    pointer operator->() const { return &(*m_entries)[m_at]; }
    reference operator[](qsizetype by) const { return (*m_entries)[m_at + by]; }
    const_iterator &operator++() { return *this += 1; }
    const_iterator operator++(int) { return std::exchange(*this, *this + 1); }
    const_iterator &operator--() { return *this += -1; }
    const_iterator operator--(int) { return std::exchange(*this, *this - 1); }
    const_iterator &operator+=(qsizetype by)
    {
        m_at += by;
        return *this;
    }
    const_iterator &operator-=(qsizetype by) { return *this += -by; }
    const_iterator operator+(qsizetype by) const { return {m_entries, m_at + by}; }
    const_iterator operator-(qsizetype by) const { return {m_entries, m_at - by}; }
    qsizetype operator-(const const_iterator &other) const { return m_at - other.m_at; }
    auto operator<=>(const const_iterator &other) const { return m_at <=> other.m_at; }
    bool operator==(const const_iterator &other) const { return m_at == other.m_at; }

private:
    const LogEntries *m_entries = nullptr;
    qsizetype m_at = 0;
};

inline const LogEntry &LogEntries::operator[](qsizetype i) const
{
    const Position position = m_begin + Position(i);
    const Part *part = &m_parts[m_lastUsed];
    if (position - part->begin >= Position(part->list.size())) { // before it or behind it
        m_lastUsed = partOf(position);
        part = &m_parts[m_lastUsed];
    }
    return part->list.constData()[position - part->begin];
}

inline LogEntries::const_iterator LogEntries::begin() const
{
    return {this, 0};
}

inline LogEntries::const_iterator LogEntries::end() const
{
    return {this, size()};
}

} // namespace Signalbox
