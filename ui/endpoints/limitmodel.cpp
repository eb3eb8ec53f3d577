#include "ui/endpoints/limitmodel.h"

#include "ui/endpoints/limittext.h"
#include "ui/theme/theme.h"
#include "ui/widgets/visibletext.h"

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

const LimitSpec &specAt(int row)
{
    return limitSpecs()[size_t(row)];
}

} // namespace

LimitModel::LimitModel(Preset preset, const LimitOverrides &all, const LimitOverrides &own,
                       QObject *parent)
    : QAbstractTableModel(parent)
    , m_preset(preset)
    , m_all(all)
{
    for (const LimitSpec &limit : limitSpecs()) {
        const auto value = own.constFind(QString::fromLatin1(limit.key));
        m_own.append(value == own.cend() ? QString() : limitValueText(limit, *value));
    }
}

void LimitModel::setPreset(Preset preset)
{
    if (preset == m_preset)
        return;
    m_preset = preset;
    Q_EMIT dataChanged(index(0, Usual), index(rowCount() - 1, Usual));
}

void LimitModel::setPeaks(const QMap<QString, qint64> &peaks)
{
    if (peaks == m_peaks)
        return;
    m_peaks = peaks;
    Q_EMIT dataChanged(index(0, Peak), index(rowCount() - 1, Peak));
}

int LimitModel::rowOf(const QString &key) const
{
    for (int row = 0; row < rowCount(); ++row)
        if (key == QLatin1StringView(specAt(row).key))
            return row;
    return -1;
}

QString LimitModel::peakText(int row) const
{
    const auto peak = m_peaks.constFind(QString::fromLatin1(specAt(row).key));
    return peak == m_peaks.cend() ? QString() : limitPeakText(specAt(row), *peak);
}

bool LimitModel::isNear(int row) const
{
    const LimitSpec &limit = specAt(row);
    const QString key = QString::fromLatin1(limit.key);
    const qint64 own = limitValueFrom(limit, m_own.at(row))
                           .value_or(limit.get(effectiveLimits(m_preset, m_all, {})));
    const qint64 most = key.endsWith("Seconds"_L1) ? own * 1000 : own; // peaks are in milliseconds
    return most > 0 && m_peaks.value(key) >= most - most / 10;
}

LimitOverrides LimitModel::overrides() const
{
    LimitOverrides overrides;
    for (int row = 0; row < rowCount(); ++row) {
        const LimitSpec &limit = specAt(row);
        const auto value = limitValueFrom(limit, m_own.at(row));
        if (value && problemOf(row).isEmpty())
            overrides.insert(QString::fromLatin1(limit.key), *value);
    }
    return overrides;
}

QString LimitModel::problem() const
{
    for (int row = 0; row < rowCount(); ++row)
        if (const QString problem = problemOf(row); !problem.isEmpty())
            return problem;
    return {};
}

QString LimitModel::problemOf(int row) const
{
    if (m_own.at(row).isEmpty())
        return {};
    const LimitSpec &limit = specAt(row);
    const auto value = limitValueFrom(limit, m_own.at(row));
    if (value && *value >= limit.minimum && *value <= limit.maximum)
        return {};
    return tr("%1: %2 to %3", "a limit and its range")
        .arg(limitWords(limit).name, limitValueText(limit, limit.minimum),
             limitValueText(limit, limit.maximum));
}

int LimitModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_own.size());
}

int LimitModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString LimitModel::usualText(int row) const
{
    const LimitSpec &limit = specAt(row);
    return limitValueText(limit, limit.get(effectiveLimits(m_preset, m_all, {})));
}

QString LimitModel::tipOf(int row) const
{
    const LimitSpec &limit = specAt(row);
    QString tip = tr("From %1 to %2. In the configuration file: %3")
                      .arg(limitValueText(limit, limit.minimum),
                           limitValueText(limit, limit.maximum), QString::fromLatin1(limit.key));
    if (m_all.contains(QString::fromLatin1(limit.key)))
        tip += u'\n' + tr("Changed for all endpoints in the configuration file.");
    return plainToolTip(tip);
}

QVariant LimitModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const int row = index.row();
    const LimitWords words = limitWords(specAt(row));
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return index.column() == Name    ? words.name
               : index.column() == Usual ? usualText(row)
               : index.column() == Own   ? m_own.at(row)
               : index.column() == Peak  ? peakText(row)
                                         : words.breach;
    case Qt::ToolTipRole:
        return tipOf(row);
    case Qt::TextAlignmentRole:
        if (index.column() == Usual || index.column() == Own || index.column() == Peak)
            return int(Qt::AlignRight | Qt::AlignVCenter);
        break;
    case Qt::ForegroundRole:
        if (index.column() == Own)
            return problemOf(row).isEmpty() ? Theme::palette().text : Theme::palette().bad;
        if (index.column() == Peak && isNear(row))
            return Theme::palette().warn;
        if (index.column() == Usual && !m_own.at(row).isEmpty())
            return Theme::palette().disabled;
        if (index.column() != Name)
            return Theme::palette().dim;
        break;
    case Qt::AccessibleTextRole:
        if (index.column() == Own)
            return m_own.at(row).isEmpty() ? tr("%1: the usual %2").arg(words.name, usualText(row))
                                           : tr("%1: %2").arg(words.name, m_own.at(row));
        break;
    default:
        break;
    }
    return {};
}

QVariant LimitModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(
            (section == Usual || section == Own || section == Peak ? Qt::AlignRight : Qt::AlignLeft)
            | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Limit");
    case Usual:
        return tr("Usual");
    case Own:
        return tr("Here");
    case Peak:
        return tr("Peak");
    case Breach:
        return tr("Beyond it");
    default:
        return {};
    }
}

Qt::ItemFlags LimitModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.column() == Own ? flags | Qt::ItemIsEditable : flags;
}

bool LimitModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid)
        || index.column() != Own)
        return false;
    const LimitSpec &limit = specAt(index.row());
    const QString typed = value.toString().trimmed();
    const auto number = limitValueFrom(limit, typed);
    QString &own = m_own[index.row()];
    own = number ? limitValueText(limit, *number) : typed;
    Q_EMIT dataChanged(this->index(index.row(), 0), this->index(index.row(), ColumnCount - 1));
    return true;
}

} // namespace Signalbox
