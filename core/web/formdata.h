#pragma once

#include "core/net/request.h"

#include <QByteArray>
#include <QList>

#include <utility>

namespace Signalbox {

/// The fields of a form in the order in which they were sent: names and values, decoded.
using FormFields = QList<std::pair<QByteArray, QByteArray>>;

enum class FormProblem : quint8 {
    None,
    NoBoundary, ///< multipart without one in its Content-Type, or with one over 70 characters
    BreaksOff, ///< multipart without its end
    TooManyFields, ///< over MaxFormFields fields or parts
};

/// What was read of a form; with a problem: up to where it is.
struct Form
{
    FormFields fields;
    FormProblem problem = FormProblem::None;
};
inline constexpr int MaxFormFields = 1000;

/// The media type of a request's body in lower case, without parameters; empty: not given.
QByteArray mediaType(const Request &request);
bool isJsonType(const QByteArray &mediaType);

/// application/x-www-form-urlencoded, or a query.
Form readForm(QByteArrayView encoded);

/// An object of texts; what comes several times is a list.
QByteArray formJson(const FormFields &fields);
/// What a request's body holds, as JSON: the value of a JSON body, an object of a form's fields;
/// null: nothing of the kind, or broken.
QByteArray bodyJson(const Request &request);

} // namespace Signalbox
