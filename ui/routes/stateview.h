#pragma once

#include <QByteArray>
#include <QWidget>

class QLabel;
class QPushButton;

namespace Signalbox {

class PayloadEdit;

/// What scripts keep between runs, as JSON: watched while nobody types, and changed by hand. The
/// window's thread.
class StateView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StateView)
public:
    explicit StateView(QWidget *parent = nullptr);

    /// What it is now. A text that is being edited stays, with a word that there is a newer one.
    void setState(const QByteArray &json);

Q_SIGNALS:
    void saveRequested(const QByteArray &json); ///< a JSON object, compact
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void check();
    void save();
    void revert();

    QByteArray m_state;
    QByteArray m_shown; ///< the state that the text began as
    PayloadEdit *m_edit;
    QLabel *m_size;
    QLabel *m_problem;
    QPushButton *m_revert;
    QPushButton *m_save;
};

} // namespace Signalbox
