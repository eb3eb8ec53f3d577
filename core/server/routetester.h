#pragma once

#include "core/routes/scripthost.h"
#include "core/routes/scriptlibrary.h"
#include "core/server/routetest.h"

#include <QObject>

namespace Signalbox {

/// Tries routes as they are being written, in the same process as those that are in use. The
/// server's thread.
class RouteTester final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RouteTester)
public:
    /// Both must outlive it.
    RouteTester(ScriptHost *host, const ScriptLibrary *library, QObject *parent);

    /// tested() follows.
    void test(quint64 request, const RouteTest &test);

Q_SIGNALS:
    void tested(const Signalbox::RouteTestResult &result);

private:
    void testScript(const RouteTestResult &result, const ScriptConfig &script,
                    const ScriptEvent &event);

    ScriptHost *m_host;
    const ScriptLibrary *m_library;
};

} // namespace Signalbox
