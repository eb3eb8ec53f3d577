#pragma once

#include "core/config/configurationfile.h"

#include <QList>
#include <QString>

namespace Signalbox {

/// Gathers what is wrong with a document while it is read, in any order.
class ProblemList final
{
public:
    /// `key` is dotted ("endpoints[0].port"), `offset` a byte of the document, `detail` one English
    /// sentence; its full stop may be left out.
    void add(const QString &key, qsizetype offset, const QString &detail,
             Error::Code code = Error::Code::BadDocument);

    /// Everything that was added, in the order of the document, with lines and columns.
    QList<ConfigurationProblem> located(QByteArrayView document) const;

private:
    struct Entry
    {
        QString key;
        qsizetype offset = 0;
        Error error;
    };
    QList<Entry> m_entries;
};

} // namespace Signalbox
