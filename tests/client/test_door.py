"""The door: who is let in and who is turned away, with which answer, and that secrets are in no log."""
import base64
import contextlib
import glob
import hashlib
import hmac
import http.client
import json
import os
import socket
import sqlite3
import ssl
import time
import unittest

from raw_peer import TEXT, RawPeer, direct, frame, upgrade
from signalbox_process import Signalbox, run_to_end, trust_nobody

TOKEN = "sesame-open-for-this-test-only"
KEY = "a-key-of-at-least-thirty-two-letters"
CODE = "K7-42"


def answer(port, request, secure=False):
    """The status of the answer to these bytes, 0: closed without one; and all that was answered."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    with trust_nobody().wrap_socket(connection) if secure else connection as stream:
        received = b""
        with contextlib.suppress(ConnectionError):
            stream.sendall(request)
            while not received.startswith(b"HTTP/1.1 101 "):
                data = stream.recv(65536)
                if not data:
                    break
                received += data
        return (int(received.split()[1]) if received.startswith(b"HTTP/1.1 ") else 0), received


def head(line="GET /x HTTP/1.1", host="Host: localhost", upgrade="Upgrade: websocket", connection="Connection: Upgrade",
         key="Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", version="Sec-WebSocket-Version: 13", *more, end="\r\n"):
    lines = [line, host, upgrade, connection, key, version, *more]
    return b"".join((text if isinstance(text, bytes) else text.encode()) + end.encode()
                    for text in lines if text is not None) + end.encode()


def fields(*more):
    return head("GET /x HTTP/1.1", "Host: localhost", "Upgrade: websocket", "Connection: Upgrade",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13", *more)


HANDSHAKES = (
    ("a good one", head(), 101),
    ("field names in small letters", head(host="host: localhost", upgrade="upgrade: websocket", connection="connection: upgrade", key="sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==", version="sec-websocket-version: 13"), 101),
    ("field names in capitals", head(host="HOST: LOCALHOST", upgrade="UPGRADE: WEBSOCKET", connection="CONNECTION: UPGRADE"), 101),
    ("Connection among others", head(connection="Connection: keep-alive, Upgrade"), 101),
    ("Connection in two fields", head(connection="Connection: keep-alive\r\nConnection: Upgrade"), 101),
    ("an extension that is not spoken", fields("Sec-WebSocket-Extensions: x-made-up"), 101),
    ("a subprotocol that is not spoken", fields("Sec-WebSocket-Protocol: chat"), 101),
    ("percent signs in the path", head("GET /caf%C3%A9?x=%20 HTTP/1.1"), 101),
    ("a path of 4,000 bytes", head("GET /" + "x" * 4000 + " HTTP/1.1"), 101),
    ("no Host", head(host=None), 400),
    ("an empty Host", head(host="Host:"), 400),
    ("two Hosts", head(host="Host: localhost\r\nHost: localhost"), 400),
    ("a foreign Host", head(host="Host: evil.example"), 421),
    ("a Host with user information", head(host="Host: a@localhost"), 421),
    ("no Upgrade", head(upgrade=None), 426),
    ("an empty Upgrade", head(upgrade="Upgrade:"), 426),
    ("no Upgrade and no Connection, as a proxy leaves it", head("GET /x HTTP/1.0", upgrade=None, connection="Connection: close"), 426),
    ("no handshake at all", b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 200),
    ("an upgrade to something else", head(upgrade="Upgrade: h2c"), 200),
    ("no Connection", head(connection=None), 400),
    ("Connection: close", head(connection="Connection: close"), 400),
    ("no key", head(key=None), 400),
    ("an empty key", head(key="Sec-WebSocket-Key:"), 400),
    ("a short key", head(key="Sec-WebSocket-Key: dGhl"), 400),
    ("a long key", head(key="Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZSBhbmQgbW9yZQ=="), 400),
    ("a key that is not base64", head(key="Sec-WebSocket-Key: !!!!!!!!!!!!!!!!!!!!!!=="), 400),
    ("two keys", head(key="Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="), 400),
    ("no version", head(version=None), 426),
    ("version 8", head(version="Sec-WebSocket-Version: 8"), 426),
    ("version 0", head(version="Sec-WebSocket-Version: 0"), 426),
    ("version 13, 8", head(version="Sec-WebSocket-Version: 13, 8"), 426),
    ("version 013", head(version="Sec-WebSocket-Version: 013"), 426),
    ("two versions", head(version="Sec-WebSocket-Version: 13\r\nSec-WebSocket-Version: 8"), 400),
    ("POST", head("POST /x HTTP/1.1"), 400),
    ("HEAD", head("HEAD /x HTTP/1.1"), 400),
    ("get in small letters", head("get /x HTTP/1.1"), 400),
    ("a body", fields("Content-Length: 5") + b"hello", 400),
    ("a body in chunks", fields("Transfer-Encoding: chunked") + b"0\r\n\r\n", 400),
    ("two lengths", fields("Content-Length: 0", "Content-Length: 5"), 400),
    ("HTTP/1.0", head("GET /x HTTP/1.0"), 426),
    ("HTTP/0.9", b"GET /x\r\n\r\n", 400),
    ("HTTP/2.0 in words", head("GET /x HTTP/2.0"), 400),
    ("the preface of HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    ("an Origin of our own address with another scheme", head("GET /x HTTP/1.1", "Host: localhost:8091", "Upgrade: websocket", "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13", "Origin: wss://localhost:8091"), 101),
    ("a foreign page", fields("Origin: http://evil.example"), 403),
    ("a page from a disk", fields("Origin: null"), 403),
    ("two origins", fields("Origin: http://localhost", "Origin: http://evil.example"), 403),
    ("a folded line", fields("X-Folded: a\r\n b"), None),  # obsolete, and harmless where nothing reads it
    ("NUL in a value", fields("X-Nul: a\0b"), 400),
    ("NUL in the path", head("GET /a\0b HTTP/1.1"), 400),
    ("a space before the colon", fields("X-Space : a"), 400),
    ("a field without a name", fields(": a"), 400),
    ("a line without a colon", fields("nothing"), 400),
    ("line feeds only", head(end="\n"), 400),
    ("an absolute address", head("GET http://localhost/x HTTP/1.1"), 101),
    ("an absolute address of a WebSocket", head("GET ws://LOCALHOST:8091/x?y HTTP/1.1"), 101),
    ("an absolute address without a path", head("GET http://127.0.0.1 HTTP/1.1"), 101),
    ("an absolute address, which counts more than Host", head("GET http://localhost/x HTTP/1.1", "Host: evil.example"), 101),
    ("a foreign absolute address", head("GET http://evil.example/x HTTP/1.1"), 421),
    ("an absolute address with TLS where there is none", head("GET https://localhost/x HTTP/1.1"), 421),
    ("an absolute address without a host", head("GET http:///x HTTP/1.1"), 421),
    ("an absolute address with a user", head("GET http://me@localhost/x HTTP/1.1"), 421),
    ("an absolute address of another kind", head("GET ftp://localhost/x HTTP/1.1"), 400),
    ("an absolute address that leads upward", head("GET http://localhost/../x HTTP/1.1"), 400),
    ("an absolute address without Host", head("GET http://localhost/x HTTP/1.1", None), 400),
    ("a name below localhost", head(host="Host: app.localhost:8091"), 101),
    ("localhost with the dot of the root", head(host="Host: LocalHost."), 101),
    ("an asterisk for a path", head("GET * HTTP/1.1"), 400),
    ("a path without a slash", head("GET x HTTP/1.1"), 400),
    ("a path that leads upward", head("GET /../x HTTP/1.1"), 400),
    ("a path that leads upward in percent signs", head("GET /%2e%2e/x HTTP/1.1"), 400),
    ("a path with a backslash", head("GET /a\\b HTTP/1.1"), 400),
    ("a percent sign alone", head("GET /% HTTP/1.1"), 400),
    ("a NUL in percent signs", head("GET /%00 HTTP/1.1"), 400),
    ("UTF-8 in percent signs that is none", head("GET /%FF HTTP/1.1"), 400),
    ("a space in the path", head("GET /a b HTTP/1.1"), 400),
    ("a path of 10,000 bytes", head("GET /" + "x" * 10_000 + " HTTP/1.1"), 414),
    ("a field of 9,000 bytes", fields("X-Long: " + "x" * 9_000), 431),
    ("fields of 20,000 bytes together", fields(*(f"X-{n}: " + "x" * 1_000 for n in range(20))), 431),
    ("70 fields", fields(*(f"X-{n}: x" for n in range(70))), 431),
    ("empty lines and nothing else", b"\r\n" * 20, None),
    ("TLS", bytes.fromhex("16030100c8010000c403") + bytes(190), 0),
    ("frames instead of a request", frame(TEXT, "hello"), 400),
)


def signed(expires, algorithm="HS256", key=KEY):
    def encoded(part):
        return base64.urlsafe_b64encode(part).rstrip(b"=")
    content = encoded(json.dumps({"alg": algorithm, "typ": "JWT"}).encode()) + b"." + encoded(json.dumps({"exp": expires}).encode())
    return (content + b"." + encoded(hmac.new(key.encode(), content, hashlib.sha256).digest())).decode()


def written(server):
    """All that a server has written into its folder, but for its configuration."""
    content = b""
    for name in glob.glob(os.path.join(server.folder.name, "**"), recursive=True):
        if os.path.isfile(name) and os.path.basename(name) != "signalbox.json":
            with open(name, "rb") as file:
                content += file.read()
    return content


def refusals(server):
    """Why connections were refused, by the log on disk of a server that has stopped."""
    with contextlib.closing(sqlite3.connect(os.path.join(server.folder.name, "journal.db"))) as database:
        return [row[0] for row in database.execute(
            "SELECT why.text FROM entry JOIN word AS kind ON kind.id = entry.kind JOIN word AS why ON why.id = entry.why "
            "WHERE kind.text = 'LogKind.Refused' ORDER BY entry.id")]


def wait_for_end(connections, seconds=20):
    """Until the server has closed them all."""
    for connection in connections:
        connection.settimeout(seconds)
        with contextlib.suppress(ConnectionError):
            while connection.recv(65536):
                pass


class Door(unittest.TestCase):
    def test_handshakes_by_hand(self):
        limits = {"handshakeSeconds": 1, "connectionsPerSecond": 0}
        with Signalbox(limits=limits) as server:
            for name, request, status in HANDSHAKES:
                with self.subTest(name):
                    if name.startswith("an upgrade to"):  # asks for a page
                        request, status = request.replace(b"GET /x", b"GET /"), 200
                        request = request.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n") if b"close" not in request else request
                        request = request.replace(b"Connection: Upgrade\r\n", b"")
                    got, text = answer(server.port(), request)
                    if status is not None:
                        self.assertEqual(got, status, text[:300])
                    else:
                        self.assertIn(got, (0, 101, 400, 408))
                    if got >= 400:
                        sentence = text.split(b"\r\n\r\n", 1)[1]
                        self.assertTrue(sentence.endswith(b".\n"), sentence)
                    if got == 426:
                        self.assertIn(b"Sec-WebSocket-Version: 13\r\n", text)
            self.assertEqual(answer(server.port(), head())[0], 101)  # it is well
            got, text = answer(server.port("wss"), head())
            self.assertEqual((got, b"wss" in text), (400, True))  # no TLS where it is spoken

    def test_half_a_request(self):
        with Signalbox(limits={"handshakeSeconds": 1}) as server:
            self.assertEqual(answer(server.port(), head()[:40])[0], 408)
            self.assertEqual(answer(server.port(), b"")[0], 0)

    def test_tokens(self):
        now = time.time()
        right, wrong = signed(now + 600), (signed(now - 600), signed(now + 600, "none"), signed(now + 600, key=KEY[::-1]),
                                           TOKEN[:-1], TOKEN + "x", "", "x" * 3000)
        limits = {"failuresPerMinute": 0}
        with Signalbox(limits=limits, token=TOKEN, tokenKey=KEY) as server:
            for scheme in ("ws", "wss"):
                port, secure = server.port(scheme), scheme == "wss"
                for token in (TOKEN, right):
                    with self.subTest(scheme, token=token):
                        self.assertEqual(answer(port, fields(f"Authorization: Bearer {token}"), secure)[0], 101)
                        self.assertEqual(answer(port, fields(f"authorization: bearer  {token}"), secure)[0], 101)
                        self.assertEqual(answer(port, upgrade(path=f"/x?token={token}"), secure)[0], 101)
                        self.assertEqual(answer(port, upgrade(path=f"/x?a=1&access_token={token}&b=2"), secure)[0], 101)
                for token in wrong:
                    with self.subTest(scheme, token=token):
                        got, text = answer(port, fields(f"Authorization: Bearer {token}"), secure)
                        self.assertEqual(got, 401)
                        self.assertIn(b"WWW-Authenticate: Bearer\r\n", text)
                        self.assertEqual(answer(port, upgrade(path=f"/x?token={token}"), secure)[0], 401)
                self.assertEqual(answer(port, fields(), secure)[0], 401)
                self.assertEqual(answer(port, fields(f"Authorization: Basic {TOKEN}"), secure)[0], 401)
            self.assertNotIn(TOKEN.encode(), written(server))
            self.assertEqual(server.stop(), 0)
            text = server.process.stdout.read() + server.process.stderr.read()
            for secret in (TOKEN, KEY, right, wrong[0]):
                self.assertNotIn(secret, text)

    def test_a_script_gets_no_secret(self):
        script = "reply({url: event.request.url, query: event.request.query, headers: event.request.headers})"
        server = Signalbox(token=TOKEN)
        server.configuration["signalRoutes"] = [{"path": "/x", "script": script}]
        server.configuration["httpRoutes"] = [{"method": "GET", "path": "/h", "script": "return event.request"}]
        with server:
            with RawPeer(server.urls["ws"], path=f"/x?name=Ada&token={TOKEN}") as peer:
                peer.send(frame(TEXT, '{"message":"?"}'))
                text = peer.text()
                self.assertIn("Ada", text)
                self.assertNotIn(TOKEN, text)
            for status, header in ((200, f"Authorization: Bearer {TOKEN}\r\nReferer: http://localhost/?token={TOKEN}\r\n"), (401, "")):
                got, text = answer(server.port(), f"GET /h?a=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{header}\r\n".encode())
                self.assertEqual(got, status)
                self.assertNotIn(TOKEN.encode(), text)

    def test_a_join_code(self):
        with Signalbox(joinCode=CODE, preset="class") as server:
            for path, status in (("/x?code=k7-42", 101), ("/x?code=K7-42", 101), ("/x?code=K7-43", 401), ("/x", 401)):
                self.assertEqual(answer(server.port(), upgrade(path=path))[0], status, path)
            page = http.client.HTTPConnection("127.0.0.1", server.port(), timeout=5)
            page.request("GET", "/")  # the page itself needs none: it brings it
            self.assertEqual(page.getresponse().status, 200)
            page.close()
            for query, status in (("?code=k7-42", 200), ("", 401)):
                page = http.client.HTTPConnection("127.0.0.1", server.port(), timeout=5)
                page.request("POST", "/broadcast" + query, b'{"message":"hi"}', {"Content-Type": "application/json"})
                self.assertEqual(page.getresponse().status, status)
                page.close()

    def test_guessing_blocks_an_address(self):
        limits = {"failuresPerMinute": 5, "blockSeconds": 2}
        with Signalbox(limits=limits, token=TOKEN) as server:
            guess = [answer(server.port(), upgrade(path=f"/x?token={n}"))[0] for n in range(7)]
            self.assertEqual(guess, [401] * 5 + [429] * 2)
            got, text = answer(server.port(), upgrade(path=f"/x?token={TOKEN}"))
            self.assertEqual((got, b"Retry-After: " in text), (429, True))
            self.assertEqual(answer(server.port("wss"), upgrade(path=f"/x?token={TOKEN}"), True)[0], 101)  # of another endpoint
            page = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            self.assertEqual(answer(server.port(), page)[0], 200)  # guesses nothing
            end = time.monotonic() + 10
            while answer(server.port(), upgrade(path=f"/x?token={TOKEN}"))[0] != 101:
                self.assertLess(time.monotonic(), end)
                time.sleep(0.1)
            none = [answer(server.port(), upgrade())[0] for _ in range(8)]
            self.assertEqual(none, [401] * 8)  # who shows nothing guesses nothing

    def test_limits_of_an_address(self):
        with Signalbox(limits={"clientsPerAddress": 3}) as server, contextlib.ExitStack() as stack:
            peers = [stack.enter_context(RawPeer(server.urls["ws"])) for _ in range(3)]
            got, text = answer(server.port(), upgrade())
            self.assertEqual((got, b"Retry-After: " in text), (429, True))
            peers[0].socket.close()
            end = time.monotonic() + 10
            while answer(server.port(), upgrade())[0] != 101:
                self.assertLess(time.monotonic(), end)
        with Signalbox(limits={"addressConnectionsPerSecond": 1, "addressConnectionsBurst": 5}) as server:
            got = [answer(server.port(), upgrade())[0] for _ in range(12)]
            self.assertEqual(got[:5], [101] * 5)
            self.assertIn(429, got)
        with Signalbox(limits={"handshakesPerAddress": 4, "handshakeSeconds": 30}) as server, contextlib.ExitStack() as stack:
            for _ in range(4):
                stack.enter_context(socket.create_connection(("127.0.0.1", server.port())))
            end = time.monotonic() + 10
            while answer(server.port(), upgrade())[0] != 429:  # the others may not be counted yet
                self.assertLess(time.monotonic(), end)

    def test_who_asks_for_nothing_is_not_refused(self):
        """Browsers keep a connection in reserve; port scanners and load balancers look whether somebody answers."""
        for name, scheme, encrypted, leaves, expected in (
                ("a browser's spare one, cut when its time is up", "ws", False, False, []),
                ("the same on a port with TLS", "wss", False, False, []),
                ("the same behind its encryption", "wss", True, False, []),
                ("who looks and leaves", "ws", False, True, []),
                ("who looks at TLS and leaves", "wss", False, True, []),
                ("who agrees on TLS and leaves", "wss", True, True, []),
                ("half a request", "ws", False, False, ["Why.HandshakeTimeout"]),
                ("half a request behind encryption", "wss", True, False, ["Why.HandshakeTimeout"]),
                ("half a beginning of TLS", "wss", False, False, ["Why.HandshakeTimeout"])):
            server = Signalbox(limits={"handshakeSeconds": 1})
            server.configuration["journal"] = {"file": "journal.db"}
            with self.subTest(name), server:
                connection = socket.create_connection(("127.0.0.1", server.port(scheme)), timeout=20)
                if encrypted:
                    connection = trust_nobody().wrap_socket(connection)
                if name.startswith("half"):
                    connection.sendall(b"GET /x HTTP/1.1\r\n" if "request" in name else bytes.fromhex("1603010200"))
                if not leaves:
                    wait_for_end([connection])
                connection.close()
                self.assertEqual(answer(server.port(), upgrade())[0], 101)
                server.stop()
                self.assertEqual(refusals(server), expected)

    def test_who_takes_the_place_of_others_is_told_of(self):
        for scheme in ("ws", "wss"):
            server = Signalbox(limits={"handshakes": 16, "handshakeSeconds": 30, "handshakesPerAddress": 0, "connectionsPerSecond": 0})
            server.configuration["journal"] = {"file": "journal.db"}
            with self.subTest(scheme), server, contextlib.ExitStack() as stack:
                crowd = [stack.enter_context(socket.create_connection(("127.0.0.1", server.port(scheme)))) for _ in range(16)]
                self.assertEqual(answer(server.port(scheme), upgrade(), scheme == "wss")[0], 101)  # makes them leave
                wait_for_end(crowd)
                server.stop()
                self.assertEqual(set(refusals(server)), {"Why.TooManyHandshakes"})

    def test_connections_of_an_endpoint_wait(self):
        with Signalbox(limits={"connectionsPerSecond": 20}) as server:
            begin = time.monotonic()
            self.assertEqual([answer(server.port(), upgrade())[0] for _ in range(40)], [101] * 40)
            self.assertGreater(time.monotonic() - begin, 0.9)  # 20 at once, then 20 a second

    def test_bans(self):
        server = Signalbox()
        server.configuration["bans"] = [{"address": "127.0.0.0/8", "note": "the test"}]
        with server:
            got, text = answer(server.port(), upgrade())
            self.assertEqual((got, b"banned" in text), (403, True))
            with self.assertRaises((ssl.SSLError, ConnectionError, OSError)):
                answer(server.port("wss"), upgrade(), secure=True)
        server = Signalbox()
        server.configuration["bans"] = [{"address": "127.0.0.1", "until": "2020-01-01T00:00:00Z"}, {"address": "10.0.0.0/8"}]
        with server:
            self.assertEqual(answer(server.port(), upgrade())[0], 101)

    def test_the_internet(self):
        open_to_all = {"preset": "open", "token": TOKEN, "hosts": ["lab.example"], "origins": ["https://codepen.io"]}
        server = Signalbox(**open_to_all)
        del server.configuration["endpoints"][0]  # the plain one
        with server:
            port = server.port("wss")
            bearer = f"Authorization: Bearer {TOKEN}\r\n"
            for host, more, status in (("lab.example", bearer, 101), ("lab.example", "", 401), ("127.0.0.1", bearer, 421),
                                       ("localhost", bearer, 421), ("lab.example", bearer + "Origin: https://codepen.io\r\n", 101),
                                       ("lab.example", bearer + "Origin: https://lab.example\r\n", 403)):
                with self.subTest(host, more=more):
                    self.assertEqual(answer(port, upgrade(host=host, fields=more), secure=True)[0], status)

    def test_the_internet_needs_more(self):
        for name, endpoint, word in (("no TLS", {"token": TOKEN, "hosts": ["a.example"]}, "tls"),
                                     ("no token", {"tls": {"selfSigned": True}, "hosts": ["a.example"]}, "token"),
                                     ("a short token", {"tls": {"selfSigned": True}, "hosts": ["a.example"], "token": "short"}, "token"),
                                     ("no hosts", {"tls": {"selfSigned": True}, "token": TOKEN}, "hosts")):
            with self.subTest(name), Signalbox() as server:
                document = os.path.join(server.folder.name, "open.json")
                with open(document, "w", encoding="utf-8") as file:
                    json.dump({"endpoints": [{"preset": "open", "port": 0, **endpoint}]}, file)
                status, out, err = run_to_end("--headless", document)
                self.assertEqual((status, out), (2, ""))
                self.assertIn(word, err)
                self.assertNotIn(TOKEN, err)


if __name__ == "__main__":
    unittest.main()
