#pragma once

#include <QTest>

#ifdef QT_WIDGETS_LIB
#include <QApplication>
#else
#include <QCoreApplication>
#endif

namespace Signalbox::TestProgram {

/// The rest of main() for one test: gets the arguments without the test's name.
using Main = int (*)(int argc, char **argv);

/// Adds a test, named as its file; called before main().
bool add(const char *file, Main run);

template<typename Test>
int runWithoutApplication(int argc, char **argv)
{
    Test test;
    return QTest::qExec(&test, argc, argv);
}

template<typename Test>
int run(int argc, char **argv)
{
#ifdef QT_WIDGETS_LIB
    QCoreApplication::setAttribute(Qt::AA_Use96Dpi);
    const QApplication application(argc, argv);
#else
    const QCoreApplication application(argc, argv);
#endif
    return runWithoutApplication<Test>(argc, argv);
}

template<typename Test>
int runWithoutScreen(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    return runWithoutApplication<Test>(argc, argv);
}

} // namespace Signalbox::TestProgram

#define SIGNALBOX_TEST_ADD(Test, Run)                                                              \
    namespace {                                                                                    \
    [[maybe_unused]] const bool Test##IsAdded = Signalbox::TestProgram::add(__FILE__, Run);        \
    }

/// A Qt Test class as one test of its folder's program, with the application that its folder has.
#define SIGNALBOX_TEST(Test) SIGNALBOX_TEST_ADD(Test, Signalbox::TestProgram::run<Test>)
/// The same with no more than an event loop.
#define SIGNALBOX_TEST_WITHOUT_SCREEN(Test)                                                        \
    SIGNALBOX_TEST_ADD(Test, Signalbox::TestProgram::runWithoutScreen<Test>)
/// The same with none.
#define SIGNALBOX_TEST_WITHOUT_APPLICATION(Test)                                                   \
    SIGNALBOX_TEST_ADD(Test, Signalbox::TestProgram::runWithoutApplication<Test>)
/// The same with a Main of its own.
#define SIGNALBOX_TEST_WITH_MAIN(Test, Run) SIGNALBOX_TEST_ADD(Test, Run)
