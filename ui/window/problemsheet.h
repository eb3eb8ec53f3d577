#pragma once

#include "core/config/configurationfile.h"

#include <QDialog>

namespace Signalbox {

/// Says what is wrong with the configuration's file, each mistake with its place, when the program
/// cannot start because of it. The window's thread.
class ProblemSheet final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProblemSheet)
public:
    ProblemSheet(const QString &fileName, const QList<ConfigurationProblem> &problems,
                 QWidget *parent = nullptr);
};

} // namespace Signalbox
