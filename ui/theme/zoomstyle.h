#pragma once

#include <QProxyStyle>

namespace Signalbox {

/// Fusion with the sizes that neither a font nor a style sheet reaches at the current zoom: icons
/// in buttons, menus, lines and tabs, check marks, scroll arrows. All dialogs have the same row of
/// buttons whatever the desktop: no pictures, and what the dialog is for at the right. Owned by the
/// application.
class ZoomStyle final : public QProxyStyle
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ZoomStyle)
public:
    ZoomStyle();

    int pixelMetric(PixelMetric metric, const QStyleOption *option,
                    const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *returned) const override;
};

} // namespace Signalbox
