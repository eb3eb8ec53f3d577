#include "core/web/formdata.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>

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
        row("JSON with half of a surrogate pair", "application/json", R"({"a": "\ud83d"})",
            R"({"a":"\ud83d"})");
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
        row("the boundary inside of a line", "multipart/form-data; boundary=X",
            part + "1 --X 2\r\n--XY\r\n--X--", "{\"a\":\"1 --X 2\\r\\n--XY\"}");
        row("spaces behind a boundary", "multipart/form-data; boundary=X",
            "before\r\n--X \t\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--X-- ",
            "{\"a\":\"1\"}");
        row("a head that names its field twice", "multipart/form-data; boundary=X",
            "--X\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; "
            "name=\"b\"\r\n\r\n1\r\n--X--",
            "{\"a\":\"1\"}");
        const QByteArray nameless = "--X\r\n\r\n\r\n";
        row("as many parts as there may be", "multipart/form-data; boundary=X",
            nameless.repeated(MaxFormFields - 1) + part + "1\r\n--X--", "{\"a\":\"1\"}");
        row("one part more, though it is no field", "multipart/form-data; boundary=X",
            nameless.repeated(MaxFormFields) + part + "1\r\n--X--", "null");
        const QByteArray field = "a=1&&";
        row("a boundary of 70 characters", "multipart/form-data; boundary=" + QByteArray(70, 'b'),
            "--" + QByteArray(70, 'b') + "--", "{}");
        row("a longer one, which none may be",
            "multipart/form-data; boundary=" + QByteArray(71, 'b'),
            "--" + QByteArray(71, 'b') + "--", "null");
        row("as many fields as there may be", "application/x-www-form-urlencoded",
            field.repeated(MaxFormFields),
            "{\"a\":[" + QByteArray("\"1\",").repeated(MaxFormFields).chopped(1) + "]}");
        row("one field more", "application/x-www-form-urlencoded",
            field.repeated(MaxFormFields + 1), "null");
        row("control characters", "application/x-www-form-urlencoded", "a=%00%1f%7F%22%5c%0A",
            "{\"a\":\"\\u0000\\u001f\x7F\\\"\\\\\\n\"}");
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

SIGNALBOX_TEST_WITHOUT_APPLICATION(TestFormData)
#include "tst_formdata.moc"
