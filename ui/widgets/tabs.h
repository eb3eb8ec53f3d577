#pragma once

namespace Signalbox {

/// Of a QTabBar or QTabWidget. Qt lets the keys that walk through tabs reach those that are merely
/// invisible.
template<typename Tabs>
void setTabShown(Tabs &tabs, int index, bool shown)
{
    if (tabs.isTabVisible(index) != shown) // else Qt forgets that another has to be laid out
        tabs.setTabVisible(index, shown);
    tabs.setTabEnabled(index, shown);
}

} // namespace Signalbox
