"""Clients that read slowly, late or not at all: what they miss, what they cost, and that nobody waits for them.

With SIGNALBOX_FULL set the waits are those of the default limits; figures are printed either way."""
import contextlib
import json
import socket
import time
import unittest

from raw_peer import CLOSE, PING, PONG, TEXT, RawPeer, direct, frame
from signalbox_process import MEMORY_IS_MEANT, Signalbox
from watching import FULL, MIB, RoundTrips, ended, open_descriptors, resident, settled_descriptors

POLICIES = ("disconnect", "dropOldest", "dropNewest", "keepLatest")
NO_RATES = {"messagesPerSecond": 0, "bytesPerSecond": 0, "messageBytes": 2 * MIB}
QUEUE_SECONDS, RESUMES_AT = (10, 9) if FULL else (4, 2.5)
COUNTING = [{"path": "/clients", "script": "reply(clients(event.data.message).length);"}]
CLOSING = [*COUNTING, {"path": "/close", "script": "clients(event.data.message).forEach(c => closeClient(c.id, 4001, 'over'));"}]


def with_routes(routes, log=True, **keys):
    """`log`: False: none on disk, whose rows take memory until they are written."""
    server = Signalbox(**keys)
    server.configuration["signalRoutes"] = routes
    server.configuration["journal"] = {"enabled": log}
    return server


def clients_on(peer, path):
    """As the server counts them; `peer` is on /clients."""
    peer.send(frame(TEXT, json.dumps({"message": path})))
    return int(peer.text())


class Sender:
    """Numbered texts to a path, each handled before the next call returns."""

    def __init__(self, server, path="/slow"):
        self.peer = RawPeer(server.urls["ws"], path="/sender")
        self.path = path
        self.count = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.peer.socket.close()

    def send(self, size):
        self.peer.send(frame(TEXT, '{"message":"%06d%s","path":"%s"}' % (self.count, "x" * (size - 6), self.path)))
        self.count += 1

    def settle(self):
        self.peer.send(direct('"over"'))
        while self.peer.text() != "over":
            pass


def numbers(peer, seconds):
    """Of the texts that come until nothing does for so long; and whether the connection is over then."""
    found = []
    peer.socket.settimeout(seconds)
    try:
        while True:
            opcode, payload = peer.next()
            if opcode == TEXT:
                found.append(int(payload[:6]))
            elif opcode == PING:
                peer.send(frame(PONG, payload))
            elif opcode == CLOSE:
                return found, True
    except TimeoutError:
        return found, False
    except (EOFError, ConnectionError):
        return found, True


class Slow(unittest.TestCase):
    COUNT, SIZE = 300, 65536  # 19 MiB: more than the system holds for one connection

    def fill(self, server):
        sender = Sender(server)
        for _ in range(self.COUNT):
            sender.send(self.SIZE)
        sender.settle()
        return sender

    def test_who_goes_on_in_time_misses_nothing(self):
        limits = {**NO_RATES, "queueBytes": 64 * MIB, "queueMessages": 10_000, "queueSeconds": QUEUE_SECONDS}
        for policy in POLICIES if FULL else POLICIES[:2]:
            with self.subTest(policy), Signalbox(limits=limits, slow=policy) as server, \
                    RawPeer(server.urls["ws"], path="/slow") as slow:
                begin = time.monotonic()
                with self.fill(server):
                    time.sleep(max(0, begin + RESUMES_AT - time.monotonic()))
                    found, over = numbers(slow, 1)
                self.assertEqual((len(found), over), (self.COUNT, False))
                self.assertEqual(found, list(range(self.COUNT)))

    def test_who_does_not_go_on_in_time(self):
        limits = {**NO_RATES, "queueBytes": 64 * MIB, "queueMessages": 10_000, "queueSeconds": QUEUE_SECONDS}
        for policy in POLICIES:
            with self.subTest(policy), with_routes(COUNTING, limits=limits, slow=policy) as server, \
                    RawPeer(server.urls["ws"], path="/slow") as slow, RawPeer(server.urls["ws"], path="/clients") as asker:
                self.assertEqual(clients_on(asker, "/slow"), 1)
                begin = time.monotonic()
                sender = self.fill(server)
                filled = time.monotonic() - begin
                while time.monotonic() - begin < filled + QUEUE_SECONDS + 2 and clients_on(asker, "/slow") > 0:
                    time.sleep(0.1)
                gone = time.monotonic() - begin
                if policy != "disconnect":
                    sender.send(self.SIZE)
                    sender.settle()
                found, over = numbers(slow, 1)
                sender.close()
                print(f"{policy}, {QUEUE_SECONDS} s allowed, reads nothing: {len(found)} of {sender.count} arrived"
                      + (f", gone after {gone:.1f} s" if over else ""))
                self.assertEqual(over, policy == "disconnect")
                if over:
                    self.assertGreater(gone, QUEUE_SECONDS)
                    self.assertLess(gone, filled + QUEUE_SECONDS + 1.5)
                    self.assertEqual(found, list(range(len(found))))
                else:  # what had waited too long was left out, and nothing else
                    self.assertEqual(found[:-1], list(range(len(found) - 1)))
                    self.assertEqual(found[-1], self.COUNT)
                self.assertLess(len(found), self.COUNT)

    def test_who_reads_a_kilobyte_a_second(self):
        """The queue takes what it may hold and one message, and the policy does the rest."""
        queue, messages = 4 * MIB, 100
        limits = {**NO_RATES, "queueBytes": queue, "queueMessages": messages, "queueSeconds": 60}
        for policy in POLICIES:
            with self.subTest(policy), with_routes(COUNTING, log=False, limits=limits, slow=policy) as server, \
                    Sender(server) as sender, RawPeer(server.urls["ws"], path="/slow") as slow, RawPeer(server.urls["ws"], path="/clients") as asker:
                for _ in range(100):
                    sender.peer.send(frame(TEXT, '{"message":"%s","path":"/nobody"}' % ("x" * self.SIZE)))
                sender.settle()
                self.assertEqual(clients_on(asker, "/slow"), 1)  # all is warm now
                before, highest, got = resident(server), 0, b""
                for _ in range(5):
                    for number in range(self.COUNT // 5):
                        sender.send(self.SIZE)
                        if number % 5 == 0:  # what is on its way between threads is no queue
                            sender.settle()
                            highest = max(highest, resident(server))
                    with contextlib.suppress(ConnectionError):
                        got += slow.socket.recv(1024)
                    time.sleep(1 if FULL else 0.2)
                    highest = max(highest, resident(server))
                sender.settle()
                slow.received = got
                there = clients_on(asker, "/slow")
                found, over = numbers(slow, 1)
                print(f"{policy}, reads 1 KiB a second: {len(found)} of {sender.count} arrived, memory +{(highest - before) / MIB:.1f} MiB")
                self.assertEqual((there, over), (0, True) if policy == "disconnect" else (1, False))
                self.assertEqual(found, sorted(set(found)))
                if policy in ("disconnect", "dropNewest"):
                    self.assertEqual(found, list(range(len(found))))
                else:
                    self.assertEqual(found[-1], self.COUNT - 1)
                if policy == "dropOldest":  # all that fits has stayed, and no more
                    fits = queue // (self.SIZE + 10)
                    last_gap = max(i for i in range(1, len(found)) if found[i] != found[i - 1] + 1)
                    self.assertIn(len(found) - last_gap, range(fits - 1, fits + 2))
                if MEMORY_IS_MEANT:
                    self.assertLess(highest - before, queue + 8 * MIB)  # and what passes through

    def test_an_unread_push_to_one_peer(self):
        """64 MiB with the default limits: what it costs, and what others notice."""
        server = Signalbox(limits=NO_RATES)
        server.configuration["journal"] = {"enabled": False}  # what waits for the disk has a bound of its own
        with server, RawPeer(server.urls["ws"], path="/slow") as slow, Sender(server) as sender:
            sender.send(100)
            sender.settle()
            alone = RoundTrips(server.urls["ws"])
            time.sleep(5 if FULL else 1)
            alone = alone.p99()
            others = RoundTrips(server.urls["ws"])
            before, highest = resident(server), 0
            for _ in range(64):
                sender.send(MIB)
                sender.settle()
                highest = max(highest, resident(server))
                time.sleep(0.05 if FULL else 0.01)
            beside = others.p99()
            print(f"64 MiB to a peer that does not read: memory +{(highest - before) / MIB:.1f} MiB, others' p99 "
                  f"{alone * 1000:.1f} ms alone, {beside * 1000:.1f} ms beside it")
            self.assertEqual(ended(slow), 0)
            if MEMORY_IS_MEANT:
                self.assertLess(highest - before, 16 * MIB)

    def test_closing_many_that_do_not_read(self):
        """By hand: closed properly if they answer, cut after closeSeconds if not."""
        count = 100 if FULL else 40
        seconds = 5 if FULL else 2
        limits = {**NO_RATES, "queueBytes": 64 * MIB, "queueSeconds": 60, "closeSeconds": seconds}
        with with_routes(CLOSING, limits=limits) as server, contextlib.ExitStack() as stack:
            closer = stack.enter_context(RawPeer(server.urls["ws"], path="/close"))
            asker = stack.enter_context(RawPeer(server.urls["ws"], path="/clients"))
            self.assertEqual(clients_on(asker, "/slow"), 0)
            before = settled_descriptors(server)
            slow = [stack.enter_context(RawPeer(server.urls["ws"], path="/slow")) for _ in range(count)]
            with Sender(server) as sender:
                for _ in range(12):
                    sender.send(MIB)
                sender.settle()
            closer.send(frame(TEXT, '{"message":"/slow"}'))
            begin = time.monotonic()
            while open_descriptors(server) > before:
                self.assertLess(time.monotonic() - begin, seconds + 10)
                time.sleep(0.02)
            print(f"{count} that do not read are gone {time.monotonic() - begin:.2f} s after they were closed, {seconds} s allowed")
            self.assertGreater(time.monotonic() - begin, seconds - 1)
            for peer in slow:
                self.assertIn(ended(peer), (0, 4001))

    def test_stopping_with_a_mebibyte_for_each_of_a_thousand(self):
        count = 1000 if FULL else 200
        limits = {**NO_RATES, "queueSeconds": 60, "connectionsPerSecond": 0, "clients": count + 1}
        with Signalbox(limits=limits) as server, contextlib.ExitStack() as stack:
            for _ in range(count):
                peer = stack.enter_context(RawPeer(server.urls["ws"], path="/slow"))
                peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            with Sender(server) as sender:
                sender.send(100)
                sender.settle()
                before = resident(server)
                for _ in range(4):  # the system holds some of it
                    sender.send(MIB - 100)
                sender.settle()
            grown = resident(server) - before
            begin = time.monotonic()
            self.assertEqual(server.stop(), 0)
            seconds = time.monotonic() - begin
            print(f"{count} clients with 1 MiB waiting for each, of which there is one copy: memory +{grown / MIB:.0f} MiB, "
                  f"stopped in {seconds:.2f} s")
            self.assertLess(seconds, 10 if MEMORY_IS_MEANT else 14)
            if MEMORY_IS_MEANT:
                self.assertLess(grown, 64 * MIB)


if __name__ == "__main__":
    unittest.main()
