#include "core/values/boundedregex.h"

#include <array>
#include <limits>
#include <mutex>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace Signalbox {

using SteadyClock = std::chrono::steady_clock;

namespace {

/// A text of so many bytes is searched without a look at the clock: PCRE counts steps alone, from
/// each of its places so many at most.
constexpr qsizetype ShortText = 1'024;
constexpr quint32 ShortSteps = 500;
/// Between two looks at the clock PCRE may go through so many bytes: well below a millisecond.
constexpr size_t BytesBetweenLooks = 256 * 1024;
constexpr size_t BytesPerItem = 32; ///< an item of the pattern costs as much as so many bytes
constexpr size_t MinJitStack = 32 * 1024;
constexpr size_t MaxJitStack = 1024 * 1024;
constexpr quint32 MaxHeap = 32 * 1024; // KiB

struct Free
{
    void operator()(pcre2_match_data *data) const { pcre2_match_data_free(data); }
    void operator()(pcre2_match_context *context) const { pcre2_match_context_free(context); }
    void operator()(pcre2_jit_stack *stack) const { pcre2_jit_stack_free(stack); }
};

/// What a thread needs for its searches, once for all.
struct Workspace
{
    Workspace()
        : data(pcre2_match_data_create(1, nullptr))
        , context(pcre2_match_context_create(nullptr))
        , stack(pcre2_jit_stack_create(MinJitStack, MaxJitStack, nullptr))
    {
        pcre2_jit_stack_assign(context.get(), nullptr, stack.get());
        pcre2_set_heap_limit(context.get(), MaxHeap);
    }

    std::unique_ptr<pcre2_match_data, Free> data;
    std::unique_ptr<pcre2_match_context, Free> context;
    std::unique_ptr<pcre2_jit_stack, Free> stack;
};

/// Ends a search when its time is over; PCRE calls it before each item of the pattern.
struct Watch
{
    static int look(pcre2_callout_block *at, void *watch)
    {
        return static_cast<Watch *>(watch)->isOver(at->current_position) ? PCRE2_ERROR_CALLOUT : 0;
    }
    bool isOver(size_t place)
    {
        work += BytesPerItem + (place > last ? place - last : last - place);
        last = place;
        if (work < BytesBetweenLooks)
            return false;
        work = 0;
        return SteadyClock::now() >= deadline;
    }

    SteadyClock::time_point deadline;
    size_t last = 0; ///< where it was
    size_t work = 0; ///< since the last look, in bytes
};

/// nullptr: it is no pattern. The caller frees it.
pcre2_code *compiled(const QByteArray &pattern, quint32 options, int *error, size_t *offset)
{
    // \C may stop inside a character
    constexpr quint32 Always = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C;
    pcre2_code *code =
        pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.constData()), size_t(pattern.size()),
                      Always | options, error, offset, nullptr);
    if (code)
        pcre2_jit_compile(code, PCRE2_JIT_COMPLETE); // else it is interpreted
    return code;
}

QString textOf(int error)
{
    std::array<PCRE2_UCHAR, 256> words{};
    pcre2_get_error_message(error, words.data(), words.size());
    return QString::fromUtf8(reinterpret_cast<const char *>(words.data()));
}

} // namespace

struct BoundedRegex::Private
{
    struct Free
    {
        void operator()(pcre2_code *code) const { pcre2_code_free(code); }
    };
    using Code = std::unique_ptr<pcre2_code, Free>;

    int search(const pcre2_code *code, QByteArrayView text, quint32 steps, Watch *watch) const;
    const pcre2_code *timed() const;

    QByteArray pattern;
    quint32 options = 0;
    Code plain;
    mutable std::once_flag once;
    mutable Code m_timed;
};

/// The same pattern with a look at the clock before each item; made when it is first needed.
const pcre2_code *BoundedRegex::Private::timed() const
{
    std::call_once(once, [this] {
        int error = 0;
        size_t offset = 0;
        m_timed.reset(compiled(pattern, options | PCRE2_AUTO_CALLOUT, &error, &offset));
    });
    return m_timed.get();
}

/// PCRE's answer. `text` is UTF-8.
int BoundedRegex::Private::search(const pcre2_code *code, QByteArrayView text, quint32 steps,
                                  Watch *watch) const
{
    static thread_local const Workspace workspace;
    pcre2_match_context *context = workspace.context.get();
    pcre2_set_match_limit(context, steps);
    pcre2_set_callout(context, watch ? Watch::look : nullptr, watch);
    const auto search = [&](quint32 how) {
        return pcre2_match(code, reinterpret_cast<PCRE2_SPTR>(text.data()), size_t(text.size()), 0,
                           how, workspace.data.get(), context);
    };
    const int found = search(PCRE2_NO_UTF_CHECK);
    return found == PCRE2_ERROR_JIT_STACKLIMIT ? search(PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT) : found;
}

BoundedRegex::BoundedRegex(const QString &pattern, Qt::CaseSensitivity sensitivity)
{
    auto made = std::make_shared<Private>();
    made->pattern = pattern.toUtf8();
    made->options = sensitivity == Qt::CaseInsensitive ? PCRE2_CASELESS : 0;
    int error = 0;
    size_t offset = 0;
    made->plain.reset(compiled(made->pattern, made->options, &error, &offset));
    if (made->plain) {
        d = std::move(made);
    } else {
        m_error = textOf(error);
        m_errorOffset = QString::fromUtf8(made->pattern.left(qsizetype(offset))).size();
    }
}

BoundedRegex::Fit BoundedRegex::match(QByteArrayView utf8, std::chrono::nanoseconds atMost) const
{
    if (!d)
        return Fit::No;
    if (!utf8.isValidUtf8())
        return match(QString::fromUtf8(utf8).toUtf8(), atMost);
    int found = PCRE2_ERROR_MATCHLIMIT;
    if (utf8.size() <= ShortText)
        found = d->search(d->plain.get(), utf8, ShortSteps, nullptr);
    const pcre2_code *timed = found == PCRE2_ERROR_MATCHLIMIT ? d->timed() : nullptr;
    if (timed) {
        Watch watch{.deadline = SteadyClock::now() + atMost};
        found = d->search(timed, utf8, std::numeric_limits<quint32>::max(), &watch);
    }
    return found >= 0 ? Fit::Yes : found == PCRE2_ERROR_NOMATCH ? Fit::No : Fit::Unknown;
}

} // namespace Signalbox
