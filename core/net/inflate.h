#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <memory>

struct z_stream_s;

namespace Signalbox {

/// Takes apart one message that a client has deflated (RFC 7692 section 7.2.2), piece by piece. It
/// takes up to 40 KiB of zlib's, and is there only while such a message is being read.
class Inflate
{
    Q_DISABLE_COPY_MOVE(Inflate)
public:
    enum class Outcome : quint8 {
        Good,
        Bad, ///< not deflated data
        TooBig,
    };

    Inflate();
    ~Inflate();

    /// Appends what these bytes of the message mean to `to`, which never grows beyond `limit`.
    Outcome feed(QByteArrayView from, QByteArray &to, qsizetype limit);
    /// The message is whole: appends what was still missing. Bad: it was cut short.
    Outcome finish(QByteArray &to, qsizetype limit);

private:
    std::unique_ptr<z_stream_s> m_stream;
};

} // namespace Signalbox
