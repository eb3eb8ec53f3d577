#pragma once

#include <QStringList>

namespace Signalbox {

/// What is wrong with a text in the filter language. The window puts it in words.
struct FilterProblem
{
    enum class Code : quint8 {
        None,
        NothingOpened, ///< a ) too many; at `at`
        NothingToSearch, ///< a term is missing at `at`
        NestedTooDeeply, ///< at `at`
        QuoteMissing, ///< the one for that at `at`
        ParenthesisMissing, ///< at `at`
        UnknownField, ///< words: the field as written, the field that may be meant or ""
        ValueMissing, ///< words: field, operator
        NoNumberField, ///< words: field; < and > make no sense
        NumberField, ///< words: field; ~ makes no sense
        NoNumber, ///< words: the value
        NoTime, ///< words: the value
        NoExpressionForTime, ///< words: field; ~ makes no sense
        UnknownWord, ///< words: field, the value, the word that may be meant
        OneOf, ///< words: field, and all that it can be
        BadJsonPath, ///< words: the field as written
        BadExpression, ///< words: the expression, what the library says about it
    };

    Code code = Code::None;
    qsizetype at = 0; ///< 1-based place in the text
    QStringList words{};

    bool operator==(const FilterProblem &) const = default;
};

} // namespace Signalbox
