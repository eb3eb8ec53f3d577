#include "core/web/multipart.h"

#include <algorithm>
#include <optional>

namespace Signalbox {

namespace {

constexpr qsizetype MaxBoundary = 70; // RFC 2046 section 5.1.1
constexpr QByteArrayView Disposition = "content-disposition:";

QByteArrayView unquoted(QByteArrayView value)
{
    value = value.trimmed();
    const bool isQuoted = value.size() >= 2 && value.startsWith('"') && value.endsWith('"');
    return isQuoted ? value.sliced(1, value.size() - 2) : value;
}

bool startsWithWord(QByteArrayView text, QByteArrayView word)
{
    return text.size() >= word.size()
           && text.first(word.size()).compare(word, Qt::CaseInsensitive) == 0;
}

/// A parameter of a header field such as `multipart/form-data; boundary="x"`.
std::optional<QByteArrayView> parameter(QByteArrayView field, QByteArrayView name)
{
    for (qsizetype at = field.indexOf(';'); at >= 0;) {
        const qsizetype next = field.indexOf(';', at + 1);
        const QByteArrayView part =
            field.sliced(at + 1, (next < 0 ? field.size() : next) - at - 1).trimmed();
        const qsizetype equals = part.indexOf('=');
        if (equals > 0 && part.first(equals).trimmed().compare(name, Qt::CaseInsensitive) == 0)
            return unquoted(part.sliced(equals + 1));
        at = next;
    }
    return std::nullopt;
}

/// The name in the head of a part: of its first Content-Disposition.
std::optional<QByteArrayView> nameIn(QByteArrayView head)
{
    for (qsizetype at = 0; at < head.size();) {
        const qsizetype end = head.indexOf('\n', at);
        const QByteArrayView line = head.sliced(at, (end < 0 ? head.size() : end) - at);
        if (startsWithWord(line, Disposition))
            return parameter(line.trimmed(), "name");
        if (end < 0)
            break;
        at = end + 1;
    }
    return std::nullopt;
}

/// Goes from one delimiter line (RFC 2046 section 5.1.1) to the next.
class Parts
{
public:
    Parts(QByteArrayView body, QByteArrayView boundary)
        : m_body(body)
        , m_boundary(boundary)
    {
        if (!isMark(0))
            next(0);
        else
            m_end = behindMark(0);
    }

    bool isFound() const { return m_begin >= 0; }
    bool isLast() const { return m_body.sliced(m_end).startsWith("--"); }
    qsizetype begin() const { return m_begin; } ///< of the line break in front of it
    qsizetype end() const { return m_end; } ///< behind the boundary

    /// To the first one at `from` or later.
    void next(qsizetype from)
    {
        // A boundary holds no line break: no byte is compared twice.
        for (m_begin = m_body.indexOf('\r', from); m_begin >= 0;
             m_begin = m_body.indexOf('\r', m_begin + 1)) {
            if (m_body.sliced(m_begin).startsWith("\r\n") && isMark(m_begin + 2)) {
                m_end = behindMark(m_begin + 2);
                return;
            }
        }
    }

private:
    qsizetype behindMark(qsizetype at) const { return at + 2 + m_boundary.size(); }
    /// Whether there is "--boundary" and nothing else on its line, or two more dashes.
    bool isMark(qsizetype at) const
    {
        const QByteArrayView rest = m_body.sliced(at);
        if (!rest.startsWith("--") || !rest.sliced(2).startsWith(m_boundary))
            return false;
        const QByteArrayView behind = rest.sliced(2 + m_boundary.size());
        qsizetype space = 0;
        while (space < behind.size() && (behind[space] == ' ' || behind[space] == '\t'))
            ++space;
        return behind.startsWith("--") || behind.sliced(space).startsWith("\r\n");
    }

    QByteArrayView m_body;
    QByteArrayView m_boundary;
    qsizetype m_begin = 0;
    qsizetype m_end = 0;
};

} // namespace

Form readMultipart(const Request &request)
{
    const QByteArray type = request.field("content-type");
    const auto boundary = parameter(type, "boundary");
    Form form;
    if (!boundary || boundary->isEmpty() || boundary->size() > MaxBoundary) {
        form.problem = FormProblem::NoBoundary;
        return form;
    }
    const QByteArrayView body = request.body;
    Parts parts(body, *boundary);
    for (int count = 0; parts.isFound(); ++count) {
        if (parts.isLast())
            return form;
        if (count >= MaxFormFields) {
            form.problem = FormProblem::TooManyFields;
            return form;
        }
        const qsizetype head = parts.end();
        const qsizetype content = body.indexOf("\r\n\r\n", head);
        if (content < 0)
            break;
        parts.next(content + 2); // the content may be empty: its line break is the head's
        if (!parts.isFound())
            break;
        if (const auto name = nameIn(body.sliced(head, content - head))) {
            const qsizetype begin = std::min(content + 4, parts.begin());
            form.fields.append(
                {name->toByteArray(), body.sliced(begin, parts.begin() - begin).toByteArray()});
        }
    }
    form.problem = FormProblem::BreaksOff;
    return form;
}

} // namespace Signalbox
