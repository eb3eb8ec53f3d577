#pragma once

#include "ui/widgets/newestwork.h"

#include <QByteArray>
#include <QWidget>

namespace Signalbox {

class Banner;
class JsonHighlighter;
class LongTextView;

/// A payload as text that can be read and copied but not changed: as it came, or as JSON laid out
/// (its tokens keep their bytes). Invisible characters are drawn. A long one shows its beginning
/// until everything is asked for, and is laid out on a thread of its own. The window's thread.
class PayloadView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PayloadView)
public:
    enum class Form : quint8 { AsItCame, LaidOut };

    static constexpr qsizetype FirstCharacters = 16 * 1024; ///< shown without asking
    static constexpr qsizetype AtOnce = 128 * 1024; ///< bytes; more are read beside the window

    explicit PayloadView(Form form, QWidget *parent = nullptr);

    /// Of so many bytes it is still being found out what they are.
    void setReading(qsizetype bytes);
    /// `isJson`: is coloured, and laid out when that is the form. The text is made when the view is
    /// first seen.
    void setPayload(const QByteArray &payload, bool isJson);
    QString shownText() const;

protected:
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void fill(qsizetype maxCharacters);
    void show(const QString &text, qsizetype bytes, qsizetype maxCharacters);
    void showReading(qsizetype bytes);

    Form m_form;
    QByteArray m_payload;
    bool m_isJson = false;
    bool m_isFilled = true;
    LongTextView *m_text;
    JsonHighlighter *m_highlighter;
    Banner *m_more;
    NewestWork m_work; ///< of the last fill()
};

} // namespace Signalbox
