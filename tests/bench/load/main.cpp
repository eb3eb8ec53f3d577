#include "churnrun.h"
#include "loadoptions.h"
#include "loadrun.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <sys/resource.h>

namespace {

/// Lets this process have a descriptor for each client, as far as the system allows.
void raiseDescriptorLimit(int clients)
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = std::max(limit.rlim_cur, std::min(rlim_t(clients) + 64, limit.rlim_max));
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

template<typename Run>
int runAndReport(const Signalbox::Load::LoadOptions &options)
{
    Run run(options);
    const bool good = run.run();
    std::printf("%s\n", run.report().c_str());
    return good ? 0 : 1;
}

} // namespace

int main(int argc, char *argv[])
{
    using namespace Signalbox::Load;
    std::string problem;
    const auto options = parseOptions({argv + 1, size_t(argc - 1)}, problem);
    if (!options) {
        std::fprintf(stderr, "%s\n%s", problem.c_str(), usage());
        return 2;
    }
    raiseDescriptorLimit(options->clients);
    return options->mode == Mode::Connect ? runAndReport<ChurnRun>(*options)
                                          : runAndReport<LoadRun>(*options);
}
