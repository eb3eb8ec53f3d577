#pragma once

#include "core/config/banconfig.h"

#include <QDialog>

class QListWidget;
class QPushButton;

namespace Signalbox {

class EmptyState;

/// Who is banned, and a button that lets them in again. The window's thread.
class BansDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BansDialog)
public:
    explicit BansDialog(const QList<BanConfig> &bans, QWidget *parent = nullptr);

    void setBans(const QList<BanConfig> &bans);

Q_SIGNALS:
    void letInRequested(const QList<Signalbox::BanConfig> &bans);

private:
    QList<BanConfig> chosen() const;

    QList<BanConfig> m_bans;
    QListWidget *m_list;
    EmptyState *m_nobody;
    QPushButton *m_letIn;
};

} // namespace Signalbox
