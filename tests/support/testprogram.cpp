// Several tests in one program: PROGRAM tst_NAME [arguments of Qt Test]. Each runs in a process of
// its own, as ctest starts them.
#include "tests/support/testprogram.h"

#include "core/routes/scriptworker.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>
#include <string_view>

namespace Signalbox::TestProgram {

namespace {

std::map<std::string, Main, std::less<>> &tests()
{
    static std::map<std::string, Main, std::less<>> all;
    return all;
}

} // namespace

bool add(const char *file, Main run)
{
    std::string_view name = file;
    name.remove_prefix(std::min(name.size(), name.find_last_of("/\\") + 1));
    name = name.substr(0, name.find('.'));
    return tests().emplace(name, run).second;
}

} // namespace Signalbox::TestProgram

int main(int argc, char **argv)
{
    using namespace Signalbox;
    if (isScriptWorker(argc, argv))
        return runScriptWorker(argc, argv);
    const auto &tests = TestProgram::tests();
    const auto test = argc > 1 ? tests.find(std::string_view(argv[1])) : tests.end();
    if (test == tests.end()) {
        std::fputs("Name one of its tests first:\n", stderr);
        for (const auto &[name, run] : tests)
            std::fprintf(stderr, "  %s\n", name.c_str());
        return 2;
    }
    std::copy(argv + 2, argv + argc + 1, argv + 1); // and the null behind them
    return test->second(argc - 1, argv);
}
