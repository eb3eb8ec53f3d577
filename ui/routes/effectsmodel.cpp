#include "ui/routes/effectsmodel.h"

#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/twolinedelegate.h"
#include "ui/widgets/visibletext.h"

#include <QIcon>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaxShown = 400; ///< characters of a payload in a row
constexpr qsizetype MaxTip = 4'000;

QString iconOf(TestEffect::Kind kind)
{
    switch (kind) {
    case TestEffect::Kind::Send:
    case TestEffect::Kind::Reply:
    case TestEffect::Kind::Respond:
        return u"arrow-up-right"_s;
    case TestEffect::Kind::Pass:
        return u"arrow-right"_s;
    case TestEffect::Kind::Drop:
        return u"trash"_s;
    case TestEffect::Kind::Close:
        return u"user-minus"_s;
    case TestEffect::Kind::Log:
        return u"terminal"_s;
    }
    Q_UNREACHABLE();
}

/// "would: …" as a heading.
QString titleOf(const TestEffect &effect)
{
    using Model = EffectsModel;
    switch (effect.kind) {
    case TestEffect::Kind::Send:
        return Model::tr("Send to %1").arg(effect.to);
    case TestEffect::Kind::Reply:
        return Model::tr("Reply to the sender");
    case TestEffect::Kind::Pass:
        return Model::tr("Pass it on as without a route");
    case TestEffect::Kind::Drop:
        return Model::tr("Drop it");
    case TestEffect::Kind::Close:
        return Model::tr("Close %1 with %2").arg(effect.to).arg(effect.code);
    case TestEffect::Kind::Log:
        return Model::tr("Write to the log");
    case TestEffect::Kind::Respond:
        return Model::tr("Answer %1").arg(effect.code);
    }
    Q_UNREACHABLE();
}

QString detailOf(const TestEffect &effect, qsizetype maxCharacters)
{
    if (effect.payload.isEmpty())
        return visibleText(effect.text, Lines::Fold, maxCharacters);
    return visibleUtf8(effect.payload, Lines::Fold, maxCharacters);
}

} // namespace

EffectsModel::EffectsModel(QObject *parent)
    : QAbstractListModel(parent)
{
}

void EffectsModel::setReport(const TestReport &report)
{
    beginResetModel();
    m_report = report;
    endResetModel();
}

void EffectsModel::clear()
{
    setReport({});
}

int EffectsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_report.effects.size()) + (m_report.problem ? 1 : 0);
}

QVariant EffectsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Palette &colors = Theme::palette();
    if (isProblem(index.row())) {
        const ScriptProblem &problem = *m_report.problem;
        const QString title =
            problem.line > 0 ? tr("Error in line %1").arg(problem.line) : tr("Error");
        const QString message = visibleText(problem.message);
        switch (role) {
        case Qt::DisplayRole:
            return title;
        case Qt::DecorationRole:
            return lineIcon(u"x-circle"_s, colors.bad);
        case Qt::ForegroundRole:
            return colors.bad;
        case TwoLineDelegate::DetailRole:
            return message;
        case Qt::ToolTipRole:
            return plainToolTip(message);
        case Qt::AccessibleTextRole:
            return u"%1: %2"_s.arg(title, message);
        default:
            return {};
        }
    }
    const TestEffect &effect = m_report.effects.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return titleOf(effect);
    case Qt::DecorationRole:
        return lineIcon(iconOf(effect.kind),
                        effect.kind == TestEffect::Kind::Drop ? colors.dim : colors.out);
    case TwoLineDelegate::DetailRole:
        return detailOf(effect, MaxShown);
    case TwoLineDelegate::TrailingRole:
        return effect.receivers < 0 ? QString()
               : effect.receivers == 1
                   ? tr("1 client")
                   : tr("%1 clients").arg(exactNumber(quint64(effect.receivers)));
    case Qt::ToolTipRole:
        return plainToolTip(detailOf(effect, MaxTip));
    case Qt::AccessibleTextRole:
        return u"%1: %2"_s.arg(titleOf(effect), detailOf(effect, MaxShown));
    default:
        return {};
    }
}

} // namespace Signalbox
