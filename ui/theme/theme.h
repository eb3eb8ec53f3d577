#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>

namespace Signalbox {

enum class Scheme : quint8 { Light, Dark };
enum class SchemeChoice : quint8 { System, Light, Dark };

/// The colours of the window, one accent and three strengths of text. One is current at a time, for
/// the whole program.
struct Palette
{
    Scheme scheme = Scheme::Light;
    QColor window, panel, base, alternate, border;
    QColor text, dim, disabled;
    QColor accent, accentText, selection, hover, press;
    QColor good, warn, bad; ///< states
    QColor in, out, timer, route, system,
        error; ///< kinds of log rows; contrast at least 4.5 : 1 on base and alternate
    QColor key, string, number; ///< JSON
};

/// Applies a palette, the style rules and the fonts to the program, and follows the desktop's light
/// or dark choice. One object, made in main (or a test) after QApplication; the window's thread.
class Theme final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Theme)
public:
    explicit Theme(QObject *parent = nullptr);
    ~Theme() override;

    static constexpr int MinimumZoom = 80; ///< per cent
    static constexpr int MaximumZoom = 300;

    static const Palette &palette(); ///< the current colours; light ones before a Theme exists

    void setChoice(SchemeChoice choice);
    SchemeChoice choice() const { return m_choice; }
    /// Text, rows and icons together; per cent, from MinimumZoom to MaximumZoom.
    void setZoom(int percent);
    int zoom() const { return m_zoom; }

Q_SIGNALS:
    void changed(); ///< colours or zoom; widgets that cache either should drop what they cached

private:
    void applyAll();
    SchemeChoice m_choice = SchemeChoice::System;
    int m_zoom = 100;
};

/// A line icon from :/icons/<name>.svg, drawn in the current text colour (or `color`) at the
/// device's own resolution, dimmed when disabled; follows theme changes by itself.
QIcon lineIcon(const QString &name, const QColor &color = {});
/// The interface font and the payload font at the current zoom, `delta` pixels larger.
QFont interfaceFont(int delta = 0);
QFont payloadFont(int delta = 0);
/// `pixels` at the current zoom.
int scaled(int pixels);

} // namespace Signalbox
