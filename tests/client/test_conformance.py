"""RFC 6455 row by row, on ws and on wss: framing, pings, reserved bits, opcodes, fragments, UTF-8, closing, sizes.

The same ground as sections 1 to 7, 9 and 10 of the Autobahn test suite, for a server that answers envelopes instead of
echoing: what is allowed is answered, and what is not ends the connection with the right code."""
import struct
import unittest

from raw_peer import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, RawPeer, direct, frame
from signalbox_process import Signalbox

LIMIT = 1 << 20
UTF8 = "κόσμε-äöüßàá€🙂"


def envelope(text):
    """The message that brings these bytes back."""
    return b'{"message":"' + text + b'","direct":true}'


def fragments(payload, *cuts, opcode=TEXT, between=b""):
    """One message cut at these places, with other frames in between."""
    pieces = [payload[a:b] for a, b in zip((0, *cuts), (*cuts, len(payload)))]
    return between.join(frame(CONTINUATION if number else opcode, piece, final=number == len(pieces) - 1)
                        for number, piece in enumerate(pieces))


def close(code=None, reason=b""):
    return frame(CLOSE, b"" if code is None else struct.pack(">H", code) + reason)


# Section 1: sizes of one frame; the text that comes back is as long as the payload.
FRAMING = [(f"{name} of {size} bytes", frame(opcode, envelope(b"*" * (size - len(envelope(b""))))), size - len(envelope(b"")))
           for name, opcode in (("text", TEXT), ("binary", BINARY))
           for size in (40, 125, 126, 127, 128, 65535, 65536, 65537)]

# Sections 2, 5 and 6: (name, what is sent, what must come back in this order).
PAYLOAD_125 = bytes(range(0x80, 0xFD))
ANSWERED = [
    ("a ping without payload", frame(PING), [(PONG, b"")]),
    ("a ping with text", frame(PING, "Hello, world!"), [(PONG, b"Hello, world!")]),
    ("a ping with bytes that are no text", frame(PING, b"\x00\xff\xfe\xfd\xfc\xfb\x00\xff"), [(PONG, b"\x00\xff\xfe\xfd\xfc\xfb\x00\xff")]),
    ("a ping of 125 bytes", frame(PING, PAYLOAD_125), [(PONG, PAYLOAD_125)]),
    ("a pong that nobody asked for", frame(PONG), []),
    ("such a pong with payload", frame(PONG, "unsolicited"), []),
    ("such a pong, then a ping", frame(PONG, "unsolicited") + frame(PING, "x"), [(PONG, b"x")]),
    ("a text in two fragments", fragments(envelope(b"ab"), 20), [(TEXT, b"ab")]),
    ("binary in two fragments", fragments(envelope(b"ab"), 20, opcode=BINARY), [(TEXT, b"ab")]),
    ("a text in two fragments, a ping between", fragments(envelope(b"ab"), 20, between=frame(PING, "p")), [(PONG, b"p"), (TEXT, b"ab")]),
    ("a text in many fragments, pings between", fragments(envelope(b"ab"), 3, 9, 20, between=frame(PING, "p")), None),
    ("a text whose last fragment is empty", fragments(envelope(b"ab"), len(envelope(b"ab"))), [(TEXT, b"ab")]),
    ("a text whose first fragment is empty", fragments(envelope(b"ab"), 0), [(TEXT, b"ab")]),
    ("empty fragments in the middle", fragments(envelope(b"ab"), 9, 9, 9), [(TEXT, b"ab")]),
    ("a text byte by byte", fragments(envelope(UTF8.encode()), *range(1, len(envelope(UTF8.encode())))), [(TEXT, UTF8.encode())]),
    ("two texts, the first in fragments", fragments(envelope(b"1"), 9) + frame(TEXT, envelope(b"2")), [(TEXT, b"1"), (TEXT, b"2")]),
]

# Section 3: each reserved bit and their combinations, on each kind of frame.
RESERVED = [(f"reserved bits {bits:03b} on a {name}", frame(opcode, payload, reserved=bits))
            for bits in range(1, 8) for name, opcode, payload in (("text", TEXT, envelope(b"x")), ("binary", BINARY, envelope(b"x")),
                                                                 ("ping", PING, b"x"), ("pong", PONG, b""), ("close", CLOSE, b"\x03\xe8"))]

# Section 4: opcodes that are none, with and without payload.
OPCODES = [(f"opcode {opcode} {name}", frame(opcode, payload)) for opcode in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15)
           for name, payload in (("without payload", b""), ("with payload", envelope(b"x")))]

# Sections 2 and 5: what else breaks the protocol.
BROKEN = [
    ("a ping of 126 bytes", frame(PING, "x" * 126)),
    ("a pong of 126 bytes", frame(PONG, "x" * 126)),
    ("a fragmented ping", frame(PING, "a", final=False) + frame(CONTINUATION, "b")),
    ("a fragmented pong", frame(PONG, "a", final=False) + frame(CONTINUATION, "b")),
    ("a fragmented close", frame(CLOSE, b"\x03", final=False) + frame(CONTINUATION, b"\xe8")),
    ("a last continuation of nothing", frame(CONTINUATION, envelope(b"x"))),
    ("a continuation of nothing", frame(CONTINUATION, envelope(b"x"), final=False)),
    ("a continuation of nothing, then a text", frame(CONTINUATION, "x", final=False) + frame(TEXT, envelope(b"x"))),
    ("a continuation behind a pong", frame(PONG) + frame(CONTINUATION, "x")),
    ("a text inside a text", frame(TEXT, "{", final=False) + frame(TEXT, "}")),
    ("binary inside a text", frame(TEXT, "{", final=False) + frame(BINARY, "}")),
    ("a text inside binary", frame(BINARY, "{", final=False) + frame(TEXT, "}")),
    ("an unmasked text", frame(TEXT, envelope(b"x"), masked=False)),
    ("an unmasked ping", frame(PING, masked=False)),
    ("an unmasked close", frame(CLOSE, b"\x03\xe8", masked=False)),
    ("a length of 16 bits that needs 7", b"\x81\xfe" + struct.pack(">H", len(envelope(b"x"))) + bytes(4) + envelope(b"x")),
    ("a length of 64 bits that needs 7", b"\x81\xff" + struct.pack(">Q", len(envelope(b"x"))) + bytes(4) + envelope(b"x")),
    ("a length of 64 bits that needs 16", b"\x81\xff" + struct.pack(">Q", 300) + bytes(4) + envelope(b"x" * 272)),
    ("a length of 2^63", frame(TEXT, b"x", length=2 ** 63)),
    ("a length of 2^64 - 1", frame(BINARY, b"x", length=2 ** 64 - 1)),
]

# Section 6: sequences that are UTF-8, and such as are not.
VALID = [
    ("nothing", b""), ("Greek", "κόσμε".encode()), ("the first of two bytes", "\u0080".encode()), ("the first of three bytes", "\u0800".encode()),
    ("the first of four bytes", "\U00010000".encode()), ("the last of one byte", "\u007f".encode()), ("the last of two bytes", "\u07ff".encode()),
    ("the last of three bytes", "\uffff".encode()), ("before the surrogates", "\ud7ff".encode()), ("behind the surrogates", "\ue000".encode()),
    ("the replacement character", "\ufffd".encode()), ("the very last", "\U0010ffff".encode()), ("a noncharacter", "\ufdd0".encode()),
    ("FFFE", "\ufffe".encode()), ("a byte-order mark inside", "\ufeff".encode()),
    *((f"the noncharacter {plane:X}FFF{last}", chr((plane << 16) + 0xFFF0 + int(last, 16)).encode()) for plane in range(1, 17) for last in "EF"),
]
INVALID = [
    *((f"the impossible byte {byte:02X}", bytes([byte])) for byte in (0x80, 0xBF, 0xC0, 0xC1, 0xF5, 0xF8, 0xFC, 0xFE, 0xFF)),
    *((f"a sequence of {len(data)} bytes without its last", data[:-1]) for data in ("é".encode(), "€".encode(), "🙂".encode())),
    ("two continuations alone", b"\x80\xbf"), ("all continuations", bytes(range(0x80, 0xC0))),
    ("all starts of two, with spaces", b"".join(bytes([b, 0x20]) for b in range(0xC0, 0xE0))),
    ("all starts of three, with spaces", b"".join(bytes([b, 0x20]) for b in range(0xE0, 0xF0))),
    ("all starts of four, with spaces", b"".join(bytes([b, 0x20]) for b in range(0xF0, 0xF8))),
    ("five bytes", b"\xf8\x88\x80\x80\x80"), ("six bytes", b"\xfc\x84\x80\x80\x80\x80"), ("beyond the last", b"\xf4\x90\x80\x80"),
    ("an overlong slash in two", b"\xc0\xaf"), ("an overlong slash in three", b"\xe0\x80\xaf"), ("an overlong slash in four", b"\xf0\x80\x80\xaf"),
    ("the last overlong of two", b"\xc1\xbf"), ("the last overlong of three", b"\xe0\x9f\xbf"), ("the last overlong of four", b"\xf0\x8f\xbf\xbf"),
    ("an overlong NUL", b"\xc0\x80"), ("an overlong NUL in three", b"\xe0\x80\x80"), ("an overlong NUL in four", b"\xf0\x80\x80\x80"),
    *((f"the surrogate {code:04X}", bytes([0xE0 | code >> 12, 0x80 | code >> 6 & 63, 0x80 | code & 63]))
      for code in (0xD800, 0xDB7F, 0xDB80, 0xDBFF, 0xDC00, 0xDF80, 0xDFFF)),
    ("a pair of surrogates", b"\xed\xa0\x80\xed\xb0\x80"), ("the last pair of surrogates", b"\xed\xaf\xbf\xed\xbf\xbf"),
    ("Greek with a surrogate", "κόσμε".encode() + b"\xed\xa0\x80edited"), ("Latin-1", b"caf\xe9 "),
]

# Section 7: closing. (name, what is sent, the code that comes back).
CLOSINGS = [
    ("a close frame without payload", close(), 1000), ("a payload of one byte", frame(CLOSE, b"\x03"), 1002),
    ("a code", close(1000), 1000), ("a code and a reason", close(1000, b"Hello World!"), 1000), ("the longest reason", close(1000, b"*" * 123), 1000),
    ("a reason that is too long", frame(CLOSE, b"\x03\xe8" + b"*" * 124), 1002), ("a reason that is not UTF-8", close(1000, b"\xce\xba\xed\xa0\x80"), 1007),
    ("a reason that ends inside a character", close(1000, b"\xc3"), 1007),
    *((f"code {code}", close(code), code) for code in (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999)),
    *((f"code {code}, which is none", close(code), 1002) for code in (0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 5000, 65535)),
    ("two close frames", close(1000) * 2, 1000), ("a ping behind it", close(1000) + frame(PING), 1000),
    ("a text behind it", close(1000) + direct(1), 1000), ("the rest of a text behind it", frame(TEXT, "{", final=False) + close(1000) + frame(CONTINUATION, "}"), 1000),
]

# Sections 9 and 10: large ones, whole and in pieces, in writes of any size; and what is larger than the limit.
SIZES = (0, 1, 125, 126, 127, 65535, 65536, LIMIT - 1, LIMIT, LIMIT + 1)
PIECES = (1, 10, 1000)


class Conformance(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Signalbox(errors=True, limits={"messageBytes": LIMIT, "connectionsPerSecond": 0, "messagesPerSecond": 0,
                                                    "bytesPerSecond": 0, "pingsPerSecond": 0, "queueBytes": 16 * LIMIT})
        cls.server.__enter__()
        cls.addClassCleanup(cls.server.__exit__)

    def each(self, rows, check):
        """Calls check(peer, rest of the row) for each row, with a new peer."""
        for scheme in ("ws", "wss"):
            for name, *row in rows:
                with self.subTest(scheme=scheme, row=name), RawPeer(self.server.urls[scheme]) as peer:
                    check(peer, *row)
        print(f"{len(rows)} rows, on ws and wss")

    def still_serves(self, peer):
        peer.send(direct('"still"'))
        self.assertEqual(peer.text(), "still")

    def ends_with(self, peer, data, code):
        peer.send(direct(1) + data)
        self.assertEqual(peer.text(), "1")  # what came before is still served
        self.assertEqual(peer.closed(), code)

    def test_framing(self):
        def check(peer, data, size):
            peer.send(data)
            self.assertEqual(peer.text(), "*" * size)
            self.still_serves(peer)
        self.each(FRAMING, check)

    def test_what_is_answered(self):
        def check(peer, data, answers):
            for cut in (len(data), 1):  # in one write, and byte by byte
                for at in range(0, len(data), cut):
                    peer.send(data[at:at + cut])
                for answer in answers or ():
                    self.assertEqual(peer.next(), answer)
                if answers is None:
                    while peer.next()[0] != TEXT:
                        pass
            self.still_serves(peer)
        self.each(ANSWERED, check)

    def test_ten_pings(self):
        def check(peer):
            for number in range(10):
                peer.send(frame(PING, b"payload-%d" % number))
                self.assertEqual(peer.next(), (PONG, b"payload-%d" % number))
        self.each([("ten",)], check)

    def test_what_breaks_the_protocol(self):
        def check(peer, data):
            self.ends_with(peer, data, 1002)
        self.each(RESERVED + OPCODES + BROKEN, check)

    def test_utf8(self):
        def check(peer, text):
            payload = envelope(text + b"-") # a message is not empty
            begin = payload.index(b'":"') + 3
            for cuts in ((), (begin + 1,), tuple(range(begin, begin + len(text) + 1))):  # in the middle of characters
                peer.send(fragments(payload, *cuts))
                self.assertEqual(peer.text().encode(), text + b"-")
        self.each(VALID, check)

    def test_what_is_not_utf8(self):
        def check(peer, text):
            self.ends_with(peer, frame(TEXT, b"{" + text + b'"}'), 1007)
        self.each(INVALID, check)

    def test_what_is_not_utf8_is_found_at_once(self):
        rows = [(name, text) for name, text in INVALID if "without its last" not in name]
        def check(peer, text):
            self.ends_with(peer, frame(TEXT, "κόσμε", final=False) + frame(CONTINUATION, text, final=False), 1007)
        self.each(rows, check)  # in an early fragment: the message never ends

    def test_closing(self):
        def check(peer, data, code):
            peer.send(data)
            self.assertEqual(peer.closed(), code)
        self.each(CLOSINGS, check)

    def test_sizes(self):
        rows = [(f"{size} bytes in {pieces} pieces", size, pieces) for size in SIZES for pieces in PIECES]
        def check(peer, size, pieces):
            shell = len(envelope(b""))
            payload = envelope(b"*" * (size - shell)) if size > shell else b"x" * size
            cuts = [size * number // pieces for number in range(1, pieces)]
            data = fragments(payload, *cuts)
            for at in range(0, len(data), 99_991):
                peer.send(data[at:at + 99_991])
            if size > LIMIT:
                self.assertEqual(peer.closed(), 1009)
                return
            answer = peer.text()
            if size > shell:
                self.assertEqual(answer, "*" * (size - shell))
            else:
                self.assertIn('"not-json"', answer)
            self.still_serves(peer)
        self.each(rows, check)

    def test_writes_of_any_size(self):
        rows = [(f"64 KiB in writes of {cut} bytes", cut) for cut in (64, 256, 1024, 1300, 65536)]
        def check(peer, cut):
            data = fragments(envelope(b"*" * 65536), *range(1300, 65536, 1300))
            for at in range(0, len(data), cut):
                peer.send(data[at:at + cut])
            self.assertEqual(peer.text(), "*" * 65536)
        self.each(rows, check)


if __name__ == "__main__":
    unittest.main()
