"""Starting, stopping, the door, and HTTP on the same port."""
import asyncio
import contextlib
import http.client
import json
import signal
import socket
import time
import unittest

import websockets

from raw_peer import RawPeer
from signalbox_process import Signalbox, run_to_end, trust_nobody


class Life(unittest.TestCase):
    def test_exit_statuses(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            status, out, err = run_to_end("--headless", "--listen", f"ws://127.0.0.1:{port}")
        self.assertEqual((status, out), (1, ""))
        self.assertIn(str(port), err)
        self.assertEqual(run_to_end("--no-such-option")[0], 2)
        self.assertEqual(run_to_end("--headless", "--listen", "ftp://x")[0], 2)
        self.assertEqual(run_to_end("--version")[0], 0)
        self.assertIn("--listen", run_to_end("--help")[1])

    def test_silent_tls_handshakes_hold_nobody_up(self):
        with Signalbox(limits={"handshakeSeconds": 30}) as server:
            silent = [socket.create_connection(("127.0.0.1", server.port("wss"))) for _ in range(40)]

            async def connect():
                async with websockets.connect(server.urls["wss"], ssl=trust_nobody()):
                    pass
            asyncio.run(asyncio.wait_for(connect(), 20))
            for each in silent:
                each.close()

    def test_full_endpoint(self):
        with Signalbox(limits={"clients": 1}) as server:
            async def live():
                async with websockets.connect(server.urls["ws"]):
                    with self.assertRaises(websockets.InvalidStatusCode) as refused:
                        await websockets.connect(server.urls["ws"])
                    self.assertEqual(refused.exception.status_code, 503)
                    self.assertEqual(refused.exception.headers["Retry-After"], "5")
            asyncio.run(live())

    def test_a_computer_that_slept_cuts_nobody_who_answers(self):
        """Here its process stands still, for longer than a peer may leave a ping unanswered."""
        with Signalbox(limits={"pingSeconds": 5, "pongSeconds": 2}) as server:
            async def live():
                clients = [await websockets.connect(server.urls["ws"], ping_interval=None) for _ in range(60)]
                await asyncio.sleep(4)  # some have been pinged, some are being pinged
                server.process.send_signal(signal.SIGSTOP)
                await asyncio.sleep(8)
                server.process.send_signal(signal.SIGCONT)
                await asyncio.sleep(3)
                for client in clients:
                    await client.send('{"message":"there","direct":true}')
                    self.assertEqual(await asyncio.wait_for(client.recv(), 5), "there")
                with RawPeer(server.urls["ws"]) as silent:  # who does not answer is still found out
                    begin = time.monotonic()
                    silent.socket.settimeout(20)
                    with contextlib.suppress(ConnectionError):
                        while await asyncio.to_thread(silent.socket.recv, 4096):
                            pass
                    self.assertLess(time.monotonic() - begin, 15)
                for client in clients:
                    self.assertTrue(client.open)
                    await client.close()
            asyncio.run(live())


class Door(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Signalbox(limits={"handshakeSeconds": 1})
        cls.server.__enter__()
        cls.addClassCleanup(cls.server.__exit__)

    def answer(self, data):
        """The status of the answer to these bytes; 0: the connection was closed without one."""
        with socket.create_connection(("127.0.0.1", self.server.port()), timeout=5) as connection:
            connection.sendall(data)
            reply = connection.recv(4096)
        return int(reply.split()[1]) if reply else 0

    def test_requests_by_hand(self):
        host = b"Host: localhost\r\n"
        upgrade = (b"GET /a HTTP/1.1\r\n" + host + b"Upgrade: websocket\r\nConnection: Upgrade\r\n"
                   b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n")
        rows = (
            ("a good upgrade", upgrade + b"\r\n", 101),
            ("an old version", upgrade.replace(b": 13", b": 8") + b"\r\n", 426),
            ("a bad key", upgrade.replace(b"dGhl", b"!!!!") + b"\r\n", 400),
            ("a foreign page", upgrade + b"Origin: http://evil.example\r\n\r\n", 403),
            ("a page from a file", upgrade + b"Origin: null\r\n\r\n", 403),
            ("a foreign host name", upgrade.replace(b"localhost", b"evil.example") + b"\r\n", 421),
            ("no host", b"GET / HTTP/1.1\r\n\r\n", 400),
            ("a long request line", b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n" + host + b"\r\n", 414),
            ("a large head", b"GET / HTTP/1.1\r\n" + host + (b"X: " + b"a" * 4000 + b"\r\n") * 5 + b"\r\n", 431),
            ("a head that never ends", b"GET / HTTP/1.1\r\n" + host, 408),
            ("noise", b"\x00\x01\x02\r\n\r\n", 400),
            ("TLS on the plain port", b"\x16\x03\x01\x02\x00", 0),
            ("no such page", b"GET /none HTTP/1.1\r\n" + host + b"\r\n", 404),
            ("a delete of the page", b"DELETE / HTTP/1.1\r\n" + host + b"\r\n", 405),
        )
        for name, data, status in rows:
            with self.subTest(name):
                self.assertEqual(self.answer(data), status)

    def test_the_page(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port(), timeout=5)
        connection.request("GET", "/")
        answer = connection.getresponse()
        self.assertEqual(answer.status, 200)
        self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])
        self.assertIn(b"<script>", answer.read())
        connection.close()

    def test_post_broadcast(self):
        bodies = (
            ("application/x-www-form-urlencoded", b"message=a+b%21", "a b!"),
            ("application/json", b'{"message":{"z":1,"a":2}}', {"z": 1, "a": 2}),
            ("multipart/form-data; boundary=X",
             b'--X\r\nContent-Disposition: form-data; name="message"\r\n\r\nhi\r\n--X--\r\n', "hi"),
        )

        async def live():
            async with websockets.connect(self.server.urls["ws"]) as client:
                for kind, body, value in bodies:
                    status = await asyncio.to_thread(self.post, kind, body)
                    self.assertEqual(status, 200, kind)
                    self.assertEqual(json.loads(await asyncio.wait_for(client.recv(), 5)), {"Message": value})
        asyncio.run(live())
        self.assertEqual(self.post("application/json", b"{}"), 400)
        self.assertEqual(self.post("application/json", b'{"message":1}', {"Origin": "http://evil.example"}), 403)

    def post(self, kind, body, fields=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port(), timeout=5)
        connection.request("POST", "/broadcast", body, {"Content-Type": kind, **(fields or {})})
        status = connection.getresponse().status
        connection.close()
        return status


if __name__ == "__main__":
    unittest.main()
