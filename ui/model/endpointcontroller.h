#pragma once

#include "core/server/endpointstatus.h"
#include "ui/model/configurationcontroller.h"

#include <optional>

namespace Signalbox {

/// Changes endpoints, and whom none of them lets in. The window's thread.
class EndpointController final : public ConfigurationController
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EndpointController)
public:
    /// With `saves` false the file is left alone: the endpoints came from the command line.
    EndpointController(Server &server, ConfigurationFile &file, const Configuration &configuration,
                       bool saves, QObject *parent = nullptr);

    void add(const EndpointConfig &endpoint);
    /// The endpoint that was called `name` becomes `endpoint`; it restarts if it has to.
    void edit(const QString &name, const EndpointConfig &endpoint);
    void remove(const QString &name);
    void changePort(const QString &name, quint16 port);
    /// Each takes the place of an earlier ban of the same address; ended ones are forgotten.
    void ban(const QList<Signalbox::BanConfig> &bans);
    void letIn(const QList<Signalbox::BanConfig> &bans); ///< takes these bans back

    /// A port for an endpoint to try instead of its own, as nextFreePort() finds it.
    std::optional<quint16> otherPort(const QString &name) const;

    /// At the first start, with no configuration file yet, an endpoint whose port is taken gets the
    /// next free one up to 8099. That is not saved: the next start tries the usual port again.
    struct PortMove
    {
        quint16 from = 0;
        quint16 to = 0;
    };
    std::optional<PortMove> portMove() const { return m_portMove; }

Q_SIGNALS:
    void removed(const QString &name);

private:
    void chosen() override;
    void movePort(const EndpointStatus &status);

    bool m_isFirstStart; ///< nobody chose the endpoints yet
    std::optional<PortMove> m_portMove;
};

} // namespace Signalbox
