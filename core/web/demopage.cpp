#include "core/web/demopage.h"

#include <QByteArrayView>
#include <QCryptographicHash>
#include <QFile>
#include <QString>

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

QByteArray sha256(QByteArrayView bytes)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(bytes);
    return hash.result().toBase64();
}

/// What stands between the first `<tag>` and its `</tag>`: the bytes a browser hashes (CSP Level 3,
/// section 6.7.3).
QByteArrayView elementText(QByteArrayView html, QByteArrayView open, QByteArrayView close)
{
    const qsizetype begin = html.indexOf(open);
    Q_ASSERT(begin >= 0);
    const qsizetype end = html.indexOf(close, begin);
    Q_ASSERT(end >= 0);
    return html.sliced(begin + open.size(), end - begin - open.size());
}

DemoPage readDemoPage()
{
    QFile file(u":/web/index.html"_s);
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);
    Q_UNUSED(opened)
    DemoPage page;
    page.html = file.readAll();
    page.html.replace("\r\n", "\n"); // as a browser reads it before it hashes
    page.contentSecurityPolicy = "default-src 'none'; script-src 'sha256-"
                                 + sha256(elementText(page.html, "<script>", "</script>"))
                                 + "'; style-src 'sha256-"
                                 + sha256(elementText(page.html, "<style>", "</style>"))
                                 + "'; connect-src 'self' ws: wss:; img-src data:; base-uri "
                                   "'none'; form-action 'none'; frame-ancestors 'none'";
    page.etag = '"' + sha256(page.html) + '"';
    return page;
}

} // namespace

const DemoPage &demoPage()
{
    static const DemoPage page = readDemoPage();
    return page;
}

} // namespace Signalbox
