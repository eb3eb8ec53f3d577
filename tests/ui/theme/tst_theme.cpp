#include "tests/support/testprogram.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDir>
#include <QFontInfo>
#include <QFontMetrics>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QStyle>

#include <cmath>

using namespace Signalbox;
using namespace Qt::StringLiterals;

namespace {

/// WCAG 2.1, relative luminance and contrast ratio.
double luminance(const QColor &color)
{
    const auto linear = [](double c) {
        return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
           + 0.0722 * linear(color.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

int paintedPixels(const QIcon &icon, QIcon::Mode mode = QIcon::Normal)
{
    const QImage image = icon.pixmap(QSize(24, 24), 1.0, mode).toImage();
    int painted = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            painted += qAlpha(image.pixel(x, y)) > 100;
    return painted;
}

} // namespace

class TestTheme : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void contrastIsEnough_data()
    {
        QTest::addColumn<SchemeChoice>("choice");
        QTest::addColumn<QColor Palette::*>("color");
        const std::pair<SchemeChoice, const char *> schemes[] = {{SchemeChoice::Light, "light"},
                                                                 {SchemeChoice::Dark, "dark"}};
        const std::pair<QColor Palette::*, const char *> colors[] = {
            {&Palette::text, "text"},     {&Palette::dim, "dim text"},  {&Palette::in, "in"},
            {&Palette::out, "out"},       {&Palette::timer, "timer"},   {&Palette::route, "route"},
            {&Palette::system, "system"}, {&Palette::error, "error"},   {&Palette::key, "key"},
            {&Palette::string, "string"}, {&Palette::number, "number"}, {&Palette::good, "good"},
            {&Palette::warn, "warn"},     {&Palette::bad, "bad"},
        };
        for (const auto &[choice, scheme] : schemes)
            for (const auto &[color, name] : colors)
                QTest::addRow("%s, %s", scheme, name) << choice << color;
    }
    void contrastIsEnough()
    {
        QFETCH(SchemeChoice, choice);
        QFETCH(QColor Palette::*, color);
        Theme theme;
        theme.setChoice(choice);
        const Palette &p = Theme::palette();
        QVERIFY(contrast(p.*color, p.base) >= 4.5);
        QVERIFY(contrast(p.*color, p.alternate) >= 4.5);
        QVERIFY(contrast(p.*color, p.panel) >= 4.5);
        QVERIFY(contrast(p.*color, p.selection) >= 4.2);
    }

    void buttonsAndFocusCanBeSeen_data()
    {
        QTest::addColumn<SchemeChoice>("choice");
        QTest::newRow("light") << SchemeChoice::Light;
        QTest::newRow("dark") << SchemeChoice::Dark;
    }
    void buttonsAndFocusCanBeSeen()
    {
        QFETCH(SchemeChoice, choice);
        Theme theme;
        theme.setChoice(choice);
        const Palette &p = Theme::palette();
        QVERIFY(contrast(p.accentText, p.accent) >= 4.5);
        QVERIFY(contrast(p.accent, p.base) >= 3);
        QVERIFY(contrast(p.accent, p.panel) >= 3);
        QCOMPARE(p.scheme, choice == SchemeChoice::Dark ? Scheme::Dark : Scheme::Light);
        QCOMPARE(QApplication::palette().color(QPalette::Base), p.base);
        QVERIFY(!qApp->styleSheet().isEmpty());
        QVERIFY2(!qApp->styleSheet().contains(u'%'), "a colour of style.qss was not filled in");
        QVERIFY2(!qApp->styleSheet().contains(u'@'), "a length of style.qss was not filled in");
    }

    void iconsPaint_data()
    {
        QTest::addColumn<QString>("name");
        const QStringList files = QDir(u":/icons"_s).entryList({u"*.svg"_s});
        QVERIFY(files.size() >= 40);
        for (const QString &file : files)
            QTest::newRow(qPrintable(file)) << file.chopped(4);
    }
    void iconsPaint()
    {
        QFETCH(QString, name);
        const QIcon icon = lineIcon(name, Qt::red);
        QVERIFY(!icon.isNull());
        const int painted = paintedPixels(icon);
        QVERIFY2(painted >= 8, qPrintable(QString::number(painted)));
        QVERIFY2(painted < 24 * 24 / 2, "a line icon must not be filled");
    }

    void iconsFollowTheTheme()
    {
        Theme theme;
        theme.setChoice(SchemeChoice::Light);
        const QIcon icon = lineIcon(u"square"_s);
        const QImage light = icon.pixmap(QSize(48, 48), 1.0).toImage();
        theme.setChoice(SchemeChoice::Dark);
        const QImage dark = icon.pixmap(QSize(48, 48), 1.0).toImage();
        QVERIFY(light != dark);
        QVERIFY(icon.pixmap(QSize(48, 48), 1.0, QIcon::Disabled).toImage() != dark);
    }

    void iconsUseTheDevicesResolution()
    {
        const QPixmap pixmap = lineIcon(u"send"_s).pixmap(QSize(16, 16), 2.0);
        QCOMPARE(pixmap.size(), QSize(32, 32));
        QCOMPARE(pixmap.devicePixelRatio(), 2.0);
    }

    void unknownIconIsNull() { QVERIFY(lineIcon(u"no-such-icon"_s).isNull()); }

    void zoomScales_data()
    {
        QTest::addColumn<int>("asked");
        QTest::addColumn<int>("zoom");
        QTest::newRow("smallest") << 80 << 80;
        QTest::newRow("below the smallest") << 10 << 80;
        QTest::newRow("double") << 200 << 200;
        QTest::newRow("above the largest") << 1000 << 300;
    }
    void zoomScales()
    {
        QFETCH(int, asked);
        QFETCH(int, zoom);
        Theme theme;
        QPushButton button(u"Send"_s);
        button.ensurePolished();
        const int height = button.sizeHint().height();
        QSignalSpy changed(&theme, &Theme::changed);
        theme.setZoom(asked);
        QCOMPARE(theme.zoom(), zoom);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(interfaceFont().pixelSize(), (13 * zoom + 50) / 100);
        QCOMPARE(payloadFont(1).pixelSize(), (13 * zoom + 50) / 100);
        QCOMPARE(scaled(100), zoom);
        QCOMPARE(QApplication::font().pixelSize(), interfaceFont().pixelSize());
        button.ensurePolished();
        QVERIFY(zoom > 100 ? button.sizeHint().height() > height * 3 / 2
                           : button.sizeHint().height() < height);
        theme.setZoom(100);
        QCOMPARE(button.sizeHint().height(), height);
    }

    void zoomScalesIconsAndCheckMarks_data()
    {
        QTest::addColumn<QStyle::PixelMetric>("metric");
        QTest::newRow("icons in menus") << QStyle::PM_SmallIconSize;
        QTest::newRow("icons in buttons") << QStyle::PM_ButtonIconSize;
        QTest::newRow("icons in lines") << QStyle::PM_LineEditIconSize;
        QTest::newRow("icons in lists") << QStyle::PM_ListViewIconSize;
        QTest::newRow("icons in tabs") << QStyle::PM_TabBarIconSize;
        QTest::newRow("icons in tool bars") << QStyle::PM_ToolBarIconSize;
        QTest::newRow("icons in message boxes") << QStyle::PM_MessageBoxIconSize;
        QTest::newRow("check marks") << QStyle::PM_IndicatorWidth;
        QTest::newRow("radio marks") << QStyle::PM_ExclusiveIndicatorHeight;
        QTest::newRow("margins") << QStyle::PM_LayoutLeftMargin;
    }
    void zoomScalesIconsAndCheckMarks()
    {
        QFETCH(QStyle::PixelMetric, metric);
        Theme theme;
        const QWidget widget;
        const int before = widget.style()->pixelMetric(metric, nullptr, &widget);
        theme.setZoom(200);
        QCOMPARE(widget.style()->pixelMetric(metric, nullptr, &widget), 2 * before);
        theme.setZoom(100);
        QCOMPARE(widget.style()->pixelMetric(metric, nullptr, &widget), before);
    }

    void payloadFontIsFixedPitch()
    {
        const QFontMetrics metrics(payloadFont());
        QCOMPARE(metrics.horizontalAdvance(u"iiii"_s), metrics.horizontalAdvance(u"WWWW"_s));
    }
};

SIGNALBOX_TEST(TestTheme)
#include "tst_theme.moc"
