"""What one client may cost the others: messages that unpack to far more than they are on the wire, and long forms."""
import contextlib
import http.client
import json
import os
import unittest
import urllib.parse
import zlib

from raw_peer import CLOSE, TEXT, RawPeer, frame
from signalbox_process import Signalbox
from watching import MIB, RoundTrips, ended

DEFLATED = 4  # RSV1
FIELD = "Sec-WebSocket-Extensions: permessage-deflate\r\n"
# each message on /bomb gives those on /watch its number, and they hear who leaves
COUNTING = [{"path": "/bomb", "rules": [{"then": {"sendTo": {"path": "/watch", "value": "{{counter}}"}}}]}]

LEAVING = [{"type": "disconnect", "path": "/bomb", "script": "sendSignal('left', {path: '/watch'});"}]


def bomb(size=MIB - 64):
    """A frame of about a thousandth of what its message takes unpacked."""
    stream = zlib.compressobj(9, wbits=-15)
    packed = stream.compress(json.dumps({"message": "x" * size, "path": "/nowhere"}).encode()) + stream.flush(zlib.Z_SYNC_FLUSH)
    return frame(TEXT, packed[:-4], reserved=DEFLATED)


def counting(limits):
    server = Signalbox(limits=limits, compression=True)
    server.configuration["signalRoutes"] = COUNTING
    server.configuration["events"] = LEAVING
    server.configuration["journal"] = {"enabled": False}
    return server


class Compressed(unittest.TestCase):
    COUNT = 200  # all of them in one read
    MANY = 1000  # some seconds of work
    NO_RATES = {"bytesPerSecond": 0, "messagesPerSecond": 0}

    def test_others_have_their_turn_in_between(self):
        for scheme in ("ws", "wss"):
            with self.subTest(scheme), counting(self.NO_RATES) as server, RawPeer(server.urls["ws"], path="/watch") as watcher, \
                    RawPeer(server.urls["ws"], path="/other") as other, \
                    RawPeer(server.urls[scheme], path="/bomb", fields=FIELD) as sender:
                watcher.socket.settimeout(120)
                sender.send(bomb() * self.COUNT)
                self.assertEqual(watcher.text(), "1")
                other.send(frame(TEXT, '{"message":"me","path":"/watch"}'))
                came = [watcher.text() for _ in range(self.COUNT)]
                self.assertEqual([text for text in came if text != "me"], [str(n) for n in range(2, self.COUNT + 1)])
                print(f"{scheme}: another client's message came after {came.index('me') + 1} of {self.COUNT}")
                self.assertLess(came.index("me"), self.COUNT // 2)

    def test_what_waits_goes_with_its_sender(self):
        for scheme in ("ws", "wss"):
            with self.subTest(scheme), counting(self.NO_RATES) as server, RawPeer(server.urls["ws"], path="/watch") as watcher:
                watcher.socket.settimeout(120)
                with RawPeer(server.urls[scheme], path="/bomb", fields=FIELD) as sender:
                    sender.send(bomb() * self.MANY)
                came = 0
                while watcher.text() != "left":
                    came += 1
                print(f"{scheme}: {came} of {self.MANY} were handled")
                self.assertLess(came, self.MANY)

    def test_bytes_count_unpacked(self):
        for scheme in ("ws", "wss"):
            with self.subTest(scheme), counting({"bytesPerSecond": MIB, "bytesBurst": 8 * MIB}) as server, \
                    RawPeer(server.urls["ws"], path="/watch") as watcher, \
                    RawPeer(server.urls[scheme], path="/bomb", fields=FIELD) as sender:
                sender.socket.settimeout(60)
                watcher.socket.settimeout(60)
                with contextlib.suppress(ConnectionError):
                    sender.send(bomb() * 30)
                self.assertEqual(ended(sender), 1008)
                came = 0
                while watcher.text() != "left":
                    came += 1
                self.assertIn(came, range(7, 16))  # those of the burst, and of the seconds that it took

    def test_figures(self):
        """How long others wait meanwhile."""
        for scheme, limits in (("ws", {}), ("ws", self.NO_RATES), ("wss", self.NO_RATES)):
            with Signalbox(limits=limits, compression=True) as server:
                trips = RoundTrips(server.urls["ws"])
                with RawPeer(server.urls[scheme], fields=FIELD) as sender:
                    sender.socket.settimeout(120)
                    with contextlib.suppress(ConnectionError):
                        sender.send(bomb() * 600)
                        sender.send(frame(CLOSE))
                    code = ended(sender, 120)
                p99, longest = trips.end()
                print(f"{scheme}, {limits}: 600 frames of 1 KiB that unpack to 1 MiB, ended with {code}; "
                      f"others' p99 {p99 * 1000:.1f} ms, longest wait {longest * 1000:.1f} ms")


class Forms(unittest.TestCase):
    def post(self, server, kind, body):
        connection = http.client.HTTPConnection("127.0.0.1", server.port(), timeout=120)
        with contextlib.closing(connection):
            connection.request("POST", "/broadcast", body, {"Content-Type": kind, "Host": f"127.0.0.1:{server.port()}"})
            answer = connection.getresponse()
            return answer.status, answer.read().decode().strip()

    def test_very_many_parts(self):
        with Signalbox() as server:
            status, said = self.post(server, "multipart/form-data; boundary=X", b"--X\r\n\r\n\r\n" * 90_000 + b"--X--")
            self.assertEqual((status, said), (400, "The form has more than 1000 fields."))
            status, said = self.post(server, "application/x-www-form-urlencoded", b"a&" * 400_000)
            self.assertEqual((status, said), (400, "The form has more than 1000 fields."))

    def test_long_ones_arrive(self):
        text = "é" + os.urandom(150_000).hex()
        name = 'Content-Disposition: form-data; name="message"'
        bodies = (("application/json", json.dumps({"message": text})),
                  ("application/x-www-form-urlencoded", urllib.parse.urlencode({"other": "x", "message": text})),
                  ("multipart/form-data; boundary=X", f"--X\r\n{name}\r\n\r\n{text}\r\n--X--"))
        with Signalbox() as server, RawPeer(server.urls["ws"]) as peer:
            for kind, body in bodies:
                self.assertEqual(self.post(server, kind, body.encode()), (200, "sent"))
                self.assertEqual(json.loads(peer.text()), {"Message": text})
            self.assertEqual(self.post(server, "application/json", b'{"message":' + b"[" * 200_000)[0], 400)


if __name__ == "__main__":
    unittest.main()
