"""What tests look at while a server is in trouble: its memory, how others fare, and how a connection ends."""
import contextlib
import os
import select
import sqlite3
import subprocess
import sys
import time

from raw_peer import CLOSE, RawPeer, direct

FULL = bool(os.environ.get("SIGNALBOX_FULL"))  # as long and as many as for a release
MIB = 1 << 20


def resident(server):
    """Bytes of memory that the server has."""
    return memory(server, "VmRSS")


def peak(server):
    """The most that it ever had."""
    return memory(server, "VmHWM")


def memory(server, kind):
    with open(f"/proc/{server.process.pid}/status", encoding="ascii") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith(kind))


def rows(journal, why, count=1):
    """What the log says of this, once so many rows of it are there."""
    end = time.monotonic() + 60  # the thread of the log gives way to everybody
    while time.monotonic() < end:
        with contextlib.suppress(sqlite3.OperationalError), contextlib.closing(sqlite3.connect(journal)) as database:
            found = database.execute("SELECT detail FROM entry JOIN word ON word.id = why WHERE word.text = ? ORDER BY entry.id",
                                     [f"Why.{why}"]).fetchall()
            if len(found) >= count:
                return [row[0] for row in found]
        time.sleep(0.1)
    raise AssertionError(f"no row says {why}")


def children(pid):
    """The processes that this one has started, whichever thread did."""
    found = set()
    for thread in os.listdir(f"/proc/{pid}/task"):
        # the thread may have ended
        with contextlib.suppress(OSError), open(f"/proc/{pid}/task/{thread}/children", encoding="ascii") as file:
            found.update(int(child) for child in file.read().split())
    return found


def open_descriptors(server):
    return len(os.listdir(f"/proc/{server.process.pid}/fd"))


def settled_descriptors(server):
    """How many there are once a server that has just started opens no more: its log's files come a moment later."""
    count, since = open_descriptors(server), time.monotonic()
    while time.monotonic() - since < 0.4:
        time.sleep(0.05)
        if count != open_descriptors(server):
            count, since = open_descriptors(server), time.monotonic()
    return count


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def ended(peer, seconds=10):
    """The code of the close frame that ends the connection, past everything else; 0: there was none."""
    peer.socket.settimeout(seconds)
    try:
        while True:
            opcode, payload = peer.next()
            if opcode == CLOSE:
                return int.from_bytes(payload[:2], "big")
    except (EOFError, ConnectionError):
        return 0


def send_until_cut(peer, data, seconds=20):
    """How many bytes went, and how long it took until the connection was cut."""
    begin = time.monotonic()
    peer.socket.settimeout(1)
    sent = 0
    while time.monotonic() - begin < seconds:
        try:
            sent += peer.socket.send(data)
        except TimeoutError:
            continue
        except OSError:
            return sent, time.monotonic() - begin
    return sent, None


class RoundTrips:
    """A client that is answered all the while, in a process of its own: what the test does besides does not delay it."""

    def __init__(self, url):
        self.process = subprocess.Popen([sys.executable, os.path.abspath(__file__), url], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline() == "in\n"

    def end(self):
        """(99 % were no longer than this, the longest) in seconds; ends it."""
        out, _ = self.process.communicate("", timeout=120)
        p99, longest = out.split()
        return float(p99), float(longest)

    def p99(self):
        return self.end()[0]

    def longest(self):
        return self.end()[1]


def measure(url):
    times = []
    with RawPeer(url) as peer:
        peer.socket.settimeout(60)
        print("in", flush=True)
        while not select.select([sys.stdin], [], [], 0.01)[0]:
            begin = time.monotonic()
            peer.send(direct(len(times)))
            peer.text()
            times.append(time.monotonic() - begin)
    print(sorted(times)[len(times) * 99 // 100], max(times))


if __name__ == "__main__":
    measure(sys.argv[1])
