"""Random frames at a running server: such as keep most of the rules and break some, and plain noise.

Goes on for SIGNALBOX_NOISE_SECONDS (20 by default, 600 with SIGNALBOX_FULL set). What was sent follows from the seed that is
printed; SIGNALBOX_SEED repeats it."""
import os
import random
import socket
import ssl
import struct
import time
import unittest
from urllib.parse import urlsplit

from raw_peer import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, RawPeer, direct, upgrade
from signalbox_process import MEMORY_IS_MEANT, Signalbox, trust_nobody
from watching import FULL, MIB, resident

SECONDS = float(os.environ.get("SIGNALBOX_NOISE_SECONDS", "600" if FULL else "20"))
SEED = int(os.environ.get("SIGNALBOX_SEED", "0")) or random.SystemRandom().randrange(1, 1 << 32)
SIZES = (0, 1, 2, 124, 125, 126, 127, 128, 1000, 65535, 65536, 65537, 200_000)
TEXTS = (b'{"message":"hi"}', b'{"message":{"a":[1,2,{"b":null}]},"path":"/noise"}', b'{"message":1,"direct":true}',
         b'{"message":"x","clientId":"00000000-0000-4000-8000-000000000000"}', b"{}", b"[]", b"null", b"", b'{"message":',
         b'{"message":"\\ud800"}', '{"message":"é🙂"}'.encode(), b'{"message":1e400}', b'{"path":1,"message":2}',
         b"[" * 2000, b'{"a":' * 500, b'{"message":"' + b"x" * 70_000 + b'"}', b"\xff\xfe", b"\xed\xa0\x80", b"\xf4\x90\x80\x80")
CUT = (ConnectionError, ssl.SSLEOFError)  # what a peer meets that goes on writing
CODES = (0, 1, 999, 1000, 1001, 1003, 1004, 1005, 1006, 1007, 1011, 1015, 1016, 2999, 3000, 4999, 5000, 65535)


def raw_frame(rng, opcode, payload, final=True, sound=False):
    """A frame, which may break a rule unless it is to be `sound`."""
    broken = not sound and rng.random() < 0.03
    reserved = rng.choice((1, 2, 4, 7)) if broken and rng.random() < 0.3 else 0
    masked = not (broken and rng.random() < 0.3)
    size = len(payload)
    if broken and rng.random() < 0.4:
        size = rng.choice((size + 1, 2 ** 16, 2 ** 31, 2 ** 32, 2 ** 63 - 1, 2 ** 63, 2 ** 64 - 1))
    form = 0 if size < 126 else 1 if size < 65536 else 2
    if broken and rng.random() < 0.3:
        form = rng.choice([f for f in (1, 2) if f >= form])  # longer than need be
    head = bytes([(0x80 if final else 0) | reserved << 4 | opcode])
    bit = 0x80 if masked else 0
    head += (bytes([bit | size]) if form == 0 else bytes([bit | 126]) + struct.pack(">H", size) if form == 1
             else bytes([bit | 127]) + struct.pack(">Q", size))
    if not masked:
        return head + payload
    key = rng.randbytes(4)
    mask = int.from_bytes((key * (len(payload) // 4 + 1))[:len(payload)], "big")
    return head + key + (int.from_bytes(payload, "big") ^ mask).to_bytes(len(payload), "big")


def message(rng):
    """The frames of a message, and control frames between them."""
    kind = rng.random()
    payload = rng.choice(TEXTS) if kind < 0.7 else rng.randbytes(rng.choice(SIZES)) if kind < 0.85 else b"x" * rng.choice(SIZES)
    opcode = rng.choice((TEXT, TEXT, TEXT, BINARY)) if rng.random() < 0.98 else rng.randrange(16)
    pieces = [payload]
    if rng.random() < 0.3:
        cuts = sorted(rng.randrange(len(payload) + 1) for _ in range(rng.choice((1, 2, 5, 40))))
        pieces = [payload[a:b] for a, b in zip([0, *cuts], [*cuts, len(payload)])]
    frames = []
    for number, piece in enumerate(pieces):
        frames.append(raw_frame(rng, CONTINUATION if number else opcode, piece, number == len(pieces) - 1))
        if rng.random() < 0.15:
            frames.append(raw_frame(rng, rng.choice((PING, PONG)), rng.randbytes(rng.choice((0, 1, 125)))))
    if rng.random() < 0.01:
        frames.append(raw_frame(rng, CLOSE, rng.choice((b"", b"\x03", struct.pack(">H", rng.choice(CODES)),
                                                        struct.pack(">H", 1000) + rng.randbytes(rng.randrange(124))))))
    if rng.random() < 0.02:
        rng.shuffle(frames)
    return b"".join(frames)


def noise(rng):
    """What one peer sends."""
    if rng.random() < 0.1:
        return rng.randbytes(rng.choice(SIZES))
    data = b"".join(message(rng) for _ in range(rng.choice((1, 3, 10, 30))))
    if rng.random() < 0.2 and data:  # some bits fall over
        bits = bytearray(data)
        for _ in range(rng.choice((1, 3, 20))):
            bits[rng.randrange(min(len(bits), 5000))] ^= 1 << rng.randrange(8)
        data = bytes(bits)
    return data


def play(rng, url):
    """One peer: in pieces, reading or not, until it is cut or has said all. The frames that came back are whole and sound."""
    parts = urlsplit(url)
    connection = socket.create_connection((parts.hostname, parts.port), timeout=10)
    with trust_nobody().wrap_socket(connection) if parts.scheme == "wss" else connection as stream:
        data = noise(rng)
        early = rng.random() < 0.2
        deflate = rng.random() < 0.3
        fields = "Sec-WebSocket-Extensions: permessage-deflate\r\n" if deflate else ""
        request = upgrade(path=rng.choice(("/noise", "/", "/other")), fields=fields)
        received = b""
        may_be_cut = CUT if early else ()  # otherwise it has said nothing yet for which it might be
        try:
            stream.sendall(request + (data if early else b""))
        except may_be_cut:
            pass  # what came before that is still there
        while b"\r\n\r\n" not in received:
            try:
                more = stream.recv(65536)
            except may_be_cut:
                more = b""
            if not more:
                return len(data)
            received += more
        received = received.split(b"\r\n\r\n", 1)[1]
        stream.settimeout(0.2)
        cut = rng.choice((7, 1000, 10_000, len(data) + 1))
        try:
            for at in range(0, 0 if early else min(len(data), 200 * cut), cut):
                stream.sendall(data[at:at + cut])
            if rng.random() < 0.7:
                while True:
                    more = stream.recv(65536)
                    if not more:
                        break
                    received += more
        except (OSError, TimeoutError):
            pass
        check(received, deflate)
        return len(data)


def check(received, deflate):
    """Frames of a server: final, unmasked, without reserved bits (but for deflated texts), and no illegal close code."""
    while len(received) >= 2:
        first, second = received[0], received[1]
        deflated = deflate and first == 0xC0 | TEXT
        assert (first & 0xF0 == 0x80 or deflated) and second & 0x80 == 0, received[:16]
        assert first & 0x0F in (TEXT, CLOSE, PING, PONG), received[:16]
        size, at = second, 2
        if size == 126:
            at = 4
            size = int.from_bytes(received[2:4], "big")
        elif size == 127:
            at = 10
            size = int.from_bytes(received[2:10], "big")
        if len(received) < at + size:
            return
        payload = received[at:at + size]
        if first & 0x0F == CLOSE and size:
            code = int.from_bytes(payload[:2], "big")
            assert 1000 <= code <= 1003 or 1007 <= code <= 1014 or 3000 <= code <= 4999, code
            payload[2:].decode()
        if first == 0x80 | TEXT:
            payload.decode()
        received = received[at + size:]


class Noise(unittest.TestCase):
    def test_noise(self):
        rng = random.Random(SEED)
        print(f"seed {SEED}, {SECONDS:.0f} s", flush=True)
        limits = {"connectionsPerSecond": 0, "messagesPerSecond": 0, "bytesPerSecond": 0, "pingsPerSecond": 0, "closeSeconds": 1,
                  "messageSeconds": 5}
        with Signalbox(limits=limits, errors=True, compression=True) as server:
            peers = sent = 0
            warm = None
            begin = time.monotonic()
            while time.monotonic() - begin < SECONDS:
                peer_seed = rng.randrange(1 << 32)
                scheme = "wss" if peers % 4 == 3 else "ws"
                try:
                    sent += play(random.Random(peer_seed), server.urls[scheme])
                except AssertionError as wrong:
                    raise AssertionError(f"peer {peers} (seed {peer_seed}) of seed {SEED}: {wrong}") from wrong
                peers += 1
                self.assertIsNone(server.process.poll(), f"it ended at peer {peers}, seed {SEED}")
                if warm is None and time.monotonic() - begin > SECONDS / 3:
                    warm = resident(server)
            grown = resident(server) - warm
            for scheme in ("ws", "wss"):
                with RawPeer(server.urls[scheme]) as peer:
                    peer.send(direct(1))
                    self.assertEqual(peer.text(), "1")  # it is well
            print(f"{peers} peers, {sent / MIB:.1f} MiB, memory of the last two thirds +{grown / MIB:.1f} MiB")
            self.assertGreater(peers, SECONDS)
            if MEMORY_IS_MEANT:
                self.assertLess(grown, 24 * MIB)
            self.assertEqual(server.stop(), 0)
            self.assertNotIn("ERROR", server.process.stderr.read())


if __name__ == "__main__":
    unittest.main()
