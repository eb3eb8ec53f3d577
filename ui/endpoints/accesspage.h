#pragma once

#include "core/config/configuration.h"

#include <QWidget>

class QCheckBox;
class QPlainTextEdit;

namespace Signalbox {

class FieldForm;
class FieldNote;

/// The page of the endpoint's dialog for who is let in and what they are told: origins, host names,
/// welcome and error frames, compression. The window's thread.
class AccessPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AccessPage)
public:
    explicit AccessPage(const EndpointConfig &endpoint, QWidget *parent = nullptr);

    void write(EndpointConfig &endpoint) const; ///< what this page decides
    QString problem() const; ///< the first thing that has to be put right; empty: nothing

Q_SIGNALS:
    void changed();

private:
    QPlainTextEdit *makeList(const QString &name, const QStringList &lines,
                             const QString &placeholder);
    void refresh();

    QPlainTextEdit *m_origins;
    QPlainTextEdit *m_hosts;
    QCheckBox *m_welcome;
    QCheckBox *m_errors;
    QCheckBox *m_compression;
    FieldNote *m_originsNote = nullptr;
    FieldNote *m_hostsNote = nullptr;
    QString m_originsProblem;
    QString m_hostsProblem;
};

} // namespace Signalbox
