#include "ui/widgets/latecopy.h"

#include <QClipboard>
#include <QGuiApplication>

namespace Signalbox {

void LateCopy::copy(qsizetype bytes, const std::function<QString()> &make)
{
    if (bytes <= AtOnce) {
        m_work.drop();
        QGuiApplication::clipboard()->setText(make());
    } else {
        m_work.run(make, [this](const QString &text) {
            QGuiApplication::clipboard()->setText(text);
            Q_EMIT busyChanged();
        });
    }
    Q_EMIT busyChanged();
}

} // namespace Signalbox
