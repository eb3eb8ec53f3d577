"""Peers as they are: clients of other makers, pages of other sites, proxies that leave something out or write everything out."""
import contextlib
import json
import os
import select
import socket
import sqlite3
import ssl
import time
import unittest

import websocket

from raw_peer import CONTINUATION, TEXT, RawPeer, direct, frame, upgrade
from signalbox_process import Signalbox, trust_nobody

LATIN = "xn--bcher-kva"  # bücher, as browsers send it


def ask(port, request, secure=False):
    """Status and body of the answer to one request, after which the connection is closed."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    with trust_nobody().wrap_socket(connection) if secure else connection as stream:
        stream.sendall(request if isinstance(request, bytes) else request.encode())
        received = b""
        while not received.startswith(b"HTTP/1.1 101 "):
            data = stream.recv(65536)
            if not data:
                break
            received += data
    return int(received.split()[1]), received.partition(b"\r\n\r\n")[2].decode()


def request(line, fields="", host="localhost", body=""):
    return f"{line} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{fields}\r\n{body}"


def rows(server):
    """(kind, why, detail, code) of all that is in the log on disk; the server has ended."""
    with contextlib.closing(sqlite3.connect(os.path.join(server.folder.name, "journal.db"))) as database:
        return database.execute("SELECT k.text, w.text, detail, code FROM entry JOIN word k ON k.id = kind JOIN word w ON w.id = why "
                                "ORDER BY entry.id").fetchall()


def with_journal(**keys):
    server = Signalbox(**keys)
    server.configuration["journal"] = {"file": "journal.db"}
    return server


class Clients(unittest.TestCase):
    def test_an_origin_of_our_own_address(self):
        """Many clients make one of the address they connect to, with http or ws whatever is spoken."""
        with Signalbox() as server:
            for scheme in ("ws", "wss"):
                secure = scheme == "wss"
                with self.subTest(scheme):
                    url = server.urls[scheme].replace("127.0.0.1", "localhost") + "/room"
                    client = websocket.create_connection(url, timeout=10, sslopt={"cert_reqs": ssl.CERT_NONE, "check_hostname": False})
                    client.send('{"message":"hello","direct":true}')
                    self.assertEqual(client.recv(), "hello")
                    client.close()
                port = server.port(scheme)
                for name, host, origin, status in (("python3-websocket", f"localhost:{port}", f"http://localhost:{port}", 101),
                                                   ("ws4py", f"localhost:{port}", f"ws://localhost:{port}", 101),
                                                   ("libwebsockets", "localhost", "http://localhost", 101),
                                                   ("another port", f"localhost:{port}", "http://localhost:3000", 403),
                                                   ("another host", f"localhost:{port}", f"http://evil.example:{port}", 403)):
                    with self.subTest(scheme, name=name):
                        self.assertEqual(ask(port, upgrade(host=host, fields=f"Origin: {origin}\r\n"), secure)[0], status)
            # what a browser sends for a page on port 80, when we are on 443
            page = "Origin: http://localhost\r\nUser-Agent: Mozilla/5.0\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"
            self.assertEqual(ask(server.port("wss"), upgrade(host="localhost", fields=page), secure=True)[0], 403)

    def test_origins_and_hosts_are_what_browsers_make_of_them(self):
        origins = ["https://example.org:443", "http://10.0.2.2:80", "http://bücher.local:3000", "HTTPS://Straße.Example"]
        with Signalbox(origins=origins, hosts=["Bücher.Example.", "2001:DB8:0::1"]) as server:
            for origin, status in (("https://example.org", 101), ("https://example.org:443", 101), ("http://10.0.2.2", 101),
                                   (f"http://{LATIN}.local:3000", 101), ("https://xn--strae-oqa.example", 101),
                                   ("http://example.org", 403), ("https://example.org:8443", 403), (f"http://{LATIN}.local", 403)):
                with self.subTest(origin):
                    self.assertEqual(ask(server.port(), upgrade(fields=f"Origin: {origin}\r\n"))[0], status)
            for host, status in ((f"{LATIN}.example", 101), (f"{LATIN.upper()}.example.:80", 101), ("[2001:db8::1]:8091", 101),
                                 ("app.localhost:8091", 101), ("localhost.:8091", 101), ("LOCALHOST", 101),
                                 (f"{LATIN}.example.org", 421), ("evillocalhost", 421), ("localhost.evil.example", 421)):
                with self.subTest(host):
                    self.assertEqual(ask(server.port(), upgrade(host=host))[0], status)

    def test_whole_frames_are_signs_of_life(self):
        """Some clients do not read while they send, so they answer no ping."""
        limits = {"pingSeconds": 5, "pongSeconds": 2, "messageSeconds": 60}
        part = frame(CONTINUATION, "x", final=False)
        with Signalbox(limits=limits) as server, contextlib.ExitStack() as stack:
            talks, fragments, trickles, silent = (stack.enter_context(RawPeer(server.urls["ws"])) for _ in range(4))
            fragments.send(frame(TEXT, '{"message":"', final=False))
            trickles.send(frame(TEXT, "x" * 60)[:20])
            gone = {}
            begin = time.monotonic()
            while (now := time.monotonic() - begin) < 16:
                for name, peer, data in (("talks", talks, frame(TEXT, '{"message":1,"path":"/nobody"}')), ("fragments", fragments, part),
                                         ("trickles", trickles, b"x"), ("silent", silent, b"")):
                    if name not in gone and closed(peer):
                        gone[name] = now
                    if name not in gone:
                        with contextlib.suppress(ConnectionError):
                            peer.send(data)
                select.select([], [], [], 0.5)
            self.assertEqual(set(gone), {"trickles", "silent"})
            talks.send(direct('"still here"'))
            self.assertEqual(talks.text(), "still here")
            begin = time.monotonic()
            talks.socket.settimeout(20)  # and when it falls silent it is gone
            with contextlib.suppress(ConnectionError):
                while talks.socket.recv(65536):
                    self.assertLess(time.monotonic() - begin, 20)

    def test_half_of_a_surrogate_pair(self):
        """JSON allows it, and JavaScript makes one when it cuts a text."""
        server = with_journal()
        server.configuration["signalRoutes"] = [
            {"path": "/rule", "rules": [{"if": {"jsonPath": "$.a", "contains": "\N{REPLACEMENT CHARACTER}"}, "then": {"reply": "<{{message.a}}>"}}]},
            {"path": "/script", "script": "reply(event.data.message)"}]
        server.configuration["httpRoutes"] = [{"method": "POST", "path": "/echo", "script": "return event.data"}]
        with server:
            with RawPeer(server.urls["ws"]) as peer:
                for message, got in ((r'"a\ud83d"', "a\N{REPLACEMENT CHARACTER}"), (r'{"a":"\uD83D"}', r'{"a":"\uD83D"}'),
                                     (r'["\ude00\ud83d", 1.50]', r'["\ude00\ud83d",1.50]')):
                    peer.send(direct(message))
                    self.assertEqual(peer.text(), got)
                for body, got in ((r'{"message":"\ud83d"}', '{"Message":"\N{REPLACEMENT CHARACTER}"}'),
                                  (r'{"message":{"a":"\ud83d"}}', r'{"Message":{"a":"\ud83d"}}')):
                    fields = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
                    self.assertEqual(ask(server.port(), request("POST /broadcast", fields, body=body))[0], 200)
                    self.assertEqual(peer.text(), got)
                body = r'{"a":"x\ud83d"}'
                fields = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
                self.assertEqual(ask(server.port(), request("POST /echo", fields, body=body)), (200, body))
            for path, message, got in (("/rule", r'{"a":"x\ud83d"}', "<x\N{REPLACEMENT CHARACTER}>"),
                                       ("/script", r'{"a":"x\ud83d"}', r'{"a":"x\ud83d"}'), ("/script", r'"x\ud83d"', "x\N{REPLACEMENT CHARACTER}")):
                with RawPeer(server.urls["ws"], path=path) as peer:
                    peer.send(frame(TEXT, '{"message":%s}' % message))
                    self.assertEqual(peer.text(), got)
            self.assertEqual(server.stop(), 0)
            notes = [detail for kind, _, detail, _ in rows(server) if kind == "LogKind.Note" and "surrogate" in detail]
            self.assertEqual(notes, ["half of a surrogate pair in the message became U+FFFD"] * 3)


def closed(peer):
    """Whether the server has ended the connection; what has come before that stays unread."""
    poll = select.poll()
    poll.register(peer.socket, select.POLLRDHUP)
    return bool(poll.poll(0))


class Requests(unittest.TestCase):
    def test_whole_urls(self):
        """A client that is told to use a proxy writes them (RFC 9112 section 3.2.2)."""
        with Signalbox() as server:
            port = server.port()
            url = f"http://127.0.0.1:{port}"
            form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n"
            self.assertEqual(ask(port, request(f"GET {url}/"))[0], 200)
            self.assertEqual(ask(port, request(f"GET {url}"))[0], 200)
            self.assertEqual(ask(port, request(f"GET {url}/", host="evil.example"))[0], 200)
            self.assertEqual(ask(port, request("GET http://evil.example/"))[0], 421)
            with RawPeer(server.urls["ws"], path=f"{url}/room?welcome=1") as peer:
                self.assertEqual(json.loads(peer.text())["path"], "/room")
                self.assertEqual(ask(port, request(f"POST {url}/broadcast", form, body="message=x"))[0], 200)
                self.assertEqual(peer.text(), '{"Message":"x"}')
            secure = f"https://127.0.0.1:{server.port('wss')}/"
            self.assertEqual(ask(server.port("wss"), request(f"GET {secure}"), secure=True)[0], 200)
            self.assertEqual(ask(server.port("wss"), request(f"GET {url}/"), secure=True)[0], 421)

    def test_codings_of_a_body(self):
        """What does not end in chunked has no end that both sides agree on (RFC 9112 section 6.3)."""
        server = with_journal()
        with server, RawPeer(server.urls["ws"]) as peer:
            for fields, status in (("Transfer-Encoding: gzip\r\nContent-Length: 9\r\n", 400), ("Transfer-Encoding: identity\r\nContent-Length: 9\r\n", 400),
                                   ("Transfer-Encoding: gzip\r\n", 400), ("Transfer-Encoding: chunked, gzip\r\n", 400),
                                   ("Transfer-Encoding: gzip, chunked\r\n", 501)):
                with self.subTest(fields):
                    form = f"Content-Type: application/x-www-form-urlencoded\r\n{fields}"
                    got, sentence = ask(server.port(), request("POST /broadcast", form, body="message=x"))
                    self.assertEqual(got, status)
                    self.assertIn("Transfer-Encoding", sentence)
            peer.send(direct('"mark"'))
            self.assertEqual(peer.text(), "mark")  # and nothing was sent
            self.assertEqual(server.stop(), 0)
            self.assertIn(("LogKind.Refused", "Why.BadRequest", "Transfer-Encoding", 400), rows(server))

    def test_a_proxy_that_drops_the_upgrade(self):
        lost = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        server = with_journal()
        with server:
            for line in ("GET / HTTP/1.0", "GET /room HTTP/1.1"):
                got, sentence = ask(server.port(), f"{line}\r\nHost: 127.0.0.1\r\nConnection: close\r\n{lost}\r\n")
                self.assertEqual(got, 426)
                self.assertIn("proxy", sentence)
            self.assertEqual(ask(server.port(), request("GET /a%FF"))[0], 400)
            self.assertEqual(server.stop(), 0)
            got = rows(server)
            self.assertIn(("LogKind.Refused", "Why.UpgradeRequired", "no Upgrade: a proxy has dropped it", 426), got)
            self.assertIn(("LogKind.Refused", "Why.BadRequest", "path", 400), got)

    def test_pages_of_other_sites_run_no_routes(self):
        """Images and links bring no Origin; browsers say with Sec-Fetch-Site where they come from."""
        folder = None
        server = with_journal(origins=["https://school.example"])
        folder = os.path.join(server.folder.name, "public")
        os.mkdir(folder)
        with open(os.path.join(folder, "index.html"), "w", encoding="utf-8") as file:
            file.write("<p>a page")
        server.configuration["httpRoutes"] = [{"method": "GET", "path": "/ring", "script": "sendSignal('ring'); return 'rung'"}]
        server.configuration["pages"] = [{"path": "/site", "directory": "public"}]
        image = "Sec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\n"
        click = "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\nSec-Fetch-User: ?1\r\n"
        with server, RawPeer(server.urls["ws"]) as peer:
            port = server.port()
            for name, fields, status in (("a program", "", 200), ("typed in", "Sec-Fetch-Site: none\r\n" + click, 200),
                                         ("its own page", "Sec-Fetch-Site: same-origin\r\n" + image, 200),
                                         ("an image elsewhere", "Sec-Fetch-Site: cross-site\r\nReferer: https://evil.example/\r\n" + image, 403),
                                         ("a link elsewhere", "Sec-Fetch-Site: cross-site\r\n" + click, 403),
                                         ("an image at another port", "Sec-Fetch-Site: same-site\r\n" + image, 403),
                                         ("a link of a listed site", "Sec-Fetch-Site: cross-site\r\nReferer: https://school.example/\r\n" + click, 200)):
                with self.subTest(name):
                    self.assertEqual(ask(port, request("GET /ring", fields))[0], status)
                    if status == 200:
                        self.assertEqual(peer.text(), "ring")
            for path in ("/", "/site/"):  # a page may be looked at from anywhere
                self.assertEqual(ask(port, request(f"GET {path}", "Sec-Fetch-Site: cross-site\r\n" + click))[0], 200)
            peer.send(direct('"mark"'))
            self.assertEqual(peer.text(), "mark")
            self.assertEqual(server.stop(), 0)
            self.assertIn(("LogKind.Refused", "Why.BadOrigin", "https://evil.example", 403), rows(server))
        with Signalbox(origins=["*"]) as anybody:
            self.assertEqual(ask(anybody.port(), request("GET /", "Sec-Fetch-Site: cross-site\r\n" + click))[0], 200)


if __name__ == "__main__":
    unittest.main()
