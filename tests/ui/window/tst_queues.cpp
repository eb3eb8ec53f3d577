#include "tests/support/testprogram.h"
#include "ui/endpoints/queuesdialog.h"
#include "ui/log/inspector.h"
#include "ui/log/logmodel.h"
#include "ui/log/logpanel.h"
#include "ui/model/endpointcontroller.h"
#include "windowfixture.h"

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QTcpSocket>
#include <QUndoStack>

using namespace Signalbox;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MiB = 1024 * 1024;

}

/// The limit of what waits for all clients together, in the window.
class TestQueues : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(
            QRegularExpression(u"^(?!This plugin does not support propagateSizeHints)"_s));
    }

    void itIsChangedFromTheMenu()
    {
        WindowFixture fixture;
        const auto limit = [&fixture] {
            return fixture.part<EndpointController>()->configuration().totalQueueBytes;
        };
        fixture.part<QAction>("queuesAction")->trigger();
        auto *dialog = fixture.part<QueuesDialog>();
        QVERIFY(dialog && dialog->isVisible());
        QCOMPARE(dialog->findChild<QLabel *>(u"queuesNow"_s)->text(),
                 u"nothing has waited since the start"_s);
        auto *box = dialog->findChild<QSpinBox *>(u"queuesMegabytes"_s);
        QCOMPARE(box->value(), 256);
        box->setValue(64);
        dialog->accept();
        QCOMPARE(limit(), 64 * MiB);
        QCOMPARE(fixture.server().configuration().totalQueueBytes, 64 * MiB);
        fixture.part<EndpointController>()->undoStack()->undo();
        QCOMPARE(limit(), Configuration::DefaultTotalQueueBytes);
    }

    void whatIsNoWholeNumberStaysUnlessItIsChanged()
    {
        Configuration configuration = WindowFixture::onFreePort();
        configuration.totalQueueBytes = 20 * MiB + 1;
        WindowFixture fixture(configuration);
        fixture.part<QAction>("queuesAction")->trigger();
        fixture.part<QueuesDialog>()->accept();
        QCOMPARE(fixture.part<EndpointController>()->configuration().totalQueueBytes, 20 * MiB + 1);
        QVERIFY(!fixture.part<EndpointController>()->undoStack()->canUndo());
    }

    void aBreachLeadsThereAndThePeakIsShown()
    {
        Configuration configuration = WindowFixture::onFreePort();
        configuration.totalQueueBytes = Configuration::LeastTotalQueueBytes;
        configuration.limits = {{u"queueBytes"_s, 64 * MiB}};
        WindowFixture fixture(configuration);
        QTcpSocket reader; // that does not read
        reader.setReadBufferSize(1);
        reader.connectToHost(QHostAddress::LocalHost, quint16(fixture.url(u"/"_s).port()));
        reader.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n"
                     "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                     "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        QTRY_COMPARE(int(fixture.server().totals().clients), 1);
        for (int i = 0; i < 12; ++i)
            fixture.server().send({.payload = QByteArray(2 * MiB, 'x')});
        const LogModel *model = fixture.part<LogPanel>()->model();
        const auto breach = [model] {
            for (int row = 0; row < model->rowCount(); ++row)
                if (model->entryAt(row).why == Why::QueuesFull
                    && model->entryAt(row).kind == LogKind::Limit)
                    return row;
            return -1;
        };
        QTRY_VERIFY_WITH_TIMEOUT(breach() >= 0, 15'000);
        auto *inspector = fixture.part<Inspector>();
        inspector->setEntry(model->entryAt(breach()));
        inspector->showTab(Inspector::InfoTab);
        inspector->findChild<QPushButton *>(u"limitButton"_s)->click();
        auto *dialog = fixture.part<QueuesDialog>();
        QVERIFY(dialog && dialog->isVisible());
        const QString peak = dialog->findChild<QLabel *>(u"queuesNow"_s)->text();
        QVERIFY2(peak.endsWith(u"MB since the start"_s), qPrintable(peak));
        QVERIFY(fixture.server().totals().mostQueued
                >= quint64(Configuration::LeastTotalQueueBytes));
        dialog->reject();
    }
};

SIGNALBOX_TEST(TestQueues)
#include "tst_queues.moc"
