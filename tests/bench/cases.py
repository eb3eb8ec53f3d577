"""What is measured: each case is one way to run the load generator."""
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Case:
    name: str
    mode: str = "broadcast"
    clients: int = 100
    senders: int = 1
    in_flight: int = 1
    size: int = 128
    scheme: str = "ws"
    floor: str = "floor"  # the server this case is compared with; "" for none
    goal: float = 0.0  # at most so many times the floor; 0: no goal

    def arguments(self, warm_up, seconds):
        """For signalbox_load."""
        arguments = ["--mode", self.mode, "--clients", self.clients, "--scheme", self.scheme,
                     "--warm-up", warm_up, "--seconds", seconds]
        if self.mode != "connect":
            arguments += ["--senders", self.senders, "--in-flight", self.in_flight, "--size", self.size]
        return [str(each) for each in arguments]

    def with_at_most(self, clients):
        """The same with fewer clients, for a quick look."""
        if self.clients <= clients:
            return self
        return replace(self, name=f"{self.name} (only {clients} clients)", clients=clients)


IDLE_CASE = "echo, 10 clients beside 10,000 idle"
CASES = (
    Case("fan-out to 100, 128 B", clients=100, goal=1.1),
    Case("fan-out to 1,000, 128 B", clients=1000, goal=1.05),
    Case("fan-out to 1,000, 4 KiB", clients=1000, size=4096, goal=1.0),
    Case("fan-out to 1,000, 128 B, 16 in flight", clients=1000, in_flight=16, floor="batched floor", goal=1.2),
    Case("fan-out to 10,000, 128 B", clients=10_000, goal=1.15),
    Case("echo, 100 clients", mode="direct", clients=100, senders=100, goal=1.2),
    Case(IDLE_CASE, mode="direct", clients=10_010, senders=10, goal=1.2),
    Case("connect, upgrade, close, 256 at once", mode="connect", clients=256, goal=1.4),
    Case("wss fan-out to 1,000, 128 B", clients=1000, scheme="wss", floor=""),
)
