#pragma once

#include <QColor>
#include <QList>
#include <QStringView>
#include <QSyntaxHighlighter>

#include <functional>

namespace Signalbox {

/// A part of one line of JSON that has its own colour.
struct JsonSpan
{
    enum class Kind : quint8 { Key, String, Number, Literal, Punctuation };
    qsizetype start = 0; ///< in UTF-16 units
    qsizetype length = 0;
    Kind kind = Kind::Punctuation;

    bool operator==(const JsonSpan &) const = default;
};

/// The coloured parts of one line, in order. Forgiving: half-written and broken JSON is coloured as
/// far as it can be understood. A string followed by a colon is a key. Pure; any thread.
QList<JsonSpan> jsonSpans(QStringView line);

/// The current theme's colour for a part of that kind; what is in no part has the ordinary text
/// colour.
QColor jsonColor(JsonSpan::Kind kind);

/// Colours JSON in a document as the theme says; the owner calls rehighlight() when the theme has
/// changed. Lines beyond MaxColoredLength characters are coloured up to there. The window's thread;
/// owned by the document.
class JsonHighlighter final : public QSyntaxHighlighter
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JsonHighlighter)
public:
    static constexpr qsizetype MaxColoredLength =
        4'000; ///< the layout of a line with more costs seconds

    explicit JsonHighlighter(QTextDocument *document);

    /// Off: the text is shown in one colour (it is not JSON).
    void setActive(bool active);
    bool isActive() const { return m_active; }
    /// Which blocks stay in one colour, by their number.
    void setUncolored(std::function<bool(int block)> isUncolored);

protected:
    void highlightBlock(const QString &text) override;

private:
    bool m_active = true;
    std::function<bool(int block)> m_isUncolored;
};

} // namespace Signalbox
