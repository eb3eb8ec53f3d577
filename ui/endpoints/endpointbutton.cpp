#include "ui/endpoints/endpointbutton.h"

#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/visibletext.h"
#include "ui/words/whytext.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStyleOptionToolButton>
#include <QStylePainter>

#include <algorithm>
#include <numeric>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr double PillStrength = 0.12; ///< of the state's colour over the bar, as in the style rules
// lengths in pixels at 100 per cent
constexpr int Height = 30;
constexpr int Side = 6; ///< left and right of everything
constexpr int Gap = 7;
constexpr int PillSide = 9;
constexpr int MarkSize = 12;
constexpr int MarkGap = 5; ///< between mark and word
constexpr int MaxNameWidth = 120;

QFont boldFont()
{
    QFont font = interfaceFont(-1);
    font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace

EndpointButton::EndpointButton(QWidget *parent)
    : QToolButton(parent)
{
    setObjectName(u"endpointButton"_s);
    setPopupMode(QToolButton::InstantPopup);
    setFocusPolicy(Qt::TabFocus);
}

void EndpointButton::setEndpoint(const EndpointStatus &status, const EndpointLook &look)
{
    m_status = status;
    m_look = look;
    const QString sentence = endpointSentence(status, look);
    setText(visibleText(status.name)); // not drawn; what "find by text" tools look at
    setToolTip(plainToolTip(status.state == EndpointState::Running && look.sentence != look.word
                                ? QString(sentence % u'\n' % look.sentence)
                                : sentence));
    setAccessibleName(sentence);
    setAccessibleDescription(look.sentence);
    updateGeometry();
    update();
}

void EndpointButton::setDetail(Detail detail)
{
    if (detail == m_detail)
        return;
    m_detail = detail;
    updateGeometry();
    update();
}

QColor EndpointButton::stateColor() const
{
    const Palette &palette = Theme::palette();
    if (m_look.tone == "good"_L1)
        return palette.good;
    if (m_look.tone == "warn"_L1)
        return palette.warn;
    return m_look.tone == "bad"_L1 ? palette.bad : palette.dim;
}

EndpointButton::Piece EndpointButton::textPiece(const QString &text, const QFont &font,
                                                const QColor &color) const
{
    return {Piece::Kind::Text, text, font, color, QFontMetrics(font).horizontalAdvance(text)};
}

EndpointButton::Piece EndpointButton::statePiece(bool withWord) const
{
    if (!withWord)
        return {Piece::Kind::Mark, {}, {}, stateColor(), scaled(MarkSize)};
    const QFont font = boldFont();
    return {Piece::Kind::Pill, m_look.word, font, stateColor(),
            scaled(2 * PillSide + MarkSize + MarkGap)
                + QFontMetrics(font).horizontalAdvance(m_look.word)};
}

bool EndpointButton::showsWord(Detail detail) const
{
    switch (detail) {
    case Detail::Alone:
    case Detail::Wide:
        return true;
    case Detail::Medium:
        return m_look.mark != EndpointMark::Listening;
    case Detail::Short:
        break;
    }
    return m_look.mark == EndpointMark::Failed || m_look.mark == EndpointMark::TlsWarning;
}

QList<EndpointButton::Piece> EndpointButton::pieces(Detail detail) const
{
    const Palette &palette = Theme::palette();
    const bool isListening = m_status.state == EndpointState::Running;
    QList<Piece> list;
    list += statePiece(showsWord(detail));
    const QFont mono = payloadFont(detail == Detail::Alone ? 1 : 0);
    if (detail == Detail::Alone) {
        if (isListening) {
            QString url = m_status.url;
            if (url.endsWith(u'/'))
                url.chop(1);
            list += textPiece(url, mono, palette.text);
        } else {
            list += textPiece(endpointPlace(m_status), mono, palette.dim);
        }
    } else {
        const QFont font = interfaceFont();
        list += textPiece(QFontMetrics(font).elidedText(visibleText(m_status.name), Qt::ElideRight,
                                                        scaled(MaxNameWidth)),
                          font, palette.text);
    }
    const QString port = u':' + QString::number(m_status.port);
    if (detail == Detail::Wide)
        list += textPiece((m_status.secure ? u"wss "_s : u"ws "_s) + port, mono, palette.dim);
    else if (detail == Detail::Medium)
        list += textPiece(port, mono, palette.dim);
    if (detail == Detail::Alone && isListening)
        list += textPiece(clientCountText(quint64(m_status.clients)), interfaceFont(), palette.dim);
    else if (m_status.clients > 0)
        list += textPiece(shortNumber(m_status.clients), boldFont(), palette.dim);
    return list;
}

int EndpointButton::widthFor(Detail detail) const
{
    const QList<Piece> list = pieces(detail);
    return std::accumulate(list.begin(), list.end(),
                           scaled(2 * Side) + scaled(Gap) * int(list.size() - 1),
                           [](int width, const Piece &piece) { return width + piece.width; });
}

QSize EndpointButton::sizeHint() const
{
    return {widthFor(m_detail), scaled(Height)};
}

void EndpointButton::paintEvent(QPaintEvent *)
{
    QStylePainter painter(this);
    QStyleOptionToolButton option;
    initStyleOption(&option);
    option.text.clear();
    option.icon = {};
    painter.drawComplexControl(QStyle::CC_ToolButton, option); // hover, press and focus as others
    painter.setRenderHint(QPainter::Antialiasing);
    int x = scaled(Side);
    const QList<Piece> list = pieces(m_detail);
    for (const Piece &piece : list) {
        const QRect box =
            QStyle::visualRect(layoutDirection(), rect(), QRect(x, 0, piece.width, height()));
        paintPiece(painter, piece, box);
        x += piece.width + scaled(Gap);
    }
}

void EndpointButton::paintPiece(QPainter &painter, const Piece &piece, const QRect &box) const
{
    if (piece.kind == Piece::Kind::Mark) {
        paintMark(painter, box);
        return;
    }
    QRect text = box;
    if (piece.kind == Piece::Kind::Pill) {
        const int tall = scaled(22);
        const QRect pill(box.x(), (height() - tall) / 2, box.width(), tall);
        QColor soft = piece.color;
        soft.setAlphaF(float(PillStrength));
        painter.setPen(Qt::NoPen);
        painter.setBrush(soft);
        painter.drawRoundedRect(pill, tall / 2.0, tall / 2.0);
        const QRect inside = box.adjusted(scaled(PillSide), 0, -scaled(PillSide), 0);
        paintMark(painter, QStyle::visualRect(layoutDirection(), inside,
                                              QRect(inside.x(), 0, scaled(MarkSize), height())));
        text = QStyle::visualRect(layoutDirection(), inside,
                                  inside.adjusted(scaled(MarkSize + MarkGap), 0, 0, 0));
    }
    painter.setFont(piece.font);
    painter.setPen(isEnabled() ? piece.color : Theme::palette().disabled);
    painter.drawText(text, Qt::AlignCenter | Qt::TextSingleLine, piece.text);
}

void EndpointButton::paintMark(QPainter &painter, const QRect &box) const
{
    const QColor color = stateColor();
    const int side = scaled(MarkSize);
    const QRect square(box.center().x() - side / 2, (height() - side) / 2, side, side);
    if (!m_look.icon.isEmpty()) {
        lineIcon(m_look.icon, color).paint(&painter, square);
        return;
    }
    const double inset = side * 0.15;
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(QRectF(square).adjusted(inset, inset, -inset, -inset));
}

} // namespace Signalbox
