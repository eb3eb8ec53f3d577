#pragma once

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace Signalbox {

/// Asks with which code and reason to disconnect, and says how many clients that ends; it cannot be
/// undone. Only codes that we may send and that make sense from an operator can be chosen. The
/// window's thread.
class DisconnectDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DisconnectDialog)
public:
    static constexpr qsizetype MaxReasonBytes = 123; ///< of UTF-8 (RFC 6455 section 5.5)

    /// `whom` in words that are safe to show: "bold-otter", "/chat (38)"; `count` clients.
    DisconnectDialog(const QString &whom, int count, QWidget *parent = nullptr);

    quint16 code() const;
    QString reason() const;

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void update();

    QComboBox *m_code;
    QSpinBox *m_otherCode;
    QLineEdit *m_reason;
    QLabel *m_bytes;
    QPushButton *m_disconnect;
};

} // namespace Signalbox
