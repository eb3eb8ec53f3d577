#include "ui/endpoints/certificatepage.h"

#include "ui/endpoints/endpointlook.h"
#include "ui/theme/theme.h"
#include "ui/widgets/fieldform.h"
#include "ui/widgets/visibletext.h"
#include "ui/words/endpointerrortext.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QRadioButton>

#include <chrono>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto LookDelay = 300ms; ///< after the last key
constexpr qsizetype NamesShown = 4;

} // namespace

CertificatePage::CertificatePage(const std::optional<TlsConfig> &tls, const QDir &base,
                                 QWidget *parent)
    : QWidget(parent)
    , m_initial(tls.value_or(TlsConfig{.selfSigned = true}))
    , m_base(base)
    , m_made(new QRadioButton(tr("&Made here"), this))
    , m_fromFile(new QRadioButton(tr("From a &file"), this))
    , m_files(new QWidget(this))
    , m_certificate(new QLineEdit(this))
    , m_key(new QLineEdit(this))
    , m_password(new QLineEdit(this))
    , m_variable(new QLineEdit(this))
    , m_minimum(new QComboBox(this))
{
    auto *form = new FieldForm(this);
    buildFields(*form);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(scaled(20), scaled(18), scaled(20), scaled(12));
    layout->addWidget(form);
    show(m_initial);

    m_delay.setSingleShot(true);
    m_delay.setInterval(LookDelay);
    connect(&m_delay, &QTimer::timeout, this, &CertificatePage::look);
    connect(&m_reading, &QFutureWatcherBase::finished, this, [this] {
        if (m_reading.future().resultCount() > 0) // none when it was given up
            showResult(m_reading.result());
    });
    connect(m_made, &QRadioButton::toggled, this, &CertificatePage::refresh);
    for (const QLineEdit *edit : {m_certificate, m_key, m_password, m_variable})
        connect(edit, &QLineEdit::textChanged, this, &CertificatePage::refresh);
    connect(m_minimum, &QComboBox::currentIndexChanged, this, &CertificatePage::changed);
    refresh();
}

void CertificatePage::buildFields(FieldForm &form)
{
    m_made->setObjectName(u"certificateMade"_s);
    m_fromFile->setObjectName(u"certificateFromFile"_s);
    auto *source = new QWidget(this);
    auto *line = new QHBoxLayout(source);
    line->setContentsMargins(0, scaled(4), 0, 0);
    line->setSpacing(scaled(16));
    line->addWidget(m_made);
    line->addWidget(m_fromFile);
    line->addStretch(1);
    m_sourceNote = form.addField(tr("Certificate"), source);

    m_certificate->setObjectName(u"certificateFile"_s);
    m_certificate->setPlaceholderText(tr("PFX (PKCS#12) or PEM"));
    m_certificateNote = form.addField(
        tr("F&ile"), m_certificate,
        makeChooser(m_certificate, tr("Certificate"),
                    tr("Certificates (*.pfx *.p12 *.pem *.crt *.cer);;All files (*)")));
    m_certificateNote->setObjectName(u"certificateNote"_s);
    m_key->setObjectName(u"certificateKey"_s);
    m_key->setPlaceholderText(tr("empty: in the same file"));
    form.addField(tr("&Key file"), m_key,
                  makeChooser(m_key, tr("Private key"), tr("Keys (*.key *.pem);;All files (*)")));
    m_password->setObjectName(u"certificatePassword"_s);
    m_password->setEchoMode(QLineEdit::Password);
    m_passwordNote = form.addField(tr("&Password"), m_password);
    m_variable->setObjectName(u"certificateVariable"_s);
    m_variable->setPlaceholderText(tr("name of an environment variable that holds it"));
    m_variableNote = form.addField(tr("or fr&om"), m_variable);

    m_minimum->setObjectName(u"certificateMinimum"_s);
    m_minimum->addItem(tr("TLS 1.2 (every browser of today)"), int(TlsVersion::Tls12));
    m_minimum->addItem(tr("TLS 1.3"), int(TlsVersion::Tls13));
    form.addField(tr("Ol&dest TLS"), m_minimum);
    form.addStretch();
}

QWidget *CertificatePage::makeChooser(QLineEdit *edit, const QString &title, const QString &filter)
{
    auto *button = new QPushButton(tr("Choose…"), this);
    button->setAutoDefault(false);
    button->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    button->setAccessibleName(tr("%1: choose a file", "what the file is").arg(title));
    edit->setMinimumWidth(scaled(280));
    edit->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(button, &QPushButton::clicked, this, [this, edit, title, filter] {
        auto *dialog = new QFileDialog(this, title, m_base.absoluteFilePath(edit->text()), filter);
        dialog->setFileMode(QFileDialog::ExistingFile);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QFileDialog::fileSelected, edit, &QLineEdit::setText);
        dialog->open();
    });
    return button;
}

void CertificatePage::show(const TlsConfig &tls)
{
    (tls.selfSigned ? m_made : m_fromFile)->setChecked(true);
    m_certificate->setText(tls.certificate);
    m_key->setText(tls.key);
    m_password->setText(tls.password);
    m_variable->setText(tls.passwordEnv);
    m_minimum->setCurrentIndex(m_minimum->findData(int(tls.minimum)));
}

bool CertificatePage::isMade() const
{
    return m_made->isChecked();
}

TlsConfig CertificatePage::tls() const
{
    TlsConfig tls;
    if (isMade() && m_initial.selfSigned)
        tls = m_initial; // with what it holds that has no meaning
    tls.minimum = TlsVersion(m_minimum->currentData().toInt());
    tls.selfSigned = isMade();
    if (tls.selfSigned)
        return tls;
    tls.certificate = m_certificate->text().trimmed();
    tls.key = m_key->text().trimmed();
    tls.password = m_password->text();
    tls.passwordEnv = m_variable->text().trimmed();
    return tls;
}

QString CertificatePage::problem() const
{
    return isMade() || !m_certificate->text().trimmed().isEmpty()
               ? QString()
               : tr("Choose the certificate's file.");
}

void CertificatePage::setHost(const QString &host)
{
    if (host == m_host)
        return;
    m_host = host;
    refresh();
}

void CertificatePage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

void CertificatePage::refresh()
{
    for (QWidget *field : {static_cast<QWidget *>(m_certificate), static_cast<QWidget *>(m_key),
                           static_cast<QWidget *>(m_password), static_cast<QWidget *>(m_variable)})
        field->setEnabled(!isMade());
    m_sourceNote->say(
        isMade() ? tr("Made when the endpoint starts, for the names and addresses of this "
                      "computer, and kept. Browsers warn once, because nobody vouches for it.")
                 : QString());
    m_passwordNote->say(isMade() || m_password->text().isEmpty()
                            ? QString()
                            : tr("Saved in the configuration file, which only you may read "
                                 "(mode 0600)."));
    const QString variable = m_variable->text().trimmed();
    const bool isSet = qEnvironmentVariableIsSet(variable.toLocal8Bit().constData());
    m_variableNote->say(isMade() || variable.isEmpty() ? QString()
                        : isSet
                            ? tr("Set now; it is read at each start and wins over the password.")
                            : tr("Not set now."),
                        isMade() || isSet || variable.isEmpty() ? "dim"_L1 : "warn"_L1);
    m_warning.clear();
    m_delay.stop();
    m_reading.setFuture({});
    if (isMade()) {
        m_certificateNote->clear();
    } else if (const QString missing = problem(); !missing.isEmpty()) {
        m_certificateNote->say(missing, "bad"_L1);
    } else {
        m_certificateNote->say(tr("Reading…"));
        m_delay.start();
    }
    Q_EMIT changed();
}

void CertificatePage::look()
{
    m_reading.setFuture(readCertificateAside(tls(), m_base));
}

void CertificatePage::showResult(const Result<CertificateInfo> &result)
{
    if (result) {
        showInfo(*result);
    } else {
        EndpointStatus status;
        status.error = result.error();
        m_warning = endpointErrorText(status);
        m_certificateNote->say(m_warning, "bad"_L1);
    }
    Q_EMIT changed();
}

void CertificatePage::showInfo(const CertificateInfo &info)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QStringList names;
    for (const QString &name : info.names.first(std::min(NamesShown, info.names.size())))
        names += visibleText(name);
    if (info.names.size() > NamesShown)
        names += tr("%1 more").arg(info.names.size() - NamesShown);
    QStringList lines{
        info.selfSigned
            ? tr("%1, self-signed, %2.").arg(visibleText(info.subject), info.keyKind)
            : tr("%1, issued by %2, %3.")
                  .arg(visibleText(info.subject), visibleText(info.issuer), info.keyKind),
        names.isEmpty() ? tr("It names no host, so browsers refuse it.")
                        : tr("For %1.").arg(names.join(u", "_s)),
        tr("Valid until %1, that is %2.")
            .arg(QLocale().toString(info.until.toLocalTime().date(), QLocale::ShortFormat),
                 daysUntil(info.until, now))};
    const bool isNear = certificateStage(info.until, now) != CertificateStage::Fine;
    const bool isOther = !m_host.isEmpty() && !names.isEmpty() && !info.covers(m_host);
    if (isOther)
        lines += tr("Other devices open %1, which is not among its names: browsers will warn.")
                     .arg(visibleText(m_host));
    m_certificateNote->say(lines.join(u'\n'),
                           isNear || isOther || names.isEmpty() ? "warn"_L1 : "good"_L1);
}

} // namespace Signalbox
