#pragma once

#include "core/config/configuration.h"
#include "core/config/endpointrules.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPlainTextEdit;

namespace Signalbox {

class FieldForm;
class FieldNote;

/// The page of the endpoint's dialog for who is let in and what they are told: origins, host names,
/// welcome and error frames, compression, what they have to show, and what becomes of slow ones.
/// Secrets are shown as dots. The window's thread.
class AccessPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AccessPage)
public:
    explicit AccessPage(const EndpointConfig &endpoint, QWidget *parent = nullptr);

    void write(EndpointConfig &endpoint) const; ///< what this page decides
    /// The whole endpoint as it stands in the dialog: what one for the internet lacks is said here.
    void setEndpoint(const EndpointConfig &endpoint);
    void allowOrigin(const QString &origin); ///< adds it to the list
    QString problem() const; ///< the first thing that has to be put right; empty: nothing

Q_SIGNALS:
    void changed();

private:
    QPlainTextEdit *makeList(const QString &name, const QStringList &lines,
                             const QString &placeholder);
    QLineEdit *makeSecret(const QString &name, const QString &text, bool isShown);
    void refresh();
    void sayLack();
    QString secretProblem() const;
    QString lackText() const;

    QPlainTextEdit *m_origins;
    QPlainTextEdit *m_hosts;
    QLineEdit *m_token;
    QLineEdit *m_tokenKey;
    QLineEdit *m_joinCode;
    QComboBox *m_slow;
    QCheckBox *m_welcome;
    QCheckBox *m_errors;
    QCheckBox *m_compression;
    FieldNote *m_originsNote = nullptr;
    FieldNote *m_hostsNote = nullptr;
    FieldNote *m_tokenNote = nullptr;
    FieldNote *m_tokenKeyNote = nullptr;
    FieldNote *m_joinCodeNote = nullptr;
    FieldNote *m_slowNote = nullptr;
    OpenLack m_lack = OpenLack::Nothing;
    QString m_originsProblem;
    QString m_hostsProblem;
};

} // namespace Signalbox
