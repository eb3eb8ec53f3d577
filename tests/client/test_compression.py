"""permessage-deflate (RFC 7692) with a client that is not ours, and on the bare wire, on ws and on wss."""
import asyncio
import json
import os
import unittest
import zlib

import websockets
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory as Offer

from raw_peer import CONTINUATION, PING, PONG, TEXT, RawPeer, direct, frame
from signalbox_process import MEMORY_IS_MEANT, Signalbox, trust_nobody
from watching import resident

LIMIT = 1024 * 1024
DEFLATED = 4  # RSV1
FIELD = "Sec-WebSocket-Extensions: permessage-deflate%s\r\n"
ANSWER = "permessage-deflate; server_no_context_takeover; client_no_context_takeover"


def deflated(data, final=False):
    """The payload of a deflated message."""
    if isinstance(data, str):
        data = data.encode()
    stream = zlib.compressobj(wbits=-15)
    if final:
        return stream.compress(data) + stream.flush(zlib.Z_FINISH) + b"\0"
    return (stream.compress(data) + stream.flush(zlib.Z_SYNC_FLUSH))[:-4]


def direct_text(text):
    return json.dumps({"message": text, "direct": True})


class Compression(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Signalbox(limits={"messageBytes": LIMIT, "clients": 3000}, compression=True)
        cls.server.__enter__()
        cls.addClassCleanup(cls.server.__exit__)

    def peers(self, parameters=""):
        """A bare peer that has agreed, on ws and on wss."""
        for scheme in ("ws", "wss"):
            with self.subTest(scheme), RawPeer(self.server.urls[scheme], fields=FIELD % parameters) as peer:
                yield peer

    def test_what_is_agreed_on(self):
        for parameters, answer in (("", ANSWER), ("; client_max_window_bits", ANSWER),
                                   ("; server_max_window_bits=12", ANSWER + "; server_max_window_bits=12"),
                                   ("; server_max_window_bits=8", None), ("; unknown", None)):
            for peer in self.peers(parameters):
                self.assertEqual(peer.fields.get("sec-websocket-extensions"), answer, parameters)

    def test_not_without_being_asked_for(self):
        with RawPeer(self.server.urls["ws"]) as peer:
            self.assertNotIn("sec-websocket-extensions", peer.fields)
            peer.send(direct('"%s"' % ("x" * 5000)))
            self.assertEqual(peer.text(), "x" * 5000)

    def test_not_where_it_is_off(self):
        with Signalbox() as server, RawPeer(server.urls["ws"], fields=FIELD % "") as peer:
            self.assertNotIn("sec-websocket-extensions", peer.fields)
            peer.send(direct('"%s"' % ("x" * 5000)))
            self.assertEqual(peer.text(), "x" * 5000)
            peer.send(frame(TEXT, deflated(direct_text("x")), reserved=DEFLATED))
            self.assertEqual(peer.closed(), 1002)

    def test_only_what_shrinks_is_deflated(self):
        noise = os.urandom(600).hex()[:300]  # halves, because it is hexadecimal
        for text, becomes_smaller in (("small", False), ("x" * 255, False), ("x" * 256, True), ("é" * 3000, True),
                                      (noise, True)):
            for peer in self.peers():
                peer.send(direct(json.dumps(text, ensure_ascii=False)))
                first, payload = peer.whole()
                self.assertEqual(first, 0xC1 if becomes_smaller else 0x81, text[:10])
                size = len(text.encode())
                if becomes_smaller:
                    self.assertLess(len(payload), size)
                    payload = zlib.decompressobj(wbits=-15).decompress(payload + b"\0\0\xff\xff")
                self.assertEqual(payload.decode(), text)

    def test_a_foreign_client(self):
        rows = ({}, {"server_max_window_bits": 9}, {"server_max_window_bits": 14, "client_max_window_bits": 9},
                {"server_no_context_takeover": True, "client_no_context_takeover": True})
        texts = ["", "x" * 255, "x" * 256, "é" * 100_000, os.urandom(100_000).hex(), "{}" * 300]

        async def live(url, offer):
            options = {"ssl": trust_nobody()} if url.startswith("wss") else {}
            async with websockets.connect(url + "/a", extensions=[Offer(**offer)], max_size=None, **options) as one, \
                    websockets.connect(url + "/a", compression=None, max_size=None, **options) as other, \
                    websockets.connect(url + "/a", max_size=None, **options) as third:
                self.assertEqual([len(client.extensions) for client in (one, other, third)], [1, 0, 1])
                for text in texts[1:]:
                    for sender in (one, other, third):
                        await sender.send(json.dumps({"message": text, "path": "/a"}))
                        for client in (one, other, third):
                            self.assertEqual(await asyncio.wait_for(client.recv(), 10), text)

        for scheme in ("ws", "wss"):
            for offer in rows:
                with self.subTest(scheme, **offer):
                    asyncio.run(live(self.server.urls[scheme], offer))

    def test_messages_in_fragments(self):
        text = "fragment" * 20_000
        for final in (False, True):  # whether the sender marks its last block
            whole = deflated(direct_text(text), final)
            for cut in (1, 17, 300, len(whole)):
                pieces = [whole[at:at + cut] for at in range(0, len(whole), cut)]
                frames = [frame(CONTINUATION if number else TEXT, piece, final=number == len(pieces) - 1,
                                reserved=0 if number else DEFLATED) for number, piece in enumerate(pieces)]
                if len(frames) > 1000:
                    continue
                for peer in self.peers():
                    peer.send(frame(PING, b"between").join(frames) + frame(TEXT, direct_text("plain")))
                    first, payload = peer.whole()
                    while first == 0x80 | PONG:
                        self.assertEqual(payload, b"between")
                        first, payload = peer.whole()
                    self.assertEqual(zlib.decompressobj(wbits=-15).decompress(payload + b"\0\0\xff\xff").decode(), text)
                    while first != 0x80 | TEXT:
                        first, payload = peer.whole()
                    self.assertEqual(payload, b"plain")

    def test_what_ends_a_connection(self):
        text = direct_text("x" * 1000)
        whole = deflated(text)
        bomb = deflated(b"0" * (64 * LIMIT))
        rows = (
            ("a bomb in one frame", frame(TEXT, bomb, reserved=DEFLATED), 1009),
            ("a bomb in many frames", frame(TEXT, bomb[:100], final=False, reserved=DEFLATED) + b"".join(
                frame(CONTINUATION, bomb[at:at + 1000], final=False) for at in range(100, len(bomb), 1000)), 1009),
            ("one byte over the limit", frame(TEXT, deflated(b"0" * (LIMIT + 1)), reserved=DEFLATED), 1009),
            ("2^40 bytes announced", frame(TEXT, whole, reserved=DEFLATED, length=2 ** 40), 1009),
            ("a deflated continuation", frame(TEXT, whole[:3], final=False, reserved=DEFLATED)
             + frame(CONTINUATION, whole[3:], reserved=DEFLATED), 1002),
            ("a deflated ping", frame(PING, deflated("x"), reserved=DEFLATED), 1002),
            ("another reserved bit", frame(TEXT, whole, reserved=DEFLATED | 2), 1002),
            ("damaged data", frame(TEXT, b"\x06" + whole, reserved=DEFLATED), 1007),
            ("data that is cut short", frame(TEXT, whole[:-3], reserved=DEFLATED), 1007),
            ("plain text marked as deflated", frame(TEXT, text, reserved=DEFLATED), 1007),
            ("deflated text that is not UTF-8", frame(TEXT, deflated(b'"\xff"'), reserved=DEFLATED), 1007),
            ("a reference into the message before", frame(TEXT, whole, reserved=DEFLATED)
             + frame(TEXT, bytes.fromhex("f200110000"), reserved=DEFLATED), 1007),
        )
        for name, data, code in rows:
            for peer in self.peers():
                with self.subTest(name):
                    peer.send(direct(1) + data)
                    self.assertEqual(peer.text(), "1")  # what came before is still served
                    if "before" in name:
                        self.assertEqual(peer.whole()[0], 0xC1)
                    self.assertEqual(peer.closed(), code)

    def test_a_message_at_the_limit(self):
        text = '{"message":"%s","direct":true}'
        text = text % ("0" * (LIMIT - len(text) + 2))
        noise = '{"message":"%s","direct":true}' % os.urandom((LIMIT - 40) // 2).hex()
        for message in (text, noise):
            for peer in self.peers():
                peer.send(frame(TEXT, deflated(message), reserved=DEFLATED))
                _, payload = peer.whole()
                self.assertEqual(zlib.decompressobj(wbits=-15).decompress(payload + b"\0\0\xff\xff").decode(),
                                 json.loads(message)["message"])

    @unittest.skipUnless(MEMORY_IS_MEANT, "a sanitizer has its own idea of memory")
    def test_an_idle_client_keeps_nothing(self):
        """Neither side's window: 270 KiB and 40 KiB, if zlib's state were kept."""
        message = frame(TEXT, deflated(direct_text("x" * 1000)), reserved=DEFLATED)
        peers = [RawPeer(self.server.urls["ws"], fields=FIELD % "") for _ in range(300)]
        before = resident(self.server)
        for peer in peers:
            peer.send(message)
            self.assertEqual(peer.whole()[0], 0xC1)
        self.assertLess(resident(self.server) - before, (300 * 10 + 2000) * 1024)
        for peer in peers:
            peer.socket.close()


if __name__ == "__main__":
    unittest.main()
