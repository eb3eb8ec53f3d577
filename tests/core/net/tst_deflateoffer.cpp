#include "core/net/deflateoffer.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace Signalbox;

class tst_DeflateOffer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void agrees_data();
    void agrees();
};

void tst_DeflateOffer::agrees_data()
{
    QTest::addColumn<QByteArrayList>("offers"); // one field each
    QTest::addColumn<int>("bits"); // of our window; 0: no compression
    QTest::addColumn<QByteArray>("more"); // in the answer
    const auto row = [](const char *name, const QByteArrayList &offers, int bits,
                        const char *more = "") {
        QTest::newRow(name) << offers << bits << QByteArray(more);
    };
    row("nothing", {}, 0);
    row("the plainest", {"permessage-deflate"}, 15);
    row("in capitals", {"PerMessage-Deflate"}, 15);
    row("as Chromium and Firefox offer it", {"permessage-deflate; client_max_window_bits"}, 15);
    row("as Safari once did", {"x-webkit-deflate-frame"}, 0);
    row("as Python's websockets offer it",
        {"permessage-deflate; server_max_window_bits=12; client_max_window_bits=12"}, 12,
        "; server_max_window_bits=12");
    row("no context takeover",
        {"permessage-deflate; server_no_context_takeover; client_no_context_takeover"}, 15);
    row("a window of 15 bits", {"permessage-deflate; server_max_window_bits=15"}, 15,
        "; server_max_window_bits=15");
    row("a window of 14 bits", {"permessage-deflate; server_max_window_bits=14"}, 12,
        "; server_max_window_bits=12");
    row("a window of 11 bits", {"permessage-deflate; server_max_window_bits=11"}, 9,
        "; server_max_window_bits=9");
    row("a window of 9 bits", {"permessage-deflate; server_max_window_bits=9"}, 9,
        "; server_max_window_bits=9");
    row("a window of 8 bits, which zlib cannot do",
        {"permessage-deflate; server_max_window_bits=8"}, 0);
    row("the number in quotes", {"permessage-deflate; server_max_window_bits=\"12\""}, 12,
        "; server_max_window_bits=12");
    row("spaces everywhere", {" permessage-deflate ;  server_max_window_bits = 12 "}, 12,
        "; server_max_window_bits=12");
    row("two offers, the first is good",
        {"permessage-deflate; server_max_window_bits=10, permessage-deflate"}, 9,
        "; server_max_window_bits=9");
    row("two offers, the second is good",
        {"permessage-deflate; server_max_window_bits=8, permessage-deflate"}, 15);
    row("another extension before it", {"bbf-usp-protocol, permessage-deflate"}, 15);
    row("in a second field", {"foo", "permessage-deflate"}, 15);
    row("an unknown parameter", {"permessage-deflate; mux"}, 0);
    row("a parameter twice",
        {"permessage-deflate; client_max_window_bits; client_max_window_bits=9"}, 0);
    row("a value where there is none", {"permessage-deflate; server_no_context_takeover=1"}, 0);
    row("no value where there must be one", {"permessage-deflate; server_max_window_bits"}, 0);
    row("a window of 16 bits", {"permessage-deflate; server_max_window_bits=16"}, 0);
    row("a leading zero", {"permessage-deflate; client_max_window_bits=09"}, 0);
    row("a client's window of 7 bits", {"permessage-deflate; client_max_window_bits=7"}, 0);
    row("a name that only begins so", {"permessage-deflate2"}, 0);
    row("no parameter behind a semicolon", {"permessage-deflate;"}, 0);
}

void tst_DeflateOffer::agrees()
{
    QFETCH(QByteArrayList, offers);
    QFETCH(int, bits);
    QFETCH(QByteArray, more);
    Request request;
    for (const QByteArray &offer : std::as_const(offers))
        request.fields.append({"Sec-WebSocket-Extensions", offer});
    const auto agreement = agreeOnDeflate(request);
    QCOMPARE(agreement ? windowBits(agreement->encoding) : 0, bits);
    if (agreement)
        QCOMPARE(agreement->field,
                 "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
                     + more);
}

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_DeflateOffer)

#include "tst_deflateoffer.moc"
