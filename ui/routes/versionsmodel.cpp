#include "ui/routes/versionsmodel.h"

#include "core/history/linediff.h"
#include "ui/widgets/format.h"
#include "ui/widgets/twolinedelegate.h"

#include <QLocale>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

/// "today 10:42:07", "Mon 23 Nov 10:42", in the user's locale.
QString timeText(const QDateTime &at)
{
    const QDateTime local = at.toLocalTime();
    const QLocale locale;
    const QString time = locale.toString(local.time(), u"HH:mm:ss"_s);
    const qint64 days = local.date().daysTo(QDate::currentDate());
    if (days == 0)
        return VersionsModel::tr("Today, %1").arg(time);
    if (days == 1)
        return VersionsModel::tr("Yesterday, %1").arg(time);
    return u"%1, %2"_s.arg(locale.toString(local.date(), QLocale::ShortFormat), time);
}

} // namespace

VersionsModel::VersionsModel(const VersionStore &store, QObject *parent)
    : QAbstractListModel(parent)
    , m_store(store)
{
    connect(&store, &VersionStore::changed, this, [this](const QString &key) {
        if (key == m_key)
            reload();
    });
}

void VersionsModel::setKey(const QString &key)
{
    m_key = key;
    reload();
}

void VersionsModel::reload()
{
    beginResetModel();
    m_versions = m_store.versions(m_key);
    endResetModel();
}

int VersionsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_versions.size());
}

/// "+3 −1 lines", against the version before; of the first one how long it is.
QString VersionsModel::detail(int row) const
{
    const TextVersion &version = m_versions.at(row);
    const bool isFirst = row + 1 == m_versions.size();
    const QByteArray hashes = version.hash + (isFirst ? QByteArray() : m_versions.at(row + 1).hash);
    if (const auto known = m_details.constFind(hashes); known != m_details.cend())
        return *known;
    const Result<QString> text = m_store.text(version);
    const Result<QString> before =
        isFirst ? Result<QString>(QString()) : m_store.text(m_versions.at(row + 1));
    if (!text)
        return tr("cannot be read");
    QString words = shortBytes(quint64(version.bytes));
    if (!isFirst && before) {
        const DiffSize size = sizeOf(lineDiff(*before, *text));
        //: lines that came and lines that went, then the size in bytes
        words = tr("+%1 \u2212%2 lines, %3").arg(size.added).arg(size.removed).arg(words);
    }
    m_details.insert(hashes, words);
    return words;
}

QVariant VersionsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const TextVersion &version = m_versions.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return timeText(version.at);
    case TwoLineDelegate::DetailRole:
        return detail(index.row());
    case Qt::AccessibleTextRole:
        return u"%1, %2"_s.arg(timeText(version.at), detail(index.row()));
    case Qt::ToolTipRole:
        return QLocale().toString(version.at.toLocalTime(), QLocale::LongFormat);
    default:
        return {};
    }
}

} // namespace Signalbox
