"""What a connected client may do, and what happens when it does more, reads too little or says nothing.

With SIGNALBOX_FULL set the floods are as long and as many as they are for a release; figures are printed either way."""
import contextlib
import socket
import struct
import threading
import time
import unittest

from raw_peer import BINARY, CLOSE, CONTINUATION, PING, TEXT, RawPeer, direct, frame
from signalbox_process import MEMORY_IS_MEANT, Signalbox
from watching import FULL, MIB, RoundTrips, ended, peak, resident, send_until_cut


class Connection(unittest.TestCase):
    def test_messages_that_come_too_fast_are_not_taken(self):
        limits = {"messagesPerSecond": 1, "messagesBurst": 10}
        with Signalbox(limits=limits, errors=True) as server, RawPeer(server.urls["ws"]) as peer:
            peer.send(b"".join(direct(number) for number in range(30)))
            answers = [peer.text() for _ in range(11)]
            self.assertEqual(answers[:10], [str(number) for number in range(10)])
            self.assertIn("too-many", answers[10])
            time.sleep(1.2)  # by then one more is allowed
            peer.send(direct(99))
            self.assertEqual(peer.text(), "99")

    def test_messages_that_go_on_coming_too_fast_end_a_connection(self):
        limits = {"messagesPerSecond": 5, "messagesBurst": 5}
        with Signalbox(limits=limits) as server, RawPeer(server.urls["ws"]) as peer:
            begin = time.monotonic()
            with contextlib.suppress(OSError):
                while time.monotonic() - begin < 15:
                    peer.send(direct(1) * 5)
                    time.sleep(0.05)
                    peer.socket.settimeout(0.001)
                    with contextlib.suppress(TimeoutError, BlockingIOError):
                        peer.received += peer.socket.recv(65536)
                    if b"more than 5 messages a second" in peer.received:
                        break
            self.assertIn(struct.pack(">H", 1008) + b"more than 5 messages a second", peer.received)
            self.assertGreater(time.monotonic() - begin, 4.5)

    def test_broadcasts_by_http_obey_the_same_rate(self):
        with Signalbox(limits={"messagesPerSecond": 1, "messagesBurst": 3}) as server:
            with socket.create_connection(("127.0.0.1", server.port()), timeout=10) as connection:
                body = b'{"message":"hi"}'
                post = (b"POST /broadcast HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        b"Content-Length: %d\r\n\r\n" % len(body) + body)
                connection.sendall(post * 5)
                received = b""
                while received.count(b"HTTP/1.1 ") < 5:
                    received += connection.recv(65536)
                self.assertEqual((received.count(b"HTTP/1.1 200"), received.count(b"HTTP/1.1 429")), (3, 2))

    def test_bytes_that_come_too_fast_end_a_connection(self):
        limits = {"bytesPerSecond": 65536, "bytesBurst": 4 * MIB, "messageBytes": 64 * 1024}
        for scheme in ("ws", "wss"):
            with self.subTest(scheme), Signalbox(limits=limits) as server, RawPeer(server.urls[scheme]) as peer:
                peer.send(direct(1))
                self.assertEqual(peer.text(), "1")
                sent, seconds = send_until_cut(peer, frame(BINARY, b"x" * 60_000) * 10)
                self.assertIsNotNone(seconds)
                self.assertLess(sent, 64 * MIB)  # what the system holds comes on top
                print(f"{scheme}, 64 KiB/s with 4 MiB at once: cut after {sent / MIB:.1f} MiB and {seconds:.2f} s")

    def test_a_message_of_the_largest_size_always_comes_through(self):
        limits = {"bytesPerSecond": 1024, "bytesBurst": 65536, "messageBytes": 4 * MIB}
        with Signalbox(limits=limits) as server, RawPeer(server.urls["ws"]) as peer:
            peer.send(direct('"%s"' % ("x" * (3 * MIB))))
            self.assertEqual(len(peer.text()), 3 * MIB)

    def test_pings_without_reading(self):
        """Ten of them; in the full form they come again for a minute."""
        count, flood = (10, frame(PING, b"x" * 125) * 2000)
        with Signalbox() as server:
            others = RoundTrips(server.urls["ws"])
            time.sleep(0.5)
            before, highest, longest, rounds = resident(server), 0, 0, 0
            end = time.monotonic() + (60 if FULL else 0)
            while rounds == 0 or time.monotonic() < end:
                peers = [RawPeer(server.urls["ws"]) for _ in range(count)]
                results = [None] * count
                def run(index):
                    results[index] = send_until_cut(peers[index], flood)
                threads = [threading.Thread(target=run, args=(index,)) for index in range(count)]
                for thread in threads:
                    thread.start()
                while any(thread.is_alive() for thread in threads):
                    highest = max(highest, resident(server))
                    time.sleep(0.02)
                self.assertTrue(all(seconds is not None for _, seconds in results))
                longest = max(longest, *(seconds for _, seconds in results))
                rounds += 1
                for peer in peers:
                    peer.socket.close()
            p99 = others.p99()
            print(f"{count} peers that ping and do not read, {rounds} times: out after {longest:.2f} s at most, "
                  f"memory +{(highest - before) / MIB:.1f} MiB, others' p99 {p99 * 1000:.1f} ms")
            if MEMORY_IS_MEANT:
                self.assertLess(highest - before, 10 * MIB)

    def test_a_ping_now_and_then_is_fine(self):
        with Signalbox(limits={"pingsPerSecond": 1}) as server, RawPeer(server.urls["ws"]) as peer:
            peer.send(b"".join(frame(PING, b"%d" % number) for number in range(20)) + direct(1))
            self.assertEqual(peer.socket.recv(1, socket.MSG_PEEK)[0] & 15, 10)
            peer.send(frame(PING) * 25)
            self.assertEqual(ended(peer), 1008)

    def test_idle_clients_are_sent_away(self):
        with Signalbox(limits={"idleSeconds": 2}) as server, RawPeer(server.urls["ws"]) as idle, RawPeer(server.urls["ws"]) as busy:
            end = time.monotonic() + 3
            while time.monotonic() < end:
                busy.send(direct(1))
                self.assertEqual(busy.text(), "1")
                time.sleep(0.2)
            self.assertEqual(ended(idle, 2), 1000)

    def fill(self, server, reader, sender, count, size):
        """Sends numbered messages to a client that does not read, in full view of one that does."""
        for number in range(count):
            sender.send(frame(TEXT, '{"message":"%06d%s","path":"/slow"}' % (number, "x" * size)))
        sender.send(direct('"over"'))
        while sender.text() != "over":
            pass

    def test_slow_clients(self):
        count, size = 400, 65536  # 26 MB: more than the system holds for one connection
        limits = {"queueMessages": 50, "queueBytes": 64 * MIB, "queueSeconds": 60, "messagesPerSecond": 0, "bytesPerSecond": 0}
        for policy in ("disconnect", "dropOldest", "dropNewest", "keepLatest"):
            with self.subTest(policy), Signalbox(limits=limits, slow=policy) as server, \
                    RawPeer(server.urls["ws"], path="/slow") as slow, RawPeer(server.urls["ws"], path="/other") as sender:
                self.fill(server, slow, sender, count, size)
                numbers = []
                slow.socket.settimeout(3)
                with contextlib.suppress(EOFError, ConnectionError, TimeoutError):
                    while len(numbers) < count:
                        numbers.append(int(slow.text()[:6]))
                print(f"{policy}: {len(numbers)} of {count} arrived, the last is {numbers[-1]}")
                self.assertEqual(numbers, sorted(set(numbers)))
                self.assertLess(len(numbers), count)
                if policy == "disconnect":
                    self.assertEqual(numbers, list(range(len(numbers))))
                elif policy == "dropNewest":
                    self.assertNotIn(count - 1, numbers)
                    self.assertEqual(numbers, list(range(len(numbers))))
                else:
                    self.assertEqual(numbers[-1], count - 1)
                if policy == "dropOldest":
                    self.assertEqual(numbers[-49:], list(range(count - 49, count)))  # behind one that was on its way
                if policy != "disconnect":  # it is still there
                    slow.send(direct('"still"'))
                    self.assertEqual(slow.text(), "still")

    def test_all_queues_together(self):
        limits = {"queueMessages": 100_000, "queueBytes": 64 * MIB, "totalQueueBytes": 16 * MIB, "queueSeconds": 120,
                  "messageBytes": 2 * MIB, "messagesPerSecond": 0, "bytesPerSecond": 0}
        server = Signalbox()
        server.configuration["limits"] = limits
        server.configuration["journal"] = {"enabled": False}  # the next one has it on
        with server, contextlib.ExitStack() as stack:
            slow = [stack.enter_context(RawPeer(server.urls["ws"], path="/slow")) for _ in range(4)]
            other = stack.enter_context(RawPeer(server.urls["ws"], path="/other"))
            before = resident(server)
            for number in range(60):
                other.send(frame(TEXT, '{"message":"%s","path":"/slow"}' % ("x" * MIB)))
                other.send(direct(number))
                self.assertEqual(other.text(), str(number))
            grown = resident(server) - before
            print(f"60 MiB to 4 clients that do not read, 16 MiB allowed: memory +{grown / MIB:.1f} MiB")
            if MEMORY_IS_MEANT:
                self.assertLess(grown, 32 * MIB)
            self.assertTrue(all(ended(peer) == 0 for peer in slow))  # cut: a close frame would have waited

    def test_all_queues_and_the_log_together(self):
        """More than both may hold: what waits for clients, and 128 MiB that may wait for the disk."""
        queues, log = 16 * MIB, (128 + 16) * MIB
        count = 1024 if FULL else 288
        server = Signalbox(limits={"queueMessages": 100_000, "queueBytes": 64 * MIB, "totalQueueBytes": queues, "queueSeconds": 120,
                                   "messageBytes": 2 * MIB, "messagesPerSecond": 0, "bytesPerSecond": 0})
        with server, contextlib.ExitStack() as stack:
            slow = [stack.enter_context(RawPeer(server.urls["ws"], path="/slow")) for _ in range(4)]
            other = stack.enter_context(RawPeer(server.urls["ws"], path="/other"))
            before = resident(server)
            for number in range(count):
                other.send(frame(TEXT, '{"message":"%s","path":"/slow"}' % ("x" * MIB)))
                if number % 8 == 0:
                    other.send(direct(number))
                    self.assertEqual(other.text(), str(number))
            other.send(direct(-1))
            self.assertEqual(other.text(), "-1")
            grown = peak(server) - before
            print(f"{count} MiB to 4 clients that do not read, with the log on disk: memory +{grown / MIB:.1f} MiB at most")
            if MEMORY_IS_MEANT:
                self.assertLess(grown, queues + log + 32 * MIB)
            self.assertTrue(all(ended(peer) == 0 for peer in slow))

    def test_closing_clients_that_do_not_read(self):
        count = 100
        limits = {"queueBytes": 64 * MIB, "closeSeconds": 5, "messagesPerSecond": 0, "bytesPerSecond": 0, "pingSeconds": 300}
        with Signalbox(limits=limits) as server, contextlib.ExitStack() as stack:
            slow = [stack.enter_context(RawPeer(server.urls["ws"], path="/slow")) for _ in range(count)]
            sender = stack.enter_context(RawPeer(server.urls["ws"], path="/other"))
            self.fill(server, slow, sender, 20 if FULL else 12, 512 * 1024)
            begin = time.monotonic()
            self.assertEqual(server.stop(), 0)
            seconds = time.monotonic() - begin
            print(f"{count} clients that do not read: the server stopped in {seconds:.2f} s")
            self.assertLess(seconds, 10)

    def test_every_close_frame(self):
        """Each code from 0 to 5000, and some that are no proper frame; never an illegal code from us."""
        codes = range(0, 5001, 1 if FULL else 37)
        rows = [struct.pack(">H", code) for code in (*codes, *range(998, 1020))]
        rows += [b"\x03", struct.pack(">H", 1000) + b"x" * 123, struct.pack(">H", 1000) + b"\xff",
                 struct.pack(">H", 1000) + b"\xed\xa0\x80", struct.pack(">H", 4999) + "é".encode() * 61,
                 struct.pack(">H", 1000) + b"\xc3", struct.pack(">H", 3000) + b"\0", struct.pack(">H", 65535)]
        limits = {"connectionsPerSecond": 0}
        with Signalbox(limits=limits) as server:
            for row in rows:
                with self.subTest(row), RawPeer(server.urls["ws"]) as peer:
                    peer.send(frame(CLOSE, row))
                    code = peer.closed()
                    self.assertTrue(1000 <= code <= 1003 or 1007 <= code <= 1014 or 3000 <= code <= 4999, code)
        print(f"{len(rows)} close frames answered")

    def test_silent_handshakes_keep_nobody_out(self):
        for scheme in ("wss", "ws"):
            with self.subTest(scheme), Signalbox() as server, contextlib.ExitStack() as stack:
                for _ in range(40):
                    stack.enter_context(socket.create_connection(("127.0.0.1", server.port(scheme))))
                begin = time.monotonic()
                with RawPeer(server.urls[scheme]) as peer:
                    peer.send(direct(1))
                    self.assertEqual(peer.text(), "1")
                print(f"{scheme}, among 40 silent ones: answered after {time.monotonic() - begin:.3f} s")

    def test_fragments_without_end(self):
        rows = (("empty ones", frame(CONTINUATION, b"", final=False), 1008),
                ("of a byte", frame(CONTINUATION, b"x", final=False), 1008))
        with Signalbox() as server:
            for name, piece, code in rows:
                with self.subTest(name), RawPeer(server.urls["ws"]) as peer:
                    peer.send(frame(TEXT, b"x", final=False) + piece * 2000)
                    self.assertEqual(ended(peer), code)


if __name__ == "__main__":
    unittest.main()
