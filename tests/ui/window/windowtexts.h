#pragma once

#include <QList>
#include <QString>

namespace Signalbox {

/// One text that the window shows somewhere.
struct ShownText
{
    enum class Form : quint8 {
        Plain, ///< shown as it stands
        MaybeRich, ///< a label that takes markup
        ToolTip, ///< Qt guesses whether it is markup
    };

    QString where; ///< the widget's class and name, and what of it
    QString text;
    Form form = Form::Plain;
};

/// Every text of every widget there is, shown or not: titles, labels, tool tips, items of all
/// models with their tool tips and what screen readers say, actions, tabs, editors.
QList<ShownText> shownTexts();

} // namespace Signalbox
