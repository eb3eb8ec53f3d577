#include "ui/theme/theme.h"

#include "ui/theme/zoomstyle.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QPalette>
#include <QPixmapCache>
#include <QRegularExpression>
#include <QStyleHints>

#include <algorithm>
#include <optional>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int InterfacePixels = 13;
constexpr int PayloadPixels = 12;

Palette lightPalette()
{
    Palette p;
    p.scheme = Scheme::Light;
    p.window = QColor(0xf4f5f7);
    p.panel = QColor(0xfafbfc);
    p.base = QColor(0xffffff);
    p.alternate = QColor(0xf8f9fb);
    p.border = QColor(0xdce0e6);
    p.text = QColor(0x1c2129);
    p.dim = QColor(0x5f6773);
    p.disabled = QColor(0x9aa1ab);
    p.accent = QColor(0x2563eb);
    p.accentText = QColor(0xffffff);
    p.selection = QColor(0xdbe7ff);
    p.hover = QColor(0xedeff2);
    p.press = QColor(0xe0e3e8);
    p.good = QColor(0x0e7a4e);
    p.warn = QColor(0x8f5b00);
    p.bad = QColor(0xc22f2f);
    p.in = QColor(0x0b5cad);
    p.out = QColor(0x00704f);
    p.timer = QColor(0x8a3b7a);
    p.route = QColor(0x8a5200);
    p.system = QColor(0x55606e);
    p.error = QColor(0xb3261e);
    p.key = QColor(0x1d4fbf);
    p.string = QColor(0x136b42);
    p.number = QColor(0x8a5200);
    return p;
}

Palette darkPalette()
{
    Palette p;
    p.scheme = Scheme::Dark;
    p.window = QColor(0x1a1d23);
    p.panel = QColor(0x20242b);
    p.base = QColor(0x15171c);
    p.alternate = QColor(0x181b20);
    p.border = QColor(0x2d323b);
    p.text = QColor(0xe3e6eb);
    p.dim = QColor(0x98a0ae);
    p.disabled = QColor(0x626b79);
    p.accent = QColor(0x2f6fe8);
    p.accentText = QColor(0xffffff);
    p.selection = QColor(0x20365c);
    p.hover = QColor(0x2a2f37);
    p.press = QColor(0x343a44);
    p.good = QColor(0x3ecf8e);
    p.warn = QColor(0xf2b544);
    p.bad = QColor(0xf57f7f);
    p.in = QColor(0x6cb6ff);
    p.out = QColor(0x5bd6a4);
    p.timer = QColor(0xe29ad0);
    p.route = QColor(0xf0b45a);
    p.system = QColor(0xa9b3bf);
    p.error = QColor(0xff8a7a);
    p.key = QColor(0x7fb4ff);
    p.string = QColor(0x8fd19e);
    p.number = QColor(0xe5b567);
    return p;
}

Palette &currentPalette()
{
    static Palette palette = lightPalette();
    return palette;
}

int &currentZoom()
{
    static int zoom = 100;
    return zoom;
}

/// What the desktop asks for. Before Qt 6.5 only the palette that the platform gave us before ours
/// tells.
Scheme desktopScheme()
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    return QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark ? Scheme::Dark
                                                                                 : Scheme::Light;
#else
    static const Scheme scheme = [] {
        const QPalette given = QGuiApplication::palette();
        const int background = given.color(QPalette::Window).lightness();
        return background < given.color(QPalette::WindowText).lightness() ? Scheme::Dark
                                                                          : Scheme::Light;
    }();
    return scheme;
#endif
}

QColor mixed(const QColor &over, double share, const QColor &under)
{
    const auto channel = [share](int a, int b) { return int(a * share + b * (1 - share) + 0.5); };
    return QColor(channel(over.red(), under.red()), channel(over.green(), under.green()),
                  channel(over.blue(), under.blue()));
}

QPalette qtPalette(const Palette &ours)
{
    QPalette p;
    p.setColor(QPalette::Window, ours.window);
    p.setColor(QPalette::WindowText, ours.text);
    p.setColor(QPalette::Base, ours.base);
    p.setColor(QPalette::AlternateBase, ours.alternate);
    p.setColor(QPalette::Text, ours.text);
    p.setColor(QPalette::Button, ours.panel);
    p.setColor(QPalette::ButtonText, ours.text);
    p.setColor(QPalette::BrightText, ours.bad);
    p.setColor(QPalette::Highlight, ours.accent);
    p.setColor(QPalette::HighlightedText, ours.accentText);
    p.setColor(QPalette::Link, ours.in);
    p.setColor(QPalette::LinkVisited, ours.in);
    p.setColor(QPalette::ToolTipBase, ours.panel);
    p.setColor(QPalette::ToolTipText, ours.text);
    p.setColor(QPalette::PlaceholderText, ours.dim);
    p.setColor(QPalette::Light, ours.panel.lighter(115));
    p.setColor(QPalette::Midlight, ours.border.lighter(110));
    p.setColor(QPalette::Mid, ours.border);
    p.setColor(QPalette::Dark, ours.border.darker(120));
    p.setColor(QPalette::Shadow, QColor(0, 0, 0, 90));
#if QT_VERSION >= QT_VERSION_CHECK(6, 6, 0)
    p.setColor(QPalette::Accent, ours.accent);
#endif
    for (const auto role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        p.setColor(QPalette::Disabled, role, ours.disabled);
    p.setColor(QPalette::Disabled, QPalette::Highlight, ours.border);
    return p;
}

/// resources/style.qss with its colours, lengths and pictures filled in.
QString styleRules(const Palette &p)
{
    QFile file(u":/style.qss"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QString rules = QString::fromUtf8(file.readAll());

    const auto picture = [dark = p.scheme == Scheme::Dark](QLatin1StringView name) -> QString {
        return u":/icons/"_s % name % (dark ? "-on-dark.svg"_L1 : "-on-light.svg"_L1);
    };
    const QHash<QString, QString> words{
        {u"window"_s, p.window.name()},
        {u"panel"_s, p.panel.name()},
        {u"base"_s, p.base.name()},
        {u"alternate"_s, p.alternate.name()},
        {u"border"_s, p.border.name()},
        {u"text"_s, p.text.name()},
        {u"dim"_s, p.dim.name()},
        {u"disabled"_s, p.disabled.name()},
        {u"accent"_s, p.accent.name()},
        {u"accentText"_s, p.accentText.name()},
        {u"accentHover"_s, p.accent.lighter(112).name()},
        {u"selection"_s, p.selection.name()},
        {u"hover"_s, p.hover.name()},
        {u"press"_s, p.press.name()},
        {u"thumb"_s, mixed(p.dim, 0.45, p.panel).name()},
        {u"good"_s, p.good.name()},
        {u"warn"_s, p.warn.name()},
        {u"bad"_s, p.bad.name()},
        {u"badText"_s, p.scheme == Scheme::Dark ? p.base.name() : p.accentText.name()},
        {u"goodSoft"_s, mixed(p.good, 0.12, p.panel).name()},
        {u"warnSoft"_s, mixed(p.warn, 0.12, p.panel).name()},
        {u"badSoft"_s, mixed(p.bad, 0.12, p.panel).name()},
        {u"infoSoft"_s, mixed(p.accent, 0.10, p.panel).name()},
        {u"chevronDown"_s, picture("chevron-down"_L1)},
        {u"chevronRight"_s, picture("chevron-right"_L1)},
        {u"chevronUp"_s, picture("chevron-up"_L1)},
        {u"check"_s, picture("check"_L1)},
    };
    static const QRegularExpression mark(u"%([a-zA-Z]+)|@([0-9]+)"_s);
    QString filled;
    filled.reserve(rules.size() * 2);
    qsizetype done = 0;
    for (auto it = mark.globalMatch(rules); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        filled += QStringView(rules).sliced(done, match.capturedStart() - done);
        if (const QString word = match.captured(1); !word.isEmpty()) {
            Q_ASSERT_X(words.contains(word), "style.qss", qPrintable(word));
            filled += words.value(word);
        } else {
            filled += QString::number(scaled(match.capturedView(2).toInt())) % u"px"_s;
        }
        done = match.capturedEnd();
    }
    filled += QStringView(rules).sliced(done);
    return filled;
}

} // namespace

Theme::Theme(QObject *parent)
    : QObject(parent)
{
    desktopScheme(); // remembered before our palette hides the desktop's
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, [this] {
        if (m_choice == SchemeChoice::System)
            applyAll();
    });
#endif
    applyAll();
}

Theme::~Theme() = default;

const Palette &Theme::palette()
{
    return currentPalette();
}

void Theme::setChoice(SchemeChoice choice)
{
    if (choice == m_choice)
        return;
    m_choice = choice;
    applyAll();
}

void Theme::setZoom(int percent)
{
    percent = std::clamp(percent, MinimumZoom, MaximumZoom);
    if (percent == m_zoom)
        return;
    m_zoom = percent;
    applyAll();
}

void Theme::applyAll()
{
    const Scheme scheme = m_choice == SchemeChoice::System  ? desktopScheme()
                          : m_choice == SchemeChoice::Light ? Scheme::Light
                                                            : Scheme::Dark;
    currentPalette() = scheme == Scheme::Dark ? darkPalette() : lightPalette();
    currentZoom() = m_zoom;

    static bool isStyled = false; // once: a style sheet hides the style beneath it
    if (!isStyled)
        QApplication::setStyle(new ZoomStyle);
    isStyled = true;
    QApplication::setPalette(qtPalette(currentPalette()));
    QApplication::setFont(interfaceFont());
    qApp->setStyleSheet(styleRules(currentPalette()));
    QPixmapCache::clear();
    Q_EMIT changed();
}

QFont interfaceFont(int delta)
{
    static const QFont family = QFontDatabase::hasFamily(u"Inter"_s)
                                    ? QFont(u"Inter"_s)
                                    : QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    QFont font = family;
    font.setPixelSize(std::max(1, scaled(InterfacePixels + delta)));
    return font;
}

QFont payloadFont(int delta)
{
    static const QFont family = QFontDatabase::hasFamily(u"JetBrains Mono"_s)
                                    ? QFont(u"JetBrains Mono"_s)
                                    : QFontDatabase::systemFont(QFontDatabase::FixedFont);
    QFont font = family;
    font.setPixelSize(std::max(1, scaled(PayloadPixels + delta)));
    font.setStyleStrategy(QFont::PreferNoShaping); // no ligatures: a payload is shown as it is
    return font;
}

int scaled(int pixels)
{
    return (pixels * currentZoom() + 50) / 100;
}

} // namespace Signalbox
