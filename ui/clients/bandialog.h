#pragma once

#include "core/config/banconfig.h"

#include <QDialog>

class QComboBox;
class QLabel;

namespace Signalbox {

/// Asks for how long to ban addresses, and says how many clients that ends. The window's thread.
class BanDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BanDialog)
public:
    /// `bans`: whom, each for good; `clients` of them are connected.
    BanDialog(const QList<BanConfig> &bans, int clients, QWidget *parent = nullptr);

    void setClients(int clients); ///< how many of them are connected now
    const QList<BanConfig> &banned() const { return m_bans; } ///< each for good
    QList<BanConfig> bans() const; ///< with the chosen end, from now on

private:
    QList<BanConfig> m_bans;
    QLabel *m_text;
    QComboBox *m_time;
};

} // namespace Signalbox
