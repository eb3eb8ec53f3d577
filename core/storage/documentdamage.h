#pragma once

#include <QByteArray>

namespace Signalbox {

/// Whether a document that is no JSON became so by accident, as by a power cut, a full disk or
/// another file's blocks, and not by somebody's hand: it ends inside a string, a word or a
/// character where a block of a disk ends, or has zero bytes or other binary content. What an
/// editor may have written is none, whatever else is wrong with it: a bracket too few, another
/// encoding, an empty file. In doubt it is somebody's mistake. Pure; any thread.
bool isDamaged(const QByteArray &document);

} // namespace Signalbox
