#pragma once

#include "core/config/configurationfile.h"

namespace Signalbox {

/// Opens what a configuration names, as a start would: certificates and keys, script files, folders
/// of pages. `document`: the text that it was read from, for the places; `base`: where relative
/// names start. Gives what is wrong, in the order of the document. Makes and changes nothing.
QList<ConfigurationProblem> problemsOfFiles(const Configuration &configuration,
                                            const QByteArray &document, const QDir &base);

/// What is wrong with the certificate of an endpoint, one English sentence; nullopt: nothing, or it
/// has none, or one is made for it.
std::optional<QString> problemOfCertificate(const EndpointConfig &endpoint, const QDir &base);

} // namespace Signalbox
