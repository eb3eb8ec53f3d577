#include "core/json/jsonnode.h"

#include "core/json/jsonscanner.h"

namespace Signalbox {

namespace {

using Token = JsonScanner::Token;

QString textOf(const JsonScanner &scanner)
{
    return QString::fromUtf8(unescapeJsonString(scanner.text()).value_or(QByteArray()));
}

/// The value that begins with `token`, which `scanner` just gave. The document is known to be
/// valid.
JsonNode nodeFrom(JsonScanner &scanner, Token token)
{
    JsonNode node{.offset = scanner.offset()};
    switch (token) {
    case Token::BeginObject:
        node.kind = JsonNode::Kind::Object;
        while (scanner.next() == Token::Key) {
            JsonMember member{textOf(scanner), scanner.offset(), {}};
            member.value = nodeFrom(scanner, scanner.next());
            node.members.push_back(std::move(member));
        }
        break;
    case Token::BeginArray:
        node.kind = JsonNode::Kind::Array;
        for (Token item = scanner.next(); item != Token::EndArray; item = scanner.next())
            node.items.push_back(nodeFrom(scanner, item));
        break;
    case Token::String:
        node.kind = JsonNode::Kind::String;
        node.text = textOf(scanner);
        break;
    case Token::Number:
        node.kind = JsonNode::Kind::Number;
        node.token = scanner.text().toByteArray();
        break;
    default:
        node.token = scanner.text().toByteArray();
        node.kind = node.token == "null" ? JsonNode::Kind::Null : JsonNode::Kind::Boolean;
        break;
    }
    node.size = scanner.offset() + scanner.text().size() - node.offset;
    return node;
}

} // namespace

bool JsonNode::isEmpty() const
{
    return items.empty() && members.empty() && text.isEmpty();
}

const JsonMember *JsonNode::find(const QString &key) const
{
    for (const JsonMember &member : members) {
        if (member.key == key)
            return &member;
    }
    return nullptr;
}

std::variant<JsonNode, JsonError> parseJsonNode(QByteArrayView utf8, int maxDepth)
{
    if (const std::optional<JsonError> error = validateJson(utf8, true, maxDepth))
        return *error;
    JsonScanner scanner(utf8, maxDepth);
    return nodeFrom(scanner, scanner.next());
}

} // namespace Signalbox
