#include "core/web/formdata.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Signalbox;

class TestFormData : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void bodies_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("json");
        const auto row = [](const char *name, const QByteArray &type, const QByteArray &body,
                            const QByteArray &json) {
            QTest::newRow(name) << type << body << json;
        };
        row("JSON", "application/json; charset=utf-8", " { \"b\" : 1.10 } ", "{\"b\":1.10}");
        row("a kind of JSON", "application/problem+json", "[1]", "[1]");
        row("broken JSON", "application/json", "{", "null");
        row("a form", "application/x-www-form-urlencoded", "a=1+2&b=%C3%A9&c",
            "{\"a\":\"1 2\",\"b\":\"é\",\"c\":\"\"}");
        row("a field that comes twice", "application/x-www-form-urlencoded", "a=1&b=2&a=3",
            "{\"a\":[\"1\",\"3\"],\"b\":\"2\"}");
        row("no fields", "application/x-www-form-urlencoded", "", "{}");
        row("not UTF-8", "application/x-www-form-urlencoded", "a=%ff", "{\"a\":\"\xef\xbf\xbd\"}");
        const QByteArray part = "--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n";
        row("parts", "multipart/form-data; boundary=X",
            part
                + "1\r\n--X\r\nContent-Type: text/plain\r\ncontent-disposition: form-data; name=b; "
                  "filename=\"f\"\r\n\r\nline\r\n2\r\n--X--\r\n",
            "{\"a\":\"1\",\"b\":\"line\\r\\n2\"}");
        row("an empty part", "multipart/form-data; boundary=\"X\"", part + "\r\n--X--",
            "{\"a\":\"\"}");
        row("no parts", "multipart/form-data; boundary=X", "--X--\r\n", "{}");
        row("a part that breaks off", "multipart/form-data; boundary=X", part + "1", "null");
        row("no boundary", "multipart/form-data", part + "1\r\n--X--", "null");
        row("another type", "text/plain", "a=1", "null");
        row("no type", "", "a=1", "null");
    }
    void bodies()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, body);
        Request request;
        request.fields = {{"Content-Type", type}};
        request.body = body;
        QTEST(bodyJson(request), "json");
    }
};

QTEST_APPLESS_MAIN(TestFormData)
#include "tst_formdata.moc"
