#pragma once

#include "ui/compose/receiversmodel.h"

#include <QDialog>

class QLabel;
class QPushButton;

namespace Signalbox {

/// Who got a signal that was sent by hand. The window's thread.
class ReceiversSheet final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ReceiversSheet)
public:
    explicit ReceiversSheet(ReceiversModel::Send send, QWidget *parent = nullptr);

    /// `summary`: one line above the list.
    void setCopies(const QString &summary, const QList<SentCopy> &copies);
    /// How many did not get it and are still connected: the button offers to send it to them.
    void setRest(qsizetype count);

Q_SIGNALS:
    void restRequested();
    void textRequested(); ///< into the composer

private:
    ReceiversModel *m_model;
    QLabel *m_summary;
    QPushButton *m_rest;
};

} // namespace Signalbox
