#include "screens.h"
#include "tests/support/testprogram.h"
#include "tests/ui/savepicture.h"
#include "ui/endpoints/endpointbar.h"
#include "windowfixture.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>
#include <QTreeView>
#include <QWheelEvent>

#include <ranges>

using namespace Signalbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A window with something in each of its parts.
Configuration lively()
{
    Configuration configuration = WindowFixture::onFreePort();
    TimerConfig timer;
    timer.name = u"clock"_s;
    timer.enabled = false;
    timer.interval = 2s;
    timer.action = ClockSignal{.value = "1", .path = u"/clock"_s};
    configuration.timers = {timer};
    ScheduleConfig schedule;
    schedule.name = u"morning"_s;
    schedule.cron = {u"0 9 * * 1-5"_s};
    schedule.action = ClockSignal{.value = "2"};
    configuration.schedules = {schedule};
    SignalRouteConfig route;
    route.path = u"/messages"_s;
    route.script.source = u"sendSignal(event.data.message);"_s;
    configuration.signalRoutes = {route};
    return configuration;
}

QString nameOf(const QWidget &widget)
{
    return u"%1 %2"_s.arg(QString::fromLatin1(widget.metaObject()->className()),
                          widget.objectName());
}

template<typename T>
QList<T *> shown(const QWidget &screen)
{
    QList<T *> all = screen.findChildren<T *>();
    all.removeIf([](const T *widget) { return !widget->isVisible(); });
    return all;
}

/// What a field that the wheel could turn is set to; nullopt: it is none.
std::optional<QString> valueOf(const QWidget &widget)
{
    if (const auto *box = qobject_cast<const QComboBox *>(&widget))
        return QString::number(box->currentIndex()) % box->currentText();
    if (const auto *spin = qobject_cast<const QAbstractSpinBox *>(&widget))
        return spin->text();
    const auto *slider = qobject_cast<const QAbstractSlider *>(&widget);
    return slider && !qobject_cast<const QScrollBar *>(slider)
               ? std::optional(QString::number(slider->value()))
               : std::nullopt;
}

/// As from a mouse: it also gives the keyboard to who wants it from the wheel.
void turnWheel(QWidget &over, int notches)
{
    const QPoint at = over.rect().center();
    QWheelEvent event(at, over.mapToGlobal(at), {}, {0, notches * 120}, Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QSpontaneKeyEvent::setSpontaneous(&event);
    qApp->notify(&over, &event);
}

} // namespace

/// What has to be so everywhere in the window and in all of its dialogs.
class TestScreens : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<WindowFixture> m_fixture;
    std::unique_ptr<Peer> m_ada;

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_fixture = std::make_unique<WindowFixture>(lively());
        m_fixture->window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_fixture->window()));
        m_ada = m_fixture->connectPeer(u"/chat?name=Ada"_s);
        QVERIFY(m_ada);
    }
    void cleanup()
    {
        m_ada.reset();
        m_fixture.reset();
    }

    void theWheelTurnsNoFieldWithoutTheKeyboard()
    {
        int fields = 0;
        forEachScreen(*m_fixture, [&fields](QWidget &screen, const QString &name) {
            const QList<QWidget *> all = shown<QWidget>(screen);
            for (QWidget *widget : all) {
                const auto before = valueOf(*widget);
                if (!before || !widget->isEnabled())
                    continue;
                ++fields;
                if (QWidget *focused = QApplication::focusWidget())
                    focused->clearFocus();
                for (const int notches : {-1, 1, 1})
                    turnWheel(*widget, notches);
                const QString what = name % u": "_s % nameOf(*widget);
                QVERIFY2(valueOf(*widget) == before, qPrintable(what));
                QVERIFY2(!widget->hasFocus(), qPrintable(what));
            }
        });
        QVERIFY(fields >= 20);
    }

    void theWheelTurnsTheFieldThatHasTheKeyboard()
    {
        m_fixture->part<EndpointBar>()->addEndpoint();
        auto *port = m_fixture->window().findChild<QSpinBox *>(u"endpointPort"_s);
        QVERIFY(port);
        QVERIFY(QTest::qWaitForWindowActive(port->window()));
        port->setFocus();
        QTRY_VERIFY(port->hasFocus());
        const int before = port->value();
        turnWheel(*port, 1);
        QCOMPARE(port->value(), before + 1);
    }

    /// Not even with the keys that walk through tabs.
    void aPageThatIsHiddenCannotBeReached()
    {
        forEachScreen(*m_fixture, [](QWidget &screen, const QString &name) {
            const QList<QTabWidget *> all = shown<QTabWidget>(screen);
            for (QTabWidget *tabs : all) {
                for (int step = 0; step < tabs->count() * 2; ++step) {
                    QTest::keyClick(tabs, Qt::Key_Tab, Qt::ControlModifier);
                    QVERIFY2(tabs->isTabVisible(tabs->currentIndex()), qPrintable(name));
                }
                for (int step = 0; step < tabs->count() * 2; ++step) {
                    QTest::keyClick(tabs->tabBar(),
                                    step < tabs->count() ? Qt::Key_Right : Qt::Key_Left);
                    QVERIFY2(tabs->isTabVisible(tabs->currentIndex()), qPrintable(name));
                }
            }
        });
    }

    void enterDoesNotAddAnEndpointFromNowhere()
    {
        m_fixture->part<EndpointBar>()->addEndpoint();
        auto *dialog = m_fixture->window().findChild<QDialog *>(u"endpointDialog"_s);
        auto *tabs = dialog->findChild<QTabWidget *>();
        QTest::keyClick(tabs, Qt::Key_Tab, Qt::ControlModifier);
        QVERIFY(tabs->currentWidget()->isVisible());
        QCOMPARE(tabs->tabText(tabs->currentIndex()), u"Access"_s);
        QVERIFY(dialog->isVisible());
    }

    void tablesAreTheSameAfterZooming_data()
    {
        QTest::addColumn<QList<int>>("zooms");
        QTest::newRow("large and back") << QList{125, 200, 300, 200, 100};
        QTest::newRow("small and back") << QList{90, 80, 90, 100};
        QTest::newRow("through all steps") << QList{110, 125, 150, 175, 200, 250, 300, 250, 200,
                                                    175, 150, 125, 110, 100, 90,  80,  90,  100};
    }
    void tablesAreTheSameAfterZooming()
    {
        QFETCH(QList<int>, zooms);
        using Sizes = QMap<QString, QList<int>>;
        const auto sizes = [this] {
            Sizes all;
            forEachScreen(*m_fixture, [&all, this](QWidget &screen, const QString &name) {
                if (&screen != &m_fixture->window())
                    return;
                const QList<QAbstractItemView *> views = shown<QAbstractItemView>(screen);
                for (const QAbstractItemView *view : views) {
                    QList<int> &own = all[name % u": "_s % nameOf(*view)];
                    if (view->model() == nullptr || view->model()->rowCount() == 0)
                        continue;
                    own += view->visualRect(view->model()->index(0, 0)).height();
                    const auto *table = qobject_cast<const QTableView *>(view);
                    const auto *tree = qobject_cast<const QTreeView *>(view);
                    const QHeaderView *header = table  ? table->horizontalHeader()
                                                : tree ? tree->header()
                                                       : nullptr;
                    for (int column = 0; header && column < header->count(); ++column)
                        own += header->sectionSize(column);
                }
            });
            return all;
        };
        QTRY_COMPARE(m_fixture->server().totals().clients, 1U);
        const Sizes before = sizes();
        QVERIFY(before.size() >= 6);
        for (const int zoom : zooms) {
            m_fixture->theme().setZoom(zoom);
            QCoreApplication::processEvents();
        }
        const Sizes after = sizes();
        for (auto it = before.begin(); it != before.end(); ++it)
            QVERIFY2(after.value(it.key()) == it.value(), qPrintable(it.key()));
    }

    /// The letter that is underlined chooses one thing.
    void lettersOfMenusAreTheirOwn()
    {
        QStringList clashes;
        const std::function<void(const QString &, const QList<QAction *> &)> look =
            [&](const QString &where, const QList<QAction *> &actions) {
                QMap<QChar, QString> letters;
                QMap<QKeySequence, QString> keys;
                for (QAction *action : actions) {
                    if (action->isSeparator() || !action->isVisible())
                        continue;
                    const QKeySequence letter = QKeySequence::mnemonic(action->text());
                    if (!letter.isEmpty()) {
                        const QChar own = letter.toString().back();
                        if (letters.contains(own))
                            clashes += u"%1: %2 and %3"_s.arg(where, letters[own], action->text());
                        letters.insert(own, action->text());
                    }
                    const QList<QKeySequence> shortcuts = action->shortcuts();
                    for (const QKeySequence &key : shortcuts) {
                        if (keys.contains(key))
                            clashes += u"%1: %2 for %3 and %4"_s.arg(where, key.toString(),
                                                                     keys[key], action->text());
                        keys.insert(key, action->text());
                    }
                    if (action->menu()) {
                        Q_EMIT action->menu()->aboutToShow();
                        look(where % u" ▸ "_s % action->text(), action->menu()->actions());
                    }
                }
            };
        look(u"menus"_s, m_fixture->window().menuBar()->actions());
        const QList<QToolButton *> buttons = m_fixture->window().findChildren<QToolButton *>();
        for (QToolButton *button : buttons)
            if (button->menu()) {
                Q_EMIT button->menu()->aboutToShow();
                look(nameOf(*button), button->menu()->actions());
            }
        QVERIFY2(clashes.isEmpty(), qPrintable(clashes.join(u'\n')));
    }

    void lettersOfDialogsAreTheirOwn()
    {
        QStringList clashes;
        forEachScreen(*m_fixture, [&clashes](QWidget &screen, const QString &name) {
            QMap<QChar, QString> letters;
            const auto take = [&](const QString &text) {
                const QKeySequence letter = QKeySequence::mnemonic(text);
                if (letter.isEmpty())
                    return;
                const QChar own = letter.toString().back();
                if (letters.contains(own))
                    clashes += u"%1: %2 and %3"_s.arg(name, letters[own], text);
                letters.insert(own, text);
            };
            const QList<QLabel *> labels = shown<QLabel>(screen);
            for (const QLabel *label : labels)
                if (label->buddy())
                    take(label->text());
            const QList<QAbstractButton *> buttons = shown<QAbstractButton>(screen);
            for (const QAbstractButton *button : buttons)
                take(button->text());
            const QList<QTabBar *> bars = shown<QTabBar>(screen);
            for (const QTabBar *bar : bars)
                for (int tab = 0; tab < bar->count(); ++tab)
                    if (bar->isTabVisible(tab))
                        take(bar->tabText(tab));
            if (const auto *menus = screen.findChild<QMenuBar *>()) {
                const QList<QAction *> titles = menus->actions();
                for (const QAction *title : titles)
                    take(title->text());
            }
        });
        QVERIFY2(clashes.isEmpty(), qPrintable(clashes.join(u'\n')));
    }

    /// Two actions that one key could mean at the same place do neither.
    void aKeyMeansOneThingWhereItIsPressed()
    {
        QStringList clashes;
        QMap<QKeySequence, QList<QAction *>> byKey;
        const QList<QAction *> actions = m_fixture->window().findChildren<QAction *>();
        for (QAction *action : actions) {
            const QList<QKeySequence> shortcuts = action->shortcuts();
            for (const QKeySequence &key : shortcuts)
                byKey[key] += action;
        }
        const auto reach = [](const QAction *action) { // where it may be pressed
            QList<const QWidget *> widgets;
            const QList<QObject *> objects = action->associatedObjects();
            for (const QObject *object : objects)
                if (const auto *widget = qobject_cast<const QWidget *>(object);
                    widget && !qobject_cast<const QMenu *>(widget)
                    && !qobject_cast<const QToolButton *>(widget))
                    widgets += widget;
            return widgets;
        };
        for (auto it = byKey.begin(); it != byKey.end(); ++it) {
            for (const QAction *first : it.value()) {
                for (const QAction *second : it.value()) {
                    if (first >= second)
                        continue;
                    const bool everywhere = first->shortcutContext() == Qt::WindowShortcut
                                            && second->shortcutContext() == Qt::WindowShortcut;
                    bool meet = everywhere;
                    for (const QWidget *a : reach(first))
                        for (const QWidget *b : reach(second))
                            meet = meet || a == b
                                   || (first->shortcutContext() == Qt::WidgetWithChildrenShortcut
                                       && a->isAncestorOf(b))
                                   || (second->shortcutContext() == Qt::WidgetWithChildrenShortcut
                                       && b->isAncestorOf(a));
                    if (meet)
                        clashes += u"%1: %2 and %3"_s.arg(it.key().toString(), first->text(),
                                                          second->text());
                }
            }
        }
        QVERIFY2(clashes.isEmpty(), qPrintable(clashes.join(u'\n')));
    }

    /// What a screen reader says first when the keyboard or the pointer comes to something.
    void everythingHasAName()
    {
        QStringList nameless;
        forEachScreen(*m_fixture, [&nameless](QWidget &screen, const QString &name) {
            const QList<QWidget *> all = shown<QWidget>(screen);
            for (QWidget *widget : all) {
                const bool isControl =
                    qobject_cast<QAbstractButton *>(widget) || widget->focusPolicy() != Qt::NoFocus;
                if (!isControl || widget->focusProxy() || qobject_cast<QScrollBar *>(widget)
                    || widget->objectName().startsWith("qt_"_L1)
                    || widget->objectName().startsWith(
                        "status"_L1)) // a figure's name is a sentence
                    continue;
                QAccessibleInterface *it = QAccessible::queryAccessibleInterface(widget);
                const QString said = it ? it->text(QAccessible::Name).trimmed() : QString();
                const auto *box = qobject_cast<QComboBox *>(widget);
                const QString tip = widget->toolTip().section(u" ("_s, 0, 0);
                const auto *button = qobject_cast<QAbstractButton *>(widget);
                const bool isTip = button && !button->text().trimmed().isEmpty() && said == tip
                                   && said != QString(button->text()).remove(u'&');
                if (said.isEmpty() || isTip
                    || (box && said == box->currentText() && said != box->accessibleName()))
                    nameless += u"%1: %2 is “%3”"_s.arg(name, nameOf(*widget), said);
            }
        });
        nameless.removeDuplicates();
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
    }

    /// In colour, and at the right end, wherever the desktop would have it.
    void whatADialogIsForStandsOut()
    {
        QStringList wrong;
        forEachScreen(*m_fixture, [&wrong](QWidget &screen, const QString &name) {
            const QList<QPushButton *> buttons = shown<QPushButton>(screen);
            for (QPushButton *button : buttons) {
                const bool isDanger = button->property("danger").toBool();
                if (!button->isEnabled() || !(isDanger || button->property("primary").toBool()))
                    continue;
                const QColor look = button->grab().toImage().pixelColor(6, button->height() / 2);
                if (look != (isDanger ? Theme::palette().bad : Theme::palette().accent))
                    wrong += u"%1: “%2” is %3"_s.arg(name, button->text(), look.name());
            }
            const QList<QDialogButtonBox *> boxes = shown<QDialogButtonBox>(screen);
            for (const QDialogButtonBox *box : boxes) {
                int accept = -1;
                int reject = -1;
                const QList<QAbstractButton *> all = box->buttons();
                for (QAbstractButton *button : all) {
                    const QDialogButtonBox::ButtonRole role = box->buttonRole(button);
                    if (role == QDialogButtonBox::AcceptRole)
                        accept = button->x();
                    if (role == QDialogButtonBox::RejectRole)
                        reject = button->x();
                }
                if (accept >= 0 && accept < reject)
                    wrong += u"%1: what it is for is left of Cancel"_s.arg(name);
            }
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

    /// Into the build folder, to be looked at.
    void pictures_data()
    {
        QTest::addColumn<SchemeChoice>("scheme");
        QTest::addColumn<QSize>("size");
        QTest::newRow("screens-light") << SchemeChoice::Light << QSize(1024, 640);
        QTest::newRow("screens-dark") << SchemeChoice::Dark << QSize(1366, 720);
    }
    void pictures()
    {
        QFETCH(SchemeChoice, scheme);
        QFETCH(QSize, size);
        m_fixture->theme().setChoice(scheme);
        m_fixture->window().resize(size);
        const QString tag = QString::fromLatin1(QTest::currentDataTag());
        forEachScreen(*m_fixture, [&tag](QWidget &screen, const QString &name) {
            QVERIFY(savePicture(screen, tag % u'-' % QString(name).remove(u'…')));
        });
    }

    /// Letters and icons of a button are not wider than the button.
    void nothingIsCut_data()
    {
        QTest::addColumn<QString>("family");
        QTest::addColumn<QSize>("size");
        for (const QString &family : {u"DejaVu Sans"_s, u"Inter"_s})
            for (const QSize size : {QSize(1024, 640), QSize(1360, 860)})
                QTest::addRow("%s, %dx%d", qPrintable(family), size.width(), size.height())
                    << family << size;
    }
    void nothingIsCut()
    {
        QFETCH(QString, family);
        QFETCH(QSize, size);
        if (!QFontDatabase::hasFamily(family))
            QSKIP("this font is not installed");
        QFont font = interfaceFont();
        font.setFamily(family);
        m_ada.reset(); // an empty list of clients has buttons, too
        QTRY_COMPARE(m_fixture->server().totals().clients, 0U);
        QApplication::setFont(font);
        m_fixture->window().resize(size);
        QTest::qWait(1);
        QStringList cut;
        forEachScreen(*m_fixture, [&cut](QWidget &screen, const QString &name) {
            const QList<QAbstractButton *> buttons = shown<QAbstractButton>(screen);
            for (const QAbstractButton *button : buttons) {
                if (button->text().isEmpty() || button->visibleRegion().isEmpty())
                    continue;
                if (button->width() < button->sizeHint().width())
                    cut += u"%1: %2 “%3” has %4 of %5"_s.arg(name, nameOf(*button), button->text())
                               .arg(button->width())
                               .arg(button->sizeHint().width());
            }
            const QList<QLabel *> labels = shown<QLabel>(screen);
            for (const QLabel *label : labels) {
                const bool elides = label->sizePolicy().horizontalPolicy() == QSizePolicy::Ignored;
                if (label->text().isEmpty() || label->wordWrap() || elides)
                    continue;
                if (label->width() < label->sizeHint().width())
                    cut += u"%1: %2 “%3” has %4 of %5"_s.arg(name, nameOf(*label), label->text())
                               .arg(label->width())
                               .arg(label->sizeHint().width());
            }
        });
        cut.removeDuplicates();
        QApplication::setFont(interfaceFont());
        QVERIFY2(cut.isEmpty(), qPrintable(cut.join(u'\n')));
    }
};

SIGNALBOX_TEST(TestScreens)
#include "tst_screens.moc"
