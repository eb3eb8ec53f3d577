#pragma once

#include "core/net/request.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>
#include <utility>

namespace Signalbox {

/// The fields of a form in the order in which they were sent: names and values, decoded.
using FormFields = QList<std::pair<QByteArray, QByteArray>>;

/// The media type of a request's body in lower case, without parameters; empty: not given.
QByteArray mediaType(const Request &request);
bool isJsonType(const QByteArray &mediaType);

/// application/x-www-form-urlencoded, or a query.
FormFields formFields(const QByteArray &encoded);
/// multipart/form-data (RFC 7578), by the boundary in the request's Content-Type; a file is its
/// content. nullopt: it has no boundary, or breaks off.
std::optional<FormFields> multipartFields(const Request &request);

/// An object of texts; what comes several times is a list.
QByteArray formJson(const FormFields &fields);
/// What a request's body holds, as JSON: the value of a JSON body, an object of a form's fields;
/// null: nothing of the kind, or broken.
QByteArray bodyJson(const Request &request);

} // namespace Signalbox
