#include "ui/widgets/naturalorder.h"

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

/// As numbers of any length.
int compareDigits(QStringView a, QStringView b)
{
    while (!a.isEmpty() && a.front() == u'0')
        a = a.sliced(1);
    while (!b.isEmpty() && b.front() == u'0')
        b = b.sliced(1);
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
                          : numbers     ? compareDigits(left, right)
                                        : m_collator.compare(left, right);
        if (order != 0)
            return order;
    }
    return a.isEmpty() ? (b.isEmpty() ? 0 : -1) : 1;
}

} // namespace Signalbox
