#pragma once

#include <QDir>

namespace Signalbox {

/// Where a server finds and keeps its files.
struct ServerFolders
{
    QDir base; ///< relative names in the configuration start here
    QDir store; ///< made certificates, what timers remember, the journal
};

} // namespace Signalbox
