#pragma once

#include "core/journal/entryexport.h"

#include <QObject>
#include <QString>

#include <functional>

class QPushButton;

namespace Signalbox {

class Banner;

/// Exports entries: asks for a file, and shows in a banner how far it is and what came of it. The
/// window's thread.
class LogExport final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogExport)
public:
    LogExport(Banner *banner, QWidget *parent);

    /// `order` without a file; its format goes by the name that is chosen. One at a time.
    void start(ExportOrder order);
    bool isRunning() const { return m_export.isRunning(); }
    /// Who is asked for the file's name instead of the user; "": none was chosen.
    void setFileNameSource(const std::function<QString()> &ask) { m_ask = ask; }

private:
    QString askFileName() const;
    void finish(const QString &sentence, bool isGood);

    Banner *m_banner;
    QPushButton *m_cancel;
    std::function<QString()> m_ask;
    EntryExport m_export;
    QString m_name; ///< of the file, as shown
};

} // namespace Signalbox
