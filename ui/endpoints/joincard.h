#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace Signalbox {

class QrView;

/// A page's address with the join code that it asks for, if there is one: in the fragment, which
/// browsers keep to themselves, so that it gets into no log on the way.
QString joinUrl(const QString &pageUrl, const QString &joinCode);

/// An address for other devices: as a QR code, in letters, and to copy. Without one, why there is
/// none. Plain text. The window's thread.
class JoinCard final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JoinCard)
public:
    /// `side` of the code in pixels at 100 per cent.
    explicit JoinCard(int side, QWidget *parent = nullptr);

    void setUrl(const QString &url);
    void setReason(const QString &why); ///< there is no address
    QString url() const;

private:
    QrView *m_code;
    QLabel *m_address;
    QLabel *m_why;
    QPushButton *m_copy;
};

} // namespace Signalbox
