#include "ui/log/filtertext.h"

#include "ui/log/rowlook.h"
#include "ui/words/whytext.h"

#include <QCoreApplication>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

struct FilterText
{
    Q_DECLARE_TR_FUNCTIONS(FilterText)
};

} // namespace

QString filterProblemText(const FilterProblem &problem)
{
    using Code = FilterProblem::Code;
    const auto word = [&problem](qsizetype i) { return problem.words.value(i); };
    switch (problem.code) {
    case Code::None:
        return {};
    case Code::NothingOpened:
        return FilterText::tr("nothing is opened by the ) at %1").arg(problem.at);
    case Code::NothingToSearch:
        return FilterText::tr("something to search for is missing at %1").arg(problem.at);
    case Code::NestedTooDeeply:
        return FilterText::tr("nested too deeply at %1").arg(problem.at);
    case Code::QuoteMissing:
        return FilterText::tr("missing \" for the one at %1").arg(problem.at);
    case Code::ParenthesisMissing:
        return FilterText::tr("missing ) at %1").arg(problem.at);
    case Code::UnknownField:
        return word(1).isEmpty()
                   ? FilterText::tr("unknown field '%1'; to search for this text put it in quotes")
                         .arg(word(0))
                   : FilterText::tr("unknown field '%1', did you mean %2?").arg(word(0), word(1));
    case Code::ValueMissing:
        return FilterText::tr("a value is missing after %1%2").arg(word(0), word(1));
    case Code::NoNumberField:
        return FilterText::tr("%1 is no number: use : = != or ~").arg(word(0));
    case Code::NumberField:
        return FilterText::tr("%1 is a number: use : = != < <= > or >=").arg(word(0));
    case Code::NoNumber:
        return FilterText::tr("'%1' is no number").arg(word(0));
    case Code::NoTime:
        return FilterText::tr("'%1' is no time: write 10:42, 2026-11-24, 2026-11-24T10:42, "
                              "yesterday, or two of them with .. between")
            .arg(word(0));
    case Code::NoExpressionForTime:
        return FilterText::tr("%1 is a time: use : = != < <= > or >=").arg(word(0));
    case Code::UnknownWord:
        return FilterText::tr("%1 is never '%2', did you mean %3?").arg(word(0), word(1), word(2));
    case Code::OneOf:
        return FilterText::tr("%1 is one of: %2")
            .arg(word(0), problem.words.sliced(1).join(u", "_s));
    case Code::BadJsonPath:
        return FilterText::tr(
                   "%1 leads nowhere: write json.user.id, json.items[0] or json[\"a b\"]")
            .arg(word(0));
    case Code::BadExpression:
        return FilterText::tr("the expression /%1/ is not right: %2").arg(word(0), word(1));
    }
    return {};
}

ParsedFilter parseFilter(const QString &text)
{
    static const EntryWording wording{[](const LogEntry &entry) { return whyText(entry); },
                                      [](LogKind kind) { return kindText(kind); }};
    LogFilter::Parsed parsed = LogFilter::parse(text, wording);
    return {std::move(parsed.filter), filterProblemText(parsed.problem)};
}

} // namespace Signalbox
