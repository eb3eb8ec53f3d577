#pragma once

#include <QByteArray>

namespace Signalbox {

/// The page a browser gets at `/`: one file with its own style and script, and the headers that go
/// with it.
struct DemoPage
{
    QByteArray html; ///< UTF-8; refers to nothing outside itself
    QByteArray contentSecurityPolicy; ///< header value; admits only the page's own script and
                                      ///< style, by their SHA-256
    QByteArray etag; ///< header value, in quotes; changes with every byte of `html`
};

/// The embedded demo page, read and hashed on the first call. May be called from any thread.
const DemoPage &demoPage();

} // namespace Signalbox
