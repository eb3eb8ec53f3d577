#pragma once

#include "core/config/problemlist.h"
#include "core/json/jsonnode.h"

#include <QStringList>

#include <functional>

namespace Signalbox {

/// Reads the members of one object of a configuration document. What is not there gives the
/// fallback; what is wrong gives the fallback too, and a problem. Looks at the node and the list:
/// both must outlive it.
class ObjectReader final
{
public:
    /// Reports at once: a node that is not an object, keys that are not `known`, and keys that come
    /// twice.
    ObjectReader(const JsonNode &node, QString path, QStringList known, ProblemList &problems);

    bool has(const QString &key) const { return member(key) != nullptr; }
    /// The first of that name; nullptr: none.
    const JsonMember *member(const QString &key) const { return m_node.find(key); }
    const JsonNode &node() const { return m_node; }
    const QString &path() const { return m_path; }
    QString pathOf(const QString &key) const; ///< "endpoints[0].port"

    QString text(const QString &key, const QString &fallback = {}) const;
    bool boolean(const QString &key, bool fallback) const;
    qint64 integer(const QString &key, qint64 fallback, qint64 minimum, qint64 maximum) const;
    /// Every text of a list; each must pass `isGood`, if there is one. `rule` completes "must be
    /// …".
    QStringList texts(const QString &key, bool (*isGood)(const QString &) = nullptr,
                      const QString &rule = QStringLiteral("a text in double quotes")) const;
    /// A name for people to see: 1 to 64 characters, all of them visible; empty: refused, or not
    /// there.
    QString name(const QString &key) const;
    /// The one of `keys` that is there. Refuses none, and more than one; empty: refused.
    QString oneOf(const QStringList &keys) const;
    /// The position in `choices` of the text that is given.
    qsizetype choice(const QString &key, qsizetype fallback, const QStringList &choices) const;

    /// Calls `read` with each item of an array that is not empty, and with its path. False: there
    /// is no such array.
    bool items(const QString &key,
               const std::function<void(const JsonNode &item, const QString &path)> &read) const;

    /// Problems with the value of a key that is there. `rule` completes "'port' ", as in "must be
    /// …".
    void refuse(const QString &key, const QString &rule) const;
    void refuseMissing(const QString &key, const QString &rule) const; ///< placed at the object
    void refuseUnbuilt(const QString &key,
                       const QString &what = {}) const; ///< NotSupported, placed at the key
    ProblemList &problems() const { return m_problems; }

private:
    void refuseType(const QString &key, const JsonNode &value, const QString &expected) const;
    void checkKeys() const;

    const JsonNode &m_node;
    QString m_path;
    QStringList m_known;
    ProblemList &m_problems;
};

/// A written value in words for a sentence: "a text", "the number 70000"; never the text itself, it
/// may be a secret.
QString describeValue(const JsonNode &node);
/// `text` in single quotes, cut when it is long.
QString quoted(const QString &text);

} // namespace Signalbox
