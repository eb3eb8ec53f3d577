#include "core/values/result.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>

#include <memory>

using namespace Qt::StringLiterals;
using namespace Signalbox;

class TestResult : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void holdsAValue()
    {
        const Result<QString> result = u"text"_s;
        QVERIFY(result);
        QCOMPARE(result.value(), u"text"_s);
        QCOMPARE(*result, u"text"_s);
        QCOMPARE(result->size(), 4);
    }

    void holdsAnError()
    {
        const Error error{Error::Code::NoSpace, u"2 of 3 bytes written"_s};
        const Result<QString> result = error;
        QVERIFY(!result);
        QCOMPARE(result.error(), error);
    }

    void moveOnlyValuesComeOut()
    {
        Result<std::unique_ptr<int>> result = std::make_unique<int>(7);
        const std::unique_ptr<int> value = std::move(result).value();
        QCOMPARE(*value, 7);
    }

    void anErrorMayBeTheValueOfNothingElse()
    {
        Status status = success();
        QVERIFY(status);
        status = Error{Error::Code::CannotWrite, {}};
        QVERIFY(!status);
        QCOMPARE(status.error().code, Error::Code::CannotWrite);
    }

    void readingTheWrongSideThrows()
    {
        const Status failed = Error{};
        QVERIFY_THROWS_EXCEPTION(std::bad_variant_access, static_cast<void>(failed.value()));
        const Status well = success();
        QVERIFY_THROWS_EXCEPTION(std::bad_variant_access, static_cast<void>(well.error()));
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(TestResult)
#include "tst_result.moc"
