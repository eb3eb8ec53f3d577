#pragma once

#include "core/net/certificateinfo.h"

#include <QFutureWatcher>
#include <QTimer>
#include <QWidget>

#include <optional>

class QComboBox;
class QLineEdit;
class QRadioButton;

namespace Signalbox {

class FieldForm;
class FieldNote;

/// The page of the endpoint's dialog for its certificate: made here, or from files. Reads the files
/// while they are being named, in another thread, and says what they are or what is wrong with
/// them. The window's thread.
class CertificatePage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CertificatePage)
public:
    /// `base`: where relative file names start. Without `tls`: made here.
    CertificatePage(const std::optional<TlsConfig> &tls, const QDir &base,
                    QWidget *parent = nullptr);

    TlsConfig tls() const;
    QString problem() const; ///< what has to be put right before this can be saved; empty: nothing
    /// Why an endpoint would not start with this, as far as known; empty: nothing found.
    QString warning() const { return m_warning; }
    void setHost(const QString &host); ///< that other devices open; empty: not known

Q_SIGNALS:
    void changed();

protected:
    void showEvent(QShowEvent *event) override; ///< looks again: files change

private:
    void buildFields(FieldForm &form);
    QWidget *makeChooser(QLineEdit *edit, const QString &title, const QString &filter);
    void show(const TlsConfig &tls);
    void refresh();
    void look();
    void showResult(const Result<CertificateInfo> &result);
    void showInfo(const CertificateInfo &info);
    bool isMade() const;

    TlsConfig m_initial;
    QDir m_base;
    QString m_host;
    QRadioButton *m_made;
    QRadioButton *m_fromFile;
    QWidget *m_files;
    QLineEdit *m_certificate;
    QLineEdit *m_key;
    QLineEdit *m_password;
    QLineEdit *m_variable;
    QComboBox *m_minimum;
    FieldNote *m_sourceNote = nullptr;
    FieldNote *m_certificateNote = nullptr;
    FieldNote *m_passwordNote = nullptr;
    FieldNote *m_variableNote = nullptr;
    QString m_warning;
    QFutureWatcher<Result<CertificateInfo>> m_reading{this};
    QTimer m_delay{this};
};

} // namespace Signalbox
