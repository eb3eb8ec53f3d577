#include "core/values/clientmessage.h"

#include "core/json/jsonscanner.h"

#include <algorithm>
#include <optional>
#include <simdjson.h>
#include <tuple>

using namespace Qt::StringLiterals;
using namespace simdjson;

namespace Signalbox {

namespace {

/// No client has a path, group or id that is longer, however it is escaped. Rows of the log keep
/// them whole.
constexpr size_t MaxTargetBytes = 16 * 1024;

bool isNumber(std::string_view token) // RFC 8259 section 6; of any size and precision
{
    const char *at = token.data();
    const char *const end = at + token.size();
    const auto digits = [&at, end] {
        const char *from = at;
        while (at < end && *at >= '0' && *at <= '9')
            ++at;
        return at - from;
    };
    if (at < end && *at == '-')
        ++at;
    const bool zero = at < end && *at == '0';
    const auto whole = digits();
    if (whole == 0 || (zero && whole > 1))
        return false;
    if (at < end && *at == '.') {
        ++at;
        if (digits() == 0)
            return false;
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        ++at;
        if (at < end && (*at == '+' || *at == '-'))
            ++at;
        if (digits() == 0)
            return false;
    }
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r'))
        ++at;
    return at == end;
}

bool is(std::string_view key, std::string_view name)
{
    return key.size() == name.size()
           && (key == name
               || qstrnicmp(key.data(), qsizetype(key.size()), name.data(), qsizetype(name.size()))
                      == 0);
}

/// What is between the quotes of a string that has no escapes; nothing when it has any. `token`:
/// the string and the white space behind it, which simdjson has scanned.
std::optional<std::string_view> plainContent(std::string_view token)
{
    if (token.find('\\') != std::string_view::npos)
        return std::nullopt;
    return token.substr(1, token.rfind('"') - 1);
}

QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

QString place(const JsonError &error)
{
    return u"line %1, column %2: %3"_s.arg(error.at.line)
        .arg(error.at.column)
        .arg(describe(error.code));
}

} // namespace

struct EnvelopeReader::Private
{
    ondemand::parser parser;
    int maxDepth = 1024;
    int maxKeys = 10'000;
    QString limit; ///< the one that was broken
    const char *parsed = nullptr; ///< the text that is read
    const char *sent = nullptr; ///< the same as it was sent, when `parsed` was mended
    int deepest = 0;
    int keys = 0;

    error_code open(const QByteArray &text, ondemand::document *document, bool *isObject);
    /// The bytes that were sent where `place` is in what is read.
    const char *sentAt(const char *place) const { return sent ? sent + (place - parsed) : place; }
    bool isMended(std::string_view token) const
    {
        return sent && !std::equal(token.begin(), token.end(), sentAt(token.data()));
    }
    std::variant<ClientMessage, EnvelopeProblem> readOther(const QByteArray &text,
                                                           error_code error);
    EnvelopeProblem problemOf(error_code error) const;
    /// Goes through a value so that all of it is checked.
    error_code walk(ondemand::value value, int depth);
    error_code text(ondemand::value value, ondemand::json_type type, QString *to, QString *wrong,
                    const QString &key);
    std::variant<ClientMessage, EnvelopeProblem> readObject(ondemand::document &document,
                                                            error_code *error);
};

error_code EnvelopeReader::Private::walk(ondemand::value value, int depth)
{
    ondemand::json_type type{};
    SIMDJSON_TRY(value.type().get(type));
    switch (type) {
    case ondemand::json_type::object: {
        if (depth >= maxDepth)
            return DEPTH_ERROR;
        deepest = std::max(deepest, depth + 1);
        ondemand::object object;
        SIMDJSON_TRY(value.get_object().get(object));
        for (auto field : object) {
            std::string_view key;
            SIMDJSON_TRY(field.unescaped_key().get(key));
            ondemand::value child;
            SIMDJSON_TRY(field.value().get(child));
            SIMDJSON_TRY(walk(child, depth + 1));
        }
        return SUCCESS;
    }
    case ondemand::json_type::array: {
        if (depth >= maxDepth)
            return DEPTH_ERROR;
        deepest = std::max(deepest, depth + 1);
        ondemand::array array;
        SIMDJSON_TRY(value.get_array().get(array));
        for (auto item : array) {
            ondemand::value child;
            SIMDJSON_TRY(item.get(child));
            SIMDJSON_TRY(walk(child, depth + 1));
        }
        return SUCCESS;
    }
    case ondemand::json_type::string: {
        std::string_view ignored;
        return value.get_string().get(ignored);
    }
    case ondemand::json_type::number: // not converted: it may be larger than any type; the parent
                                      // moves on
        return isNumber(value.raw_json_token()) ? SUCCESS : NUMBER_ERROR;
    case ondemand::json_type::boolean: {
        bool ignored = false;
        return value.get_bool().get(ignored);
    }
    case ondemand::json_type::null: {
        bool null = false;
        SIMDJSON_TRY(value.is_null().get(null));
        return null ? SUCCESS : N_ATOM_ERROR;
    }
    default: // from simdjson 4 on: what begins no value
        return TAPE_ERROR;
    }
}

error_code EnvelopeReader::Private::text(ondemand::value value, ondemand::json_type type,
                                         QString *to, QString *wrong, const QString &key)
{
    if (type == ondemand::json_type::string) {
        std::string_view content;
        SIMDJSON_TRY(value.get_string().get(content));
        if (content.size() > MaxTargetBytes)
            *wrong = u"\"%1\" must not be longer than %2 bytes"_s.arg(key).arg(MaxTargetBytes);
        else
            *to = toQString(content);
        return SUCCESS;
    }
    if (type != ondemand::json_type::null)
        *wrong = u"\"%1\" must be a string"_s.arg(key);
    return walk(value, 1);
}

std::variant<ClientMessage, EnvelopeProblem>
EnvelopeReader::Private::readObject(ondemand::document &document, error_code *error)
{
    ClientMessage message;
    QString wrong;
    bool given = false;
    deepest = 1;
    const auto go = [&]() -> error_code {
        ondemand::object object;
        SIMDJSON_TRY(document.get_object().get(object));
        for (auto field : object) {
            if (++keys > maxKeys) {
                limit = u"more than %1 keys"_s.arg(maxKeys);
                return CAPACITY;
            }
            std::string_view key;
            SIMDJSON_TRY(field.unescaped_key().get(key));
            ondemand::value value;
            SIMDJSON_TRY(field.value().get(value));
            ondemand::json_type type{};
            SIMDJSON_TRY(value.type().get(type));
            if (is(key, "message")) {
                given = type != ondemand::json_type::null;
                if (type == ondemand::json_type::string) {
                    std::string_view content;
                    const std::string_view token = value.raw_json_token();
                    message.isMended = isMended(token);
                    if (const auto plain = plainContent(token)) {
                        content = *plain;
                        ondemand::raw_json_string passed;
                        SIMDJSON_TRY(value.get_raw_json_string().get(passed));
                    } else {
                        SIMDJSON_TRY(value.get_string().get(content));
                    }
                    message.payload = QByteArray(content.data(), qsizetype(content.size()));
                    message.type = PayloadType::Text;
                    given = !content.empty();
                    continue;
                }
                const std::string_view token = value.raw_json_token();
                SIMDJSON_TRY(walk(value, 1));
                const char *const from = token.data();
                const char *to = from + token.size(); // a scalar and the white space behind it
                if (type == ondemand::json_type::object || type == ondemand::json_type::array)
                    SIMDJSON_TRY(document.current_location().get(to));
                QByteArray compact(to - from, Qt::Uninitialized);
                size_t size = 0;
                SIMDJSON_TRY(minify(sentAt(from), size_t(to - from), compact.data(), size));
                compact.truncate(qsizetype(size));
                message.payload = compact;
                message.type = PayloadType::Json;
                message.isMended = false;
            } else if (is(key, "path")) {
                SIMDJSON_TRY(text(value, type, &message.path, &wrong, u"path"_s));
            } else if (is(key, "group")) {
                SIMDJSON_TRY(text(value, type, &message.group, &wrong, u"group"_s));
            } else if (is(key, "clientId")) {
                SIMDJSON_TRY(text(value, type, &message.clientId, &wrong, u"clientId"_s));
            } else if (is(key, "direct")) {
                if (type == ondemand::json_type::boolean) {
                    SIMDJSON_TRY(value.get_bool().get(message.direct));
                } else {
                    if (type != ondemand::json_type::null)
                        wrong = u"\"direct\" must be true or false"_s;
                    SIMDJSON_TRY(walk(value, 1));
                }
            } else {
                SIMDJSON_TRY(walk(value, 1));
            }
        }
        const char *rest = nullptr;
        return document.current_location().get(rest) ? SUCCESS : TRAILING_CONTENT;
    };
    *error = go();
    if (*error)
        return EnvelopeProblem{};
    if (!wrong.isEmpty())
        return EnvelopeProblem{Why::WrongType, wrong};
    if (!given)
        return EnvelopeProblem{Why::Empty, {}};
    return message;
}

EnvelopeReader::EnvelopeReader(int maxDepth, int maxKeys)
    : d(new Private)
{
    setLimits(maxDepth, maxKeys);
}

EnvelopeReader::~EnvelopeReader() = default;

void EnvelopeReader::setLimits(int maxDepth, int maxKeys)
{
    if (d->parser.max_depth() < size_t(maxDepth) + 2) // so that the limit is ours to find
        std::ignore = d->parser.allocate(d->parser.capacity(), size_t(maxDepth) + 2);
    d->maxDepth = maxDepth;
    d->maxKeys = maxKeys;
}

int EnvelopeReader::depth() const
{
    return d->deepest;
}

int EnvelopeReader::keys() const
{
    return d->keys;
}

error_code EnvelopeReader::Private::open(const QByteArray &text, ondemand::document *document,
                                         bool *isObject)
{
    parsed = text.constData();
    deepest = 0;
    keys = 0;
    limit.clear();
    if (text.startsWith("\xEF\xBB\xBF")) // later versions of simdjson pass it over
        return TAPE_ERROR;
    SIMDJSON_TRY(parser.iterate(parsed, size_t(text.size()), size_t(text.size()) + SIMDJSON_PADDING)
                     .get(*document));
    ondemand::json_type type{};
    SIMDJSON_TRY(document->type().get(type));
    *isObject = type == ondemand::json_type::object;
    return SUCCESS;
}

EnvelopeProblem EnvelopeReader::Private::problemOf(error_code error) const
{
    if (error == CAPACITY && !limit.isEmpty())
        return {Why::TooDeep, limit};
    if (error == DEPTH_ERROR)
        return {Why::TooDeep, u"nested deeper than %1"_s.arg(maxDepth)};
    return {Why::NotJson, QString::fromUtf8(error_message(error))};
}

/// Of a text that was not taken: why, or what it is when all that is wrong are halves of surrogate
/// pairs, which JSON allows and simdjson does not.
std::variant<ClientMessage, EnvelopeProblem>
EnvelopeReader::Private::readOther(const QByteArray &text, error_code error)
{
    // Our own scanner knows the line and the column.
    if (const auto problem = validateJson(text, false, maxDepth)) {
        if (problem->code == JsonError::Code::TooDeep)
            return problemOf(DEPTH_ERROR);
        return EnvelopeProblem{Why::NotJson, place(*problem)};
    }
    QByteArray whole = withWholePairs(text);
    if (error && whole != text) {
        whole.reserve(whole.size() + qsizetype(SIMDJSON_PADDING));
        ondemand::document document;
        bool isObject = false;
        error = open(whole, &document, &isObject);
        if (!error && isObject) {
            sent = text.constData();
            auto result = readObject(document, &error);
            sent = nullptr;
            if (!error)
                return result;
        }
    }
    if (error)
        return problemOf(error);
    return EnvelopeProblem{Why::NotObject, {}};
}

std::variant<ClientMessage, EnvelopeProblem> EnvelopeReader::read(QByteArray text)
{
    if (text.capacity() < text.size() + qsizetype(SIMDJSON_PADDING))
        text.reserve(text.size() + qsizetype(SIMDJSON_PADDING));
    ondemand::document document;
    bool isObject = false;
    error_code error = d->open(text, &document, &isObject);
    if (!error && isObject) {
        auto result = d->readObject(document, &error);
        if (!error)
            return result;
        if (error == DEPTH_ERROR || (error == CAPACITY && !d->limit.isEmpty()))
            return d->problemOf(error);
    }
    return d->readOther(text, error);
}

} // namespace Signalbox
