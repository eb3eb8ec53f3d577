#pragma once

#include <QByteArrayView>
#include <QString>

#include <chrono>
#include <memory>

namespace Signalbox {

/// A regular expression (PCRE, read as QRegularExpression does) whose search in a text ends in
/// time, whatever the expression and the text are. QRegularExpression can only bound the steps from
/// each place of a text, of which a long text has very many. A cheap value; any thread.
class BoundedRegex
{
public:
    enum class Fit : quint8 {
        No,
        Yes,
        Unknown, ///< it was given up: there was no more time, or not enough memory
    };

    BoundedRegex() = default; ///< not valid
    explicit BoundedRegex(const QString &pattern,
                          Qt::CaseSensitivity sensitivity = Qt::CaseSensitive);

    bool isValid() const { return bool(d); } ///< one that is not fits nothing
    const QString &errorString() const { return m_error; } ///< PCRE's words, untranslated
    qsizetype errorOffset() const { return m_errorOffset; } ///< UTF-16 units; -1: it is valid

    /// Whether it fits anywhere in the text. Takes `atMost`, or hardly more. Bytes that are not
    /// UTF-8 count as U+FFFD.
    Fit match(QByteArrayView utf8, std::chrono::nanoseconds atMost) const;

private:
    struct Private;
    std::shared_ptr<const Private> d;
    QString m_error;
    qsizetype m_errorOffset = -1;
};

} // namespace Signalbox
