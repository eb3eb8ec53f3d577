#include "ui/widgets/naturalorder.h"

#include <QHash>

#include <algorithm>

namespace Signalbox {

namespace {

constexpr qsizetype MaxKnown = 4096;

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

/// Cuts the digits, or what is no digit, off the beginning of `text`.
QStringView takeRun(QStringView *text)
{
    const bool digits = isDigit(text->front());
    qsizetype end = 1;
    while (end < text->size() && isDigit((*text)[end]) == digits)
        ++end;
    const QStringView run = text->first(end);
    *text = text->sliced(end);
    return run;
}

QStringView withoutZeros(QStringView digits)
{
    while (!digits.isEmpty() && digits.front() == u'0')
        digits = digits.sliced(1);
    return digits;
}

/// As numbers of any length, both without leading zeros.
int compareDigits(QStringView a, QStringView b)
{
    return a.size() == b.size() ? a.compare(b) : a.size() < b.size() ? -1 : 1;
}

/// Runs repeat themselves: a thousand addresses have the same dots. All collators are alike.
QCollatorSortKey sortKey(const QCollator &collator, QStringView run)
{
    thread_local QHash<QString, QCollatorSortKey> known;
    // folded, because in the C locale keys tell upper from lower case whatever they are asked
    const QString text = run.toString().toCaseFolded();
    if (const auto found = known.constFind(text); found != known.cend())
        return *found;
    if (known.size() >= MaxKnown)
        known.clear();
    return *known.insert(text, collator.sortKey(text));
}

} // namespace

NaturalOrder::NaturalOrder()
{
    m_collator.setCaseSensitivity(Qt::CaseInsensitive);
}

int NaturalOrder::compare(QStringView a, QStringView b) const
{
    while (!a.isEmpty() && !b.isEmpty()) {
        const bool isNumber = isDigit(a.front());
        if (isNumber != isDigit(b.front()))
            return isNumber ? -1 : 1;
        const QStringView left = takeRun(&a);
        const QStringView right = takeRun(&b);
        const int order = left == right ? 0 // most often, and much faster
                          : isNumber    ? compareDigits(withoutZeros(left), withoutZeros(right))
                                        : m_collator.compare(left, right);
        if (order != 0)
            return order;
    }
    return a.isEmpty() ? (b.isEmpty() ? 0 : -1) : 1;
}

NaturalKey NaturalOrder::key(QStringView text) const
{
    NaturalKey key;
    while (!text.isEmpty()) {
        const bool isNumber = isDigit(text.front());
        const QStringView run = takeRun(&text);
        if (isNumber)
            key.m_runs.emplace_back(withoutZeros(run).toString());
        else
            key.m_runs.emplace_back(sortKey(m_collator, run));
    }
    key.m_runs.shrink_to_fit(); // it is kept for long
    return key;
}

int NaturalOrder::compare(const NaturalKey &a, const NaturalKey &b)
{
    const size_t common = std::min(a.m_runs.size(), b.m_runs.size());
    for (size_t i = 0; i < common; ++i) {
        const NaturalKey::Run &left = a.m_runs[i];
        const NaturalKey::Run &right = b.m_runs[i];
        if (left.index() != right.index())
            return left.index() < right.index() ? -1 : 1; // numbers first
        const auto *digits = std::get_if<NaturalKey::Digits>(&left);
        const int order =
            digits ? compareDigits(*digits, *std::get_if<NaturalKey::Digits>(&right))
                   : std::get<QCollatorSortKey>(left).compare(std::get<QCollatorSortKey>(right));
        if (order != 0)
            return order;
    }
    return a.m_runs.size() == b.m_runs.size() ? 0 : a.m_runs.size() < b.m_runs.size() ? -1 : 1;
}

} // namespace Signalbox
