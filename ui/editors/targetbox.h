#pragma once

#include "ui/editors/targettext.h"

#include <QComboBox>
#include <QHash>

class QStandardItemModel;

namespace Signalbox {

class ClientDirectory;

/// The composer's address bar: takes what parseTarget() understands and completes over everyone,
/// the selection, paths, groups and clients, each with the number it reaches now. What was chosen
/// stays as it is: a client that has left is still the target. The window's thread.
class TargetBox final : public QComboBox
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TargetBox)
public:
    static constexpr int MaxClientsOffered = 200;

    explicit TargetBox(const ClientDirectory &directory, QWidget *parent = nullptr);

    const TargetReading &reading() const { return m_reading; }
    QString text() const;
    void setTarget(const Target &target);
    /// Puts back what text() and reading() said before; `clients` are the frozen ids, if there were
    /// any.
    void restore(const QString &text, const QList<ClientId> &clients);
    /// What "@selected" will stand for when it is chosen next. The present target keeps its ids.
    void setSelection(const QList<ClientId> &selection);

    void showPopup() override;

Q_SIGNALS:
    void targetChanged();

protected:
    void focusInEvent(QFocusEvent *event) override;

private:
    void read();
    void take(const TargetReading &reading);
    void refresh();
    using Names = QHash<QString, QList<ClientId>>; ///< by the case-folded name
    Names connectedNames() const;
    QString nameOf(const ClientId &id, const Names &names) const;

    const ClientDirectory &m_directory;
    QStandardItemModel *m_offers;
    QList<ClientId> m_selection;
    TargetReading m_reading{Target{}, TargetProblem::None, {}};
};

} // namespace Signalbox
