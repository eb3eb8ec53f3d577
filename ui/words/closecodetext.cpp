#include "ui/words/closecodetext.h"

#include <QCoreApplication>

namespace Signalbox {

namespace {

constexpr quint16 FirstFreeCode = 3000; // RFC 6455 section 7.4.2: of libraries and applications

struct CloseCodeText
{
    Q_DECLARE_TR_FUNCTIONS(CloseCode)
};

} // namespace

QString closeCodeText(quint16 code)
{
    switch (code) {
    case 1000:
        return CloseCodeText::tr("normal");
    case 1001:
        return CloseCodeText::tr("going away");
    case 1002:
        return CloseCodeText::tr("broke the protocol");
    case 1003:
        return CloseCodeText::tr("cannot take this kind of data");
    case 1005:
        return CloseCodeText::tr("no code given");
    case 1006:
        return CloseCodeText::tr("no goodbye");
    case 1007:
        return CloseCodeText::tr("text that is not UTF-8");
    case 1008:
        return CloseCodeText::tr("broke a rule");
    case 1009:
        return CloseCodeText::tr("message too big");
    case 1010:
        return CloseCodeText::tr("missing extension");
    case 1011:
        return CloseCodeText::tr("internal error");
    case 1012:
        return CloseCodeText::tr("restarting");
    case 1013:
        return CloseCodeText::tr("try again later");
    case 4000:
        return CloseCodeText::tr("kicked");
    case 4001:
        return CloseCodeText::tr("class ended");
    default:
        return {};
    }
}

QString closeCodeText(const LogEntry &entry)
{
    const bool isOurs = entry.code < FirstFreeCode || entry.why == Why::ClosedByOperator;
    return entry.kind == LogKind::Left && isOurs ? closeCodeText(entry.code) : QString();
}

} // namespace Signalbox
