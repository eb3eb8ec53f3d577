#pragma once

#include "core/json/jsonerror.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <variant>
#include <vector>

namespace Signalbox {

struct JsonMember;

/// A JSON value that remembers where it stands, for documents whose mistakes are to be shown to
/// people. Members keep their order, and come twice if they were written twice. A value; owns its
/// bytes.
struct JsonNode
{
    enum class Kind : quint8 { Null, Boolean, Number, String, Array, Object };

    Kind kind = Kind::Null;
    qsizetype offset = 0; ///< of its first byte in the document
    qsizetype size = 0; ///< bytes from the first to the last
    QByteArray token{}; ///< Boolean, Number: as written
    QString text{}; ///< String: what it stands for
    std::vector<JsonNode> items{}; ///< Array
    std::vector<JsonMember> members; ///< Object; without {}, as the type is not complete yet

    /// The first member of that name; nullptr: none.
    const JsonMember *find(const QString &key) const;
    bool isEmpty() const;
};

struct JsonMember
{
    QString key;
    qsizetype offset = 0; ///< of the key's opening quote
    JsonNode value;
};

/// The value that a document holds, or why it is no JSON. Lone surrogates are an error too.
std::variant<JsonNode, JsonError> parseJsonNode(QByteArrayView utf8, int maxDepth);

} // namespace Signalbox
