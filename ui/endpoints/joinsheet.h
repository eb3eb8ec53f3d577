#pragma once

#include "core/net/networkaddresses.h"
#include "core/server/endpointstatus.h"

#include <QDialog>

class QComboBox;
class QLabel;

namespace Signalbox {

class JoinCard;

/// Shows how phones and other computers get to an endpoint: a QR code of its page and the address,
/// of one of this computer's addresses. Where they cannot get there, it says why and offers to
/// change the endpoint. The window's thread.
class JoinSheet final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JoinSheet)
public:
    /// `joinCode`: goes with the address of the page; empty: there is none.
    JoinSheet(const EndpointStatus &status, const QList<NetworkAddress> &addresses,
              const QString &joinCode = {}, QWidget *parent = nullptr);

Q_SIGNALS:
    void editRequested(); ///< the sheet is closed by then

private:
    void showHost(const QString &host);

    EndpointStatus m_status;
    QString m_joinCode;
    QComboBox *m_host;
    JoinCard *m_card;
};

} // namespace Signalbox
