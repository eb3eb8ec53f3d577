"""A peer on the bare wire, plain or TLS: for what a well-behaved WebSocket library will not send."""
import os
import socket
import struct
from urllib.parse import urlsplit

from signalbox_process import trust_nobody

TEXT, BINARY, CLOSE, PING, PONG = 0x1, 0x2, 0x8, 0x9, 0xA
CONTINUATION = 0x0


def frame(opcode, payload=b"", final=True, masked=True, reserved=0, length=None):
    """One frame; `length` lies about the payload's."""
    if isinstance(payload, str):
        payload = payload.encode()
    size = len(payload) if length is None else length
    mask_bit = 0x80 if masked else 0
    head = bytes([(0x80 if final else 0) | reserved << 4 | opcode])
    if size < 126:
        head += bytes([mask_bit | size])
    elif size < 65536:
        head += bytes([mask_bit | 126]) + struct.pack(">H", size)
    else:
        head += bytes([mask_bit | 127]) + struct.pack(">Q", size)
    if not masked:
        return head + payload
    key = os.urandom(4)
    whole = int.from_bytes(payload, "big") ^ int.from_bytes((key * (len(payload) // 4 + 1))[:len(payload)], "big")
    return head + key + whole.to_bytes(len(payload), "big")


def direct(value):
    """A text frame whose message comes back to its sender."""
    return frame(TEXT, '{"message":%s,"direct":true}' % value)


def upgrade(host="localhost", path="/raw", fields=""):
    return (f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n{fields}\r\n").encode()


class RawPeer:
    """`with RawPeer(url, early=frame(...)) as peer:` - upgraded, with `early` in the same write as the request."""

    def __init__(self, url, early=b"", path="/raw", fields="", host="localhost"):
        """`fields`: more lines of the request. Those of the answer are in `fields`, by name in small letters."""
        parts = urlsplit(url)
        self.socket = socket.create_connection((parts.hostname, parts.port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if parts.scheme in ("wss", "https"):
            self.socket = trust_nobody().wrap_socket(self.socket)
        self.received = b""
        self.send(upgrade(host, path, fields) + early)
        head = self.read_until(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 101 "), head
        lines = (line.partition(": ") for line in head.decode().splitlines()[1:])
        self.fields = {name.lower(): value for name, _, value in lines if name}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def more(self):
        data = self.socket.recv(262144)
        if not data:
            raise EOFError
        self.received += data

    def read_until(self, end):
        while end not in self.received:
            self.more()
        head, self.received = self.received.split(end, 1)
        return head + end

    def take(self, size):
        while len(self.received) < size:
            self.more()
        data, self.received = self.received[:size], self.received[size:]
        return data

    def next(self):
        """(opcode, payload) of the next frame, which must be whole, final and unmasked."""
        first, payload = self.whole()
        assert first & 0xF0 == 0x80, first
        return first & 0x0F, payload

    def whole(self):
        """The first byte and the payload of the next frame, which must be unmasked."""
        first, second = self.take(2)
        assert second & 0x80 == 0, (first, second)
        size = second
        if size == 126:
            size, = struct.unpack(">H", self.take(2))
        elif size == 127:
            size, = struct.unpack(">Q", self.take(8))
        return first, self.take(size)

    def text(self):
        """The next text, past pings."""
        while True:
            opcode, payload = self.next()
            if opcode == PING:
                self.send(frame(PONG, payload))
                continue
            assert opcode == TEXT, (opcode, payload)
            return payload.decode()

    def closed(self):
        """The code of the close frame that comes next (None: one without a code), and then the end of the stream."""
        opcode, payload = self.next()
        assert opcode == CLOSE, (opcode, payload)
        payload[2:].decode()
        self.send(frame(CLOSE, payload[:2]))
        try:
            while True:
                self.next()
                raise AssertionError("a frame after the close frame")
        except (EOFError, ConnectionResetError):
            return int.from_bytes(payload[:2], "big") if payload else None
