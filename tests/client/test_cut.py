"""A network that is cut without a word: nothing is reset, nothing is closed, nothing arrives any more.

The clients live in a network namespace of their own, behind a cable that is pulled; that needs root and Linux. Without either
there is nothing to test. With SIGNALBOX_FULL set there are as many clients, and they wait as long, as in daily use."""
import ipaddress
import json
import os
import subprocess
import sys
import time
import unittest

from raw_peer import TEXT, RawPeer, frame
from signalbox_process import Signalbox
from watching import FULL, RoundTrips, open_descriptors, settled_descriptors

HERE = os.path.dirname(os.path.abspath(__file__))
NETWORKS = ipaddress.ip_network("198.18.0.0/15")  # for tests of networks
CLIENTS = """
import sys, time
sys.path.insert(0, sys.argv[1])
from raw_peer import RawPeer
peers = [RawPeer("ws://%s:%s" % (sys.argv[2], sys.argv[3]), path="/cut", host=sys.argv[2]) for _ in range(int(sys.argv[4]))]
print("in", flush=True)
time.sleep(600)
"""


def ip(*arguments):
    return subprocess.run(["ip", *arguments], capture_output=True, text=True).returncode == 0


class Cable:
    """Two ends of a cable: `server_side` here, `client_side` in a namespace of its own.

    Each process has a network of four addresses to itself: of two cables with the same addresses the system uses only one."""

    def __init__(self, name=f"sb{os.getpid()}"):
        self.name, self.here, self.there = name, f"{name}a", f"{name}b"
        network = NETWORKS[os.getpid() * 4 % NETWORKS.num_addresses]
        self.server_side, self.client_side = str(network + 1), str(network + 2)

    def __enter__(self):
        inside = ("netns", "exec", self.name, "ip")
        made = (os.geteuid() == 0 and ip("netns", "add", self.name)
                and ip("link", "add", self.here, "type", "veth", "peer", "name", self.there)
                and ip("link", "set", self.there, "netns", self.name)
                and ip("addr", "add", f"{self.server_side}/30", "dev", self.here) and ip("link", "set", self.here, "up")
                and ip(*inside, "addr", "add", f"{self.client_side}/30", "dev", self.there)
                and ip(*inside, "link", "set", self.there, "up"))
        if not made:
            self.__exit__()
            raise unittest.SkipTest("no network can be made here: that needs root, Linux and iproute2")
        return self

    def run(self, *command):
        """A process at the other end."""
        return subprocess.Popen(["ip", "netns", "exec", self.name, *command], stdout=subprocess.PIPE, text=True)

    def pull(self):
        """Nothing passes any more, in either direction, and nobody is told."""
        assert ip("netns", "exec", self.name, "ip", "link", "set", self.there, "down")

    def remove(self):
        """With the address of this end."""
        ip("link", "del", self.here)

    def __exit__(self, *_):
        self.remove()
        ip("netns", "del", self.name)


class Cut(unittest.TestCase):
    def test_half_open_connections(self):
        """They are gone when they have not answered a ping, and others notice nothing."""
        count = 100 if FULL else 30
        limits = {"connectionsPerSecond": 0} if FULL else {"pingSeconds": 5, "pongSeconds": 2}
        allowed = 30 if FULL else 7
        routes = [{"path": "/clients", "script": "reply({there: clients('/cut').length, why: state.why || []});"}]
        events = [{"type": "disconnect", "path": "/cut", "script": "state.why = (state.why || []).concat(event.reason);"}]
        cable, server = Cable(), Signalbox(limits=limits)
        server.configuration["endpoints"].append({"name": "net", "address": cable.server_side, "port": 0, "protocols": ["http", "ws"],
                                                  "limits": limits})
        server.configuration.update(signalRoutes=routes, events=events)
        with cable, server:
            port = server.url_of(cable.server_side).rsplit(":", 1)[1]
            local = server.url_of("127.0.0.1")
            before = settled_descriptors(server)
            others = RoundTrips(local)
            time.sleep(2)
            alone = others.p99()
            clients = cable.run(sys.executable, "-c", CLIENTS, HERE, cable.server_side, port, str(count))
            try:
                self.assertEqual(clients.stdout.readline(), "in\n")
                with RawPeer(local, path="/clients") as asker:
                    def ask():
                        asker.send(frame(TEXT, '{"message":1}'))
                        return json.loads(asker.text())
                    self.assertEqual(ask()["there"], count)
                    others = RoundTrips(local)
                    cable.pull()
                    begin = time.monotonic()
                    while ask()["there"]:
                        self.assertLess(time.monotonic() - begin, allowed + 10)
                        time.sleep(0.1)
                    gone = time.monotonic() - begin
                    p99 = others.p99()
                    self.assertEqual(ask()["why"], ["no pong"] * count)
                while open_descriptors(server) > before + 2:
                    self.assertLess(time.monotonic() - begin, allowed + 20)
                    time.sleep(0.1)
            finally:
                clients.kill()
                clients.wait()
                clients.stdout.close()
            print(f"{count} clients behind a cut cable: gone after {gone:.1f} s, {allowed} s allowed; others' p99 "
                  f"{alone * 1000:.1f} ms before, {p99 * 1000:.1f} ms meanwhile")
            self.assertLess(gone, allowed + 5)


if __name__ == "__main__":
    unittest.main()
