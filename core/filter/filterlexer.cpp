#include "core/filter/filterlexer.h"

#include "core/filter/jsonfield.h"

namespace Signalbox {

using namespace Qt::StringLiterals;

bool FilterLexer::isBreak(qsizetype at) const
{
    return at >= m_text.size() || m_text[at].isSpace() || m_text[at] == u'(' || m_text[at] == u')';
}

qsizetype FilterLexer::wordEnd(qsizetype from) const
{
    while (!isBreak(from))
        ++from;
    return from;
}

qsizetype FilterLexer::closingQuote(qsizetype open) const
{
    for (qsizetype at = open + 1; at < m_text.size(); ++at) {
        if (m_text[at] == u'\\')
            ++at;
        else if (m_text[at] == m_text[open])
            return at;
    }
    return -1;
}

QString FilterLexer::unescaped(QStringView quoted)
{
    QString plain;
    for (qsizetype at = 0; at < quoted.size(); ++at) {
        if (quoted[at] == u'\\' && at + 1 < quoted.size()
            && (quoted[at + 1] == u'"' || quoted[at + 1] == u'\\'))
            ++at;
        plain += quoted[at];
    }
    return plain;
}

FilterToken FilterLexer::next()
{
    using Kind = FilterToken::Kind;
    while (m_at < m_text.size() && m_text[m_at].isSpace())
        ++m_at;
    FilterToken token;
    token.at = m_at;
    if (m_at >= m_text.size())
        return token;

    const QStringView rest = QStringView(m_text).sliced(m_at);
    const auto take = [&](Kind kind, qsizetype units) {
        token.kind = kind;
        m_at += units;
        return token;
    };
    if (rest.startsWith(u'('))
        return take(Kind::Open, 1);
    if (rest.startsWith(u')'))
        return take(Kind::Close, 1);
    if (rest.startsWith(u"||"))
        return take(Kind::Or, 2);
    if (rest.startsWith(u"&&"))
        return take(Kind::And, 2);
    if ((rest[0] == u'-' || rest[0] == u'!') && rest.size() > 1 && !rest[1].isSpace())
        return take(Kind::Not, 1);
    if (rest[0] == u'"')
        return quoted();
    if (rest[0] == u'/' && takeRegex(&token))
        return token;
    return plain();
}

FilterToken FilterLexer::quoted()
{
    FilterToken token;
    token.at = m_at;
    token.isQuoted = true;
    const qsizetype close = closingQuote(m_at);
    if (close < 0) {
        token.kind = FilterToken::Kind::Unclosed;
        return token;
    }
    token.kind = FilterToken::Kind::Word;
    if (isBreak(close + 1)) {
        token.text = unescaped(QStringView(m_text).sliced(m_at + 1, close - m_at - 1));
        m_at = close + 1;
    } else { // "key":"value", pasted from a message: searched for as it stands
        const qsizetype end = wordEnd(close + 1);
        token.text = m_text.sliced(m_at, end - m_at);
        m_at = end;
    }
    return token;
}

/// A word that begins with a slash is a path unless the next slash ends it.
bool FilterLexer::takeRegex(FilterToken *token)
{
    const qsizetype close = closingQuote(m_at);
    if (close < 0 || close == m_at + 1)
        return false;
    const bool ignoresCase = close + 1 < m_text.size() && m_text[close + 1] == u'i';
    const qsizetype end = close + 1 + (ignoresCase ? 1 : 0);
    if (!isBreak(end))
        return false;
    token->kind = FilterToken::Kind::Regex;
    token->text = m_text.sliced(m_at + 1, close - m_at - 1);
    token->ignoresCase = ignoresCase;
    m_at = end;
    return true;
}

/// The name of a field, if an operator follows it; 0: it is a word. "json['a b'].c" is one name.
qsizetype FilterLexer::fieldLength(QStringView text)
{
    const auto isLetter = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
    };
    qsizetype length = 0;
    while (length < text.size() && (isLetter(text[length]) || (length > 0 && text[length] == u'.')))
        ++length;
    if (text.first(length).startsWith(u"json", Qt::CaseInsensitive)
        && (length == 4 || text[4] == u'.'))
        length = JsonField::lengthIn(text);
    return length > 0 && operatorLength(text.sliced(length)) > 0 ? length : 0;
}

qsizetype FilterLexer::operatorLength(QStringView text)
{
    if (text.startsWith(u"!=") || text.startsWith(u"<=") || text.startsWith(u">="))
        return 2;
    return !text.isEmpty() && u":=<>~"_s.contains(text.front()) ? 1 : 0;
}

FilterToken FilterLexer::plain()
{
    FilterToken token;
    token.at = m_at;
    qsizetype end = wordEnd(m_at);
    const QStringView rest = QStringView(m_text).sliced(m_at);
    const qsizetype name = fieldLength(rest);
    if (name == 0) {
        const QString word = m_text.sliced(m_at, end - m_at);
        token.kind = word == u"or"_s    ? FilterToken::Kind::Or
                     : word == u"and"_s ? FilterToken::Kind::And
                     : word == u"not"_s ? FilterToken::Kind::Not
                                        : FilterToken::Kind::Word;
        token.text = word;
        m_at = end;
        return token;
    }
    token.kind = FilterToken::Kind::Field;
    token.field = rest.first(name).toString();
    token.op = rest.sliced(name, operatorLength(rest.sliced(name))).toString();
    m_at += name + token.op.size();
    end = wordEnd(m_at);
    if (m_at < m_text.size() && m_text[m_at] == u'"') {
        const qsizetype close = closingQuote(m_at);
        if (close < 0) {
            token.kind = FilterToken::Kind::Unclosed;
            token.at = m_at;
            return token;
        }
        token.text = unescaped(QStringView(m_text).sliced(m_at + 1, close - m_at - 1));
        token.isQuoted = true;
        m_at = close + 1;
        return token;
    }
    FilterToken regex;
    if (token.op == u"~"_s && m_at < m_text.size() && m_text[m_at] == u'/' && takeRegex(&regex)) {
        token.text = regex.text;
        token.ignoresCase = regex.ignoresCase;
        return token;
    }
    token.text = m_text.sliced(m_at, end - m_at);
    m_at = end;
    return token;
}

QString quotedTerm(QString value)
{
    value.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s);
    return u'"' % value % u'"';
}

} // namespace Signalbox
