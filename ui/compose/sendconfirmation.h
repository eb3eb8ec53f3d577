#pragma once

#include "core/values/signal.h"

#include <QString>

#include <functional>

namespace Signalbox {

/// What is asked before a large send. All of it is frozen: what came or left since is not in it.
struct SendQuestion
{
    Signal signal;
    QString whom; ///< in words: "clients on /chat"
    int receivers = 0;
};

struct SendAnswer
{
    bool send = false;
    bool dontAskAgain = false; ///< until the program ends
};

/// Asks before a large send. An interface, so that a test can answer.
class SendConfirmation
{
public:
    SendConfirmation() = default;
    virtual ~SendConfirmation() = default;
    Q_DISABLE_COPY_MOVE(SendConfirmation)

    /// Returns at once; `answered` is called later, once, in the window's thread. A question that
    /// is still open when the next one comes counts as answered with no.
    virtual void ask(const SendQuestion &question,
                     const std::function<void(SendAnswer)> &answered) = 0;
};

} // namespace Signalbox
