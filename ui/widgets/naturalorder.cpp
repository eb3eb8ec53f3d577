#include "ui/widgets/naturalorder.h"

#include <algorithm>

namespace Signalbox {

namespace {

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

} // namespace

NaturalOrder::NaturalOrder()
{
    m_collator.setCaseSensitivity(Qt::CaseInsensitive);
}

int NaturalOrder::compare(QStringView a, QStringView b) const
{
    while (!a.isEmpty() && !b.isEmpty()) {
        const bool numbers = isDigit(a.front()) && isDigit(b.front());
        const QStringView left = takeRun(&a);
        const QStringView right = takeRun(&b);
        const int order = left == right ? 0 // most often, and much faster
                          : numbers     ? compareDigits(withoutZeros(left), withoutZeros(right))
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
        // folded, because in the C locale keys tell upper from lower case whatever they are asked
        key.m_runs.push_back({m_collator.sortKey(run.toString().toCaseFolded()),
                              isNumber ? withoutZeros(run).toString() : QString(), isNumber});
    }
    return key;
}

int NaturalOrder::compare(const NaturalKey &a, const NaturalKey &b)
{
    const size_t common = std::min(a.m_runs.size(), b.m_runs.size());
    for (size_t i = 0; i < common; ++i) {
        const NaturalKey::Run &left = a.m_runs[i];
        const NaturalKey::Run &right = b.m_runs[i];
        const bool numbers = left.isNumber && right.isNumber;
        const int order =
            numbers ? compareDigits(left.digits, right.digits) : left.key.compare(right.key);
        if (order != 0)
            return order;
    }
    return a.m_runs.size() == b.m_runs.size() ? 0 : a.m_runs.size() < b.m_runs.size() ? -1 : 1;
}

} // namespace Signalbox
