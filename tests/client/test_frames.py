"""Frames by hand, on ws and on wss: many at once, cut anywhere, in order, and those that must end a connection."""
import asyncio
import http.client
import struct
import unittest

import websockets

from raw_peer import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, RawPeer, direct, frame
from signalbox_process import Signalbox, trust_nobody

LIMIT = 4 * 1024 * 1024
COUNT = 3000


class Frames(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Signalbox(limits={"messageBytes": LIMIT, "queueMessages": 10 * COUNT, "queueBytes": 16 * LIMIT,
                                       "messagesPerSecond": 0, "bytesPerSecond": 0, "pingsPerSecond": 0})
        cls.server.__enter__()
        cls.addClassCleanup(cls.server.__exit__)

    def on_both(self, *rows):
        """Each row once on ws and once on wss: (url, row)."""
        return [(self.server.urls[scheme], row) for scheme in ("ws", "wss") for row in rows or ("",)]

    def at(self, url, row):
        return self.subTest(scheme=url.split(":")[0], row=row)

    def test_a_thousand_frames_in_one_write(self):
        for url, row in self.on_both():
            with self.at(url, row), RawPeer(url) as peer:
                peer.send(b"".join(direct(number) for number in range(1000)))
                self.assertEqual([peer.text() for _ in range(1000)], [str(number) for number in range(1000)])

    def test_a_thousand_frames_that_come_with_the_request(self):
        for url, row in self.on_both():
            with self.at(url, row), RawPeer(url, early=b"".join(direct(number) for number in range(1000))) as peer:
                self.assertEqual([peer.text() for _ in range(1000)], [str(number) for number in range(1000)])

    def test_a_frame_that_comes_byte_by_byte(self):
        for url, row in self.on_both():
            with self.at(url, row), RawPeer(url) as peer:
                for byte in direct('"é"'):
                    peer.send(bytes([byte]))
                self.assertEqual(peer.text(), "é")

    def test_three_megabytes(self):
        text = "é" * 1_500_000
        whole = ('{"message":"%s","direct":true}' % text).encode()
        for url, cut in self.on_both(len(whole), 99_999, 3_001):
            pieces = [whole[at:at + cut] for at in range(0, len(whole), cut)]
            frames = [frame(CONTINUATION if number else TEXT, piece, final=number == len(pieces) - 1)
                      for number, piece in enumerate(pieces)]
            with self.at(url, cut), RawPeer(url) as peer:
                for rest in (frames, [frame(PING, b"between").join(frames)]):  # control frames may come in between
                    peer.send(b"".join(rest))
                    answers = [peer.next()]
                    while answers[-1][0] != TEXT:
                        answers.append(peer.next())
                    self.assertEqual(answers[-1][1].decode(), text)
                    self.assertTrue(all(answer == (PONG, b"between") for answer in answers[:-1]))

    def test_order_under_load(self):
        async def chatter(client, name):
            for number in range(COUNT):
                await client.send('{"message":"%s %d %s","path":"/order"}' % (name, number, "x" * 300))

        async def listen(client):
            numbers = {"a": [], "b": []}
            for _ in range(2 * COUNT):
                name, number, _ = (await asyncio.wait_for(client.recv(), 20)).split()
                numbers[name].append(int(number))
            return numbers

        async def live(url):
            options = {"ssl": trust_nobody()} if url.startswith("wss") else {}
            clients = [await websockets.connect(url + "/order", **options) for _ in range(4)]
            got = await asyncio.gather(*map(listen, clients), chatter(clients[0], "a"), chatter(clients[1], "b"))
            for client in clients:
                await client.close()
            return got[:4]

        for url, row in self.on_both():
            with self.at(url, row):
                for numbers in asyncio.run(live(url)):
                    self.assertEqual(numbers, {"a": list(range(COUNT)), "b": list(range(COUNT))})

    def test_pings(self):
        for url, row in self.on_both():
            with self.at(url, row), RawPeer(url) as peer:
                for payload in (b"", b"hello", bytes(range(125))):
                    peer.send(frame(PING, payload))
                    self.assertEqual(peer.next(), (PONG, payload))
                peer.send(b"".join(frame(PING, b"%d" % number) for number in range(1000)) + direct(1))
                answers = []
                while not answers or answers[-1][1] != b"999":  # the newest is always answered, last
                    answers.append(peer.next())
                numbers = [int(payload) for opcode, payload in answers if opcode == PONG]
                self.assertEqual(numbers, sorted(set(numbers)))
                peer.send(frame(PONG, b"nobody asked") + direct(2))
                while answers[-1] != (TEXT, b"2"):
                    answers.append(peer.next())

    def test_closing(self):
        rows = [(struct.pack(">H", code), code) for code in (1000, 1001, 1003, 1007, 1011, 1012, 1014, 3000, 4999)]
        rows += [(struct.pack(">H", code), 1002) for code in (0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535)]
        rows += [(b"", 1000), (b"\x03", 1002), (b"\x03\xe8\xff", 1007), (b"\x03\xe8" + b"x" * 123, 1000)]
        for url, (payload, code) in self.on_both(*rows):
            with self.at(url, payload), RawPeer(url) as peer:
                peer.send(frame(CLOSE, payload))
                self.assertEqual(peer.closed(), code)

    def test_what_comes_behind_a_close_frame(self):
        """It is read, so that no reset overtakes the answer. Rows: how many bytes, in how many writes."""
        code = struct.pack(">H", 3000)
        for url, (size, writes) in self.on_both((1, 1), (100_000, 1), (3_000_000, 1), (3_000_000, 30)):
            piece = frame(TEXT, b"x" * (size // writes))
            with self.at(url, (size, writes)), RawPeer(url) as peer:
                peer.send(frame(CLOSE, code) + piece)
                for _ in range(writes - 1):
                    peer.send(piece)
                self.assertEqual(peer.next(), (CLOSE, code))
                self.assertRaises(EOFError, peer.more)  # and no ConnectionResetError

    def test_what_comes_behind_the_answer_to_a_close_frame(self):
        more = frame(TEXT, b"x" * 3_000_000)
        with Signalbox(limits={"idleSeconds": 1, "messageBytes": LIMIT, "bytesPerSecond": 0}) as server:
            for scheme in ("ws", "wss"):
                with self.subTest(scheme), RawPeer(server.urls[scheme]) as peer:
                    opcode, payload = peer.next()
                    self.assertEqual((opcode, payload[2:]), (CLOSE, b"idle"))
                    peer.send(frame(CLOSE, payload[:2]) + more)
                    self.assertRaises(EOFError, peer.more)

    def test_what_ends_a_connection(self):
        rows = (
            ("an unmasked frame", frame(TEXT, "{}", masked=False), 1002),
            ("a reserved bit", frame(TEXT, "{}", reserved=4), 1002),
            ("an unknown data opcode", frame(3, "{}"), 1002),
            ("an unknown control opcode", frame(0xB, ""), 1002),
            ("a fragmented ping", frame(PING, "", final=False), 1002),
            ("a ping of 126 bytes", frame(PING, "x" * 126), 1002),
            ("a continuation of nothing", frame(CONTINUATION, "{}"), 1002),
            ("a message inside a message", frame(TEXT, "{", final=False) + frame(TEXT, "}"), 1002),
            ("text that is not UTF-8", frame(TEXT, b"\xc3\x28"), 1007),
            ("a surrogate", frame(TEXT, b"\xed\xa0\x80"), 1007),
            ("text that ends inside a character", frame(TEXT, b"\xc3"), 1007),
            ("bad UTF-8 in the first fragment", frame(TEXT, b"ok\xff", final=False), 1007),
            ("a byte over the limit", frame(TEXT, b"x" * (LIMIT + 1)), 1009),
            ("fragments over the limit", frame(TEXT, b"x" * LIMIT, final=False) + frame(CONTINUATION, "x"), 1009),
            ("2^40 bytes announced", frame(BINARY, b"x" * 100, length=2 ** 40), 1009),
            ("a length with its highest bit set", frame(BINARY, b"x" * 100, length=2 ** 63), 1002),
            ("1,025 fragments", frame(TEXT, "x", final=False) + frame(CONTINUATION, "x", final=False) * 1024, 1008),
        )
        for url, (name, data, code) in self.on_both(*rows):
            with self.at(url, name), RawPeer(url) as peer:
                peer.send(direct(1) + data)
                self.assertEqual(peer.text(), "1")  # what came before is still served
                self.assertEqual(peer.closed(), code, name)

    def test_a_foreign_page_cannot_broadcast(self):
        connections = {"ws": lambda port: http.client.HTTPConnection("127.0.0.1", port, timeout=5),
                       "wss": lambda port: http.client.HTTPSConnection("127.0.0.1", port, timeout=5,
                                                                       context=trust_nobody())}
        for scheme, connect in connections.items():
            with self.subTest(scheme), RawPeer(self.server.urls[scheme]) as peer:
                for origin, status in (("http://evil.example", 403), ("null", 403), (None, 200)):
                    connection = connect(self.server.port(scheme))
                    fields = {"Content-Type": "application/json", **({"Origin": origin} if origin else {})}
                    connection.request("POST", "/broadcast", b'{"message":"%d"}' % status, fields)
                    self.assertEqual(connection.getresponse().status, status)
                    connection.close()
                self.assertEqual(peer.text(), '{"Message":"200"}')  # and nothing before it


if __name__ == "__main__":
    unittest.main()
