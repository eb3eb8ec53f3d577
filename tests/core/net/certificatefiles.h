#pragma once

#include <QProcess>
#include <QStandardPaths>
#include <QString>
#include <QTemporaryDir>

/// A folder in which the openssl program makes certificates and keys.
class CertificateFiles
{
public:
    static bool canMake()
    {
        return !QStandardPaths::findExecutable(QStringLiteral("openssl")).isEmpty();
    }

    QString path() const { return m_folder.path(); }
    QString file(const QString &name) const { return m_folder.filePath(name); }
    QString file(const char *name) const { return file(QString::fromLatin1(name)); }

    /// Warns, and says no, when the program fails.
    bool openssl(const QString &arguments) const
    {
        QProcess process;
        process.setWorkingDirectory(path());
        process.start(QStringLiteral("openssl"), QProcess::splitCommand(arguments));
        process.waitForFinished();
        if (process.exitCode() != 0) {
            qWarning("openssl %s: %s", qPrintable(arguments),
                     process.readAllStandardError().constData());
        }
        return process.exitCode() == 0;
    }

private:
    QTemporaryDir m_folder;
};
