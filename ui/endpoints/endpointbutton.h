#pragma once

#include "ui/endpoints/endpointlook.h"

#include <QFont>
#include <QToolButton>

namespace Signalbox {

/// One endpoint in the tool bar: its state as a mark with a word, what it is called, where it
/// listens, how many clients it has. As much of that as the bar has room for; the tooltip and a
/// screen reader have it all. A click opens its menu, which the bar fills. The window's thread.
class EndpointButton final : public QToolButton
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EndpointButton)
public:
    /// How much is shown, most first.
    enum class Detail : quint8 {
        Alone, ///< it is the only one: state, whole address, clients
        Wide, ///< state, name, scheme, port, clients
        Medium, ///< mark (a word only when it does not listen), name, port, clients
        Short, ///< mark (a word only when something is wrong), name, clients
    };

    explicit EndpointButton(QWidget *parent = nullptr);

    void setEndpoint(const EndpointStatus &status, const EndpointLook &look);
    const EndpointStatus &status() const { return m_status; }
    void setDetail(Detail detail);
    Detail detail() const { return m_detail; }
    int widthFor(Detail detail) const; ///< in pixels

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    /// A piece of what is drawn, from the left.
    struct Piece
    {
        enum class Kind : quint8 { Pill, Mark, Text };
        Kind kind = Kind::Text;
        QString text;
        QFont font;
        QColor color;
        int width = 0; ///< in pixels, with its padding
    };
    bool showsWord(Detail detail) const;
    QList<Piece> pieces(Detail detail) const;
    Piece textPiece(const QString &text, const QFont &font, const QColor &color) const;
    Piece statePiece(bool withWord) const;
    QColor stateColor() const;
    void paintPiece(QPainter &painter, const Piece &piece, const QRect &box) const;
    void paintMark(QPainter &painter, const QRect &box) const;

    EndpointStatus m_status;
    EndpointLook m_look;
    Detail m_detail = Detail::Alone;
};

} // namespace Signalbox
