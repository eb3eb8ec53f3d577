#pragma once

#include <QPlainTextEdit>

namespace Signalbox {

/// A short list, one entry a line, in the payload font. Tab leaves. What is too much for such a
/// list is not pasted, which is said. The window's thread.
class ListEdit final : public QPlainTextEdit
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ListEdit)
public:
    static constexpr qsizetype MostText = 64 * 1024; ///< UTF-16 units

    explicit ListEdit(QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;
    void insertFromMimeData(const QMimeData *source) override;
};

} // namespace Signalbox
