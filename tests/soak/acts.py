"""What a soak does to a living server. Each act cleans up after itself, and fails where a promise is broken.

An act is a function of an `Act`; what it returns is added up for the table.
"""
import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import threading
import time

from living import Peer
from raw_peer import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, direct, frame, upgrade
from watching import children

# short, so that much happens in a short time; the acts know them
LIMITS = {"pingSeconds": 5, "pongSeconds": 10, "handshakeSeconds": 4, "closeSeconds": 2, "queueSeconds": 4,
          "failuresPerMinute": 0}
LEGAL = {*range(1000, 1004), *range(1007, 1015), *range(3000, 5000)}
BAD_SCRIPTS = {
    "loops": "while (true) {}",
    "loops in a catch": "while (true) { try { while (true) {} } catch (e) {} }",
    "calls itself": "function f() { return f() + 1; } f();",
    "makes a huge string": "var s = 'x'; while (s.length < 100000000) s += s; sendSignal(s);",
    "throws": "throw new Error('bad');",
    "takes a bad expression": "/(a+)+$/.test(new Array(40).join('a') + '!'); throw new Error('done');",
}
MEMORY_BOMB = {"swallows memory": "var a = []; while (true) a.push(new Array(10000).join('x') + a.length);"}
BAD_FRAMES = {
    "unmasked": (frame(TEXT, "{}", masked=False), {1002}),
    "a reserved bit": (frame(TEXT, "{}", reserved=4), {1002}),
    "opcode 3": (frame(3, "x"), {1002}),
    "opcode 11": (frame(11, "x"), {1002}),
    "a ping in parts": (frame(PING, "x", final=False), {1002}),
    "a long ping": (frame(PING, "x" * 126), {1002}),
    "a rest of nothing": (frame(CONTINUATION, "x"), {1002}),
    "a text in a text": (frame(TEXT, "x", final=False) + frame(TEXT, "x"), {1002}),
    "bad UTF-8": (frame(TEXT, b"\xff\xfe"), {1007}),
    "too large": (frame(TEXT, b"", length=1 << 30), {1009}),
    "a negative length": (frame(TEXT, b"", length=1 << 63), {1002, 1009}),
    "fragments without end": (frame(TEXT, "x", final=False) + frame(CONTINUATION, b"", final=False) * 1100, {1008}),
    "an illegal code": (frame(CLOSE, struct.pack(">H", 1006)), {1002}),
    "half a code": (frame(CLOSE, b"\x03"), {1002}),
}
WRONG_JSON = ("", "{", "[]", "42", "null", '"x"', "{}", '{"message":null}', '{"message":""}', '{"message":1,"path":7}',
              '{"message":1,}', '{"message":1e}', '{"message":NaN}', "{'message':1}", '{"message":"\x01"}',
              '{"message":' + "[" * 1100 + "]" * 1100 + "}", '{"message":1,"clientId":"nobody"}', '{"message":1} x',
              '{"message":1,"direct":"yes"}', '\ufeff{"message":', '{"message":"\\ud800')


class Act:
    """What an act needs."""

    def __init__(self, server, chance, generator, sanitized):
        self.server = server
        self.random = chance
        self.generator = generator
        self.sanitized = sanitized
        self.slack = 10 if sanitized else 6  # seconds that a busy machine may take more

    def peer(self, path="/bad", scheme=None, early=b""):
        return Peer(self.server.urls[scheme or self.random.choice(("ws", "ws", "wss"))], path=path, early=early)

    def plain_socket(self, scheme="ws"):
        return socket.create_connection(("127.0.0.1", self.server.port(scheme)), timeout=10)

    def ended(self, peer, seconds):
        """The code that ends a connection, past everything else; 0: it was cut."""
        end = time.monotonic() + seconds + self.slack
        try:
            while True:
                peer.socket.settimeout(max(0.01, end - time.monotonic()))
                opcode, payload = peer.next()
                if opcode == CLOSE:
                    return int.from_bytes(payload[:2], "big")
        except (EOFError, ConnectionError):
            return 0
        except TimeoutError:
            raise AssertionError(f"it was not ended within {seconds + self.slack:.0f} s") from None

    def is_cut(self, connection, seconds):
        """Reads whatever comes, until the end."""
        end = time.monotonic() + seconds + self.slack
        data = b""
        try:
            while True:
                connection.settimeout(max(0.01, end - time.monotonic()))
                got = connection.recv(65536)
                if not got:
                    return data
                data += got
        except TimeoutError:
            raise AssertionError(f"it was not cut within {seconds + self.slack:.0f} s") from None
        except OSError:
            return data

    def load(self, *options, seconds):
        """The report of the load generator."""
        command = [self.generator, "--port", str(self.server.port()), "--server", str(self.server.process.pid),
                   "--seconds", f"{seconds:.1f}", *map(str, options)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 90)
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)


def reset(connection):
    """Closes without a word: the other end gets a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def come_and_go(act):
    count = act.random.randrange(20, 120)
    for number in range(count):
        with act.peer() as peer:
            peer.send(direct(number))
            assert peer.text() == str(number)
            if act.random.random() < 0.5:
                peer.send(frame(CLOSE, struct.pack(">H", 1000)))
                assert act.ended(peer, 2) == 1000
    return {"connections": count}


def come_and_go_fast(act):
    clients, rate = act.random.randrange(20, 100), act.random.randrange(50, 200)
    report = act.load("--mode", "connect", "--clients", clients, "--replace", rate, seconds=act.random.uniform(2, 6))
    assert report["failed"] == 0, report
    return {"connections": report["connections"]}


def broadcasts_to_many(act):
    clients, size = act.random.randrange(100, 400), act.random.choice((64, 1024, 16384))
    path = f"/load-{act.random.randrange(1 << 40)}"  # another one may be under way
    report = act.load("--mode", "path", "--paths", path, "--clients", clients, "--senders", 3, "--rate", 10, "--size", size,
                      seconds=act.random.uniform(3, 8))
    assert report["delivered"] == report["expected"] and report["lostConnections"] == 0 and report["failedToConnect"] == 0, report
    return {"deliveries": report["delivered"], "lost": report["expected"] - report["delivered"],
            "p99 ms, longest": report["latencyMicroseconds"]["p99"] / 1000}


def messages_from_many(act):
    clients = act.random.randrange(20, 200)
    report = act.load("--mode", "direct", "--clients", clients, "--rate", clients * 10, "--size", 256, seconds=act.random.uniform(3, 6))
    assert report["delivered"] == report["expected"] == report["sent"] and report["lostConnections"] == 0, report
    return {"messages": report["sent"], "lost": report["expected"] - report["delivered"]}


def vanish(act):
    count = act.random.randrange(10, 60)
    for _ in range(count):
        moment = act.random.randrange(4)
        if moment == 0:  # in the handshake
            connection = act.plain_socket(act.random.choice(("ws", "wss")))
            connection.sendall(upgrade()[:act.random.randrange(100)])
            reset(connection)
            continue
        peer = act.peer()
        if moment == 1:  # in a frame
            peer.send(direct('"%s"' % ("x" * 5000))[:act.random.randrange(1, 5000)])
        elif moment == 2:  # with much to read
            for _ in range(20):
                peer.send(direct('"%s"' % ("x" * 20000)))
        reset(peer.socket)
    return {"connections": count}


def go_silent(act):
    """They answer no ping."""
    peers = [act.peer(path="/silent") for _ in range(act.random.randrange(2, 20))]
    begin = time.monotonic()
    for peer in peers:
        act.ended(peer, max(0, begin + LIMITS["pingSeconds"] + LIMITS["pongSeconds"] + 1 - time.monotonic()))
    gone = time.monotonic() - begin
    for peer in peers:
        peer.socket.close()
    return {"peers": len(peers), "seconds until gone, longest": gone}


def flood_with_pings(act):
    peers = [act.peer() for _ in range(act.random.randrange(1, 10))]
    begin = time.monotonic()
    flood = frame(PING, b"x" * 125) * 500
    left = list(peers)
    while left:
        assert time.monotonic() - begin < 10 + act.slack, "a flood of pings was not cut"
        for peer in list(left):
            peer.socket.settimeout(0.2)
            try:
                peer.socket.send(flood)
            except TimeoutError:
                pass
            except OSError:
                left.remove(peer)
                peer.socket.close()
    return {"peers": len(peers), "seconds until cut, longest": time.monotonic() - begin}


def half_handshakes(act):
    whole = upgrade(fields="X-Long: " + "x" * 3000 + "\r\n")
    sockets = []
    for _ in range(act.random.randrange(10, 60)):
        connection = act.plain_socket(act.random.choice(("ws", "wss")))
        connection.sendall(whole[:act.random.randrange(len(whole) - 1)])
        sockets.append(connection)
    for connection in sockets:
        data = act.is_cut(connection, 2 * LIMITS["handshakeSeconds"])
        assert not data.startswith(b"HTTP/1.1 101"), data
        connection.close()
    return {"connections": len(sockets)}


def silent_tls(act):
    """A good client among 40 silent ones."""
    with contextlib.ExitStack() as stack:
        for _ in range(40):
            stack.enter_context(act.plain_socket("wss"))
        begin = time.monotonic()
        with act.peer(scheme="wss") as peer:
            peer.send(direct(1))
            assert peer.text() == "1"
        waited = time.monotonic() - begin
        assert waited < LIMITS["handshakeSeconds"] + act.slack, waited
    return {"good client's wait, longest": waited}


def bad_frames(act):
    for name, (data, codes) in BAD_FRAMES.items():
        with act.peer() as peer:
            with contextlib.suppress(OSError):
                peer.send(data)
            code = act.ended(peer, 3)
            assert code in codes or code == 0, (name, code)
            assert code == 0 or code in LEGAL, (name, code)
    return {"frames": len(BAD_FRAMES)}


def random_frames(act):
    """Proper heads, any content; whatever the server says must be legal."""
    count = act.random.randrange(10, 40)
    for _ in range(count):
        with act.peer() as peer:
            data = b"".join(frame(act.random.choice((TEXT, BINARY, CONTINUATION, PING, PONG, 3, 11)),
                                  act.random.randbytes(act.random.randrange(200)), final=act.random.random() < 0.8,
                                  reserved=act.random.choice((0, 0, 0, 1, 4))) for _ in range(act.random.randrange(1, 20)))
            with contextlib.suppress(OSError):
                peer.send(data)
                peer.send(frame(CLOSE, struct.pack(">H", act.random.randrange(5000))))
            code = act.ended(peer, 3)
            assert code == 0 or code in LEGAL, code
    return {"connections": count}


def noise(act):
    count = act.random.randrange(10, 50)
    for _ in range(count):
        with act.plain_socket(act.random.choice(("ws", "wss"))) as connection:
            with contextlib.suppress(OSError):
                connection.sendall(act.random.randbytes(act.random.randrange(1, 3000)))
            data = act.is_cut(connection, 2 * LIMITS["handshakeSeconds"])
            assert not data.startswith(b"HTTP/1.1 2"), data
    return {"connections": count}


def noise_in_the_middle(act):
    count = act.random.randrange(10, 40)
    for _ in range(count):
        with act.peer(scheme="ws") as peer:
            with contextlib.suppress(OSError):
                peer.send(act.random.randbytes(act.random.randrange(1, 3000)))
                peer.socket.shutdown(socket.SHUT_WR)
            code = act.ended(peer, 3)
            assert code == 0 or code in LEGAL, code
    return {"connections": count}


def wrong_json(act):
    with act.peer() as peer:
        for text in WRONG_JSON:
            peer.send(frame(TEXT, text.encode("utf-8", "surrogatepass")))
            answer = json.loads(peer.text())
            assert answer["error"]["code"], (text, answer)
        peer.send(direct('"still"'))
        assert peer.text() == "still"
    return {"messages": len(WRONG_JSON)}


def slow_readers(act):
    """Some read a little now and then, some nothing; both are ended, and not before their time."""
    with contextlib.ExitStack() as stack:
        peers = [stack.enter_context(act.peer(path="/slow")) for _ in range(act.random.randrange(2, 10))]
        for peer in peers:
            peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 262144)
        sender = stack.enter_context(act.peer(path="/sender", scheme="ws"))
        text = "x" * 65000
        for number in range(250):
            sender.send(frame(TEXT, '{"message":"%s","path":"/slow"}' % text))
            if number % 10 == 0:
                with contextlib.suppress(OSError):
                    peers[0].socket.recv(1024)
        sender.send(direct('"over"'))
        while sender.text() != "over":
            pass
        begin = time.monotonic()
        time.sleep(LIMITS["queueSeconds"] + LIMITS["closeSeconds"] + 1)
        for peer in peers:
            act.is_cut(peer.socket, 3)
        return {"peers": len(peers), "seconds until gone, longest": time.monotonic() - begin}


def posts(act):
    """Every one is answered 200; the crowd counts what arrives."""
    count = act.random.randrange(3, 15)
    for number in range(count):
        body = b'{"message":"post %d"}' % number
        head = (b"POST /broadcast HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n"
                b"Content-Length: %d\r\n\r\n" % len(body))
        with act.plain_socket() as connection:
            connection.sendall(head)
            if act.random.random() < 0.3:
                time.sleep(0.1)
            connection.sendall(body)
            answer = act.is_cut(connection, 5)
        assert answer.startswith(b"HTTP/1.1 200 "), answer[:200]
    return {"posts": count}


def pages(act):
    count = act.random.randrange(3, 30)
    with act.plain_socket() as connection:
        connection.sendall(b"HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n" * count)
        received = b""
        while received.count(b"HTTP/1.1 200 ") < count:
            data = connection.recv(65536)
            assert data, received[-200:]
            received += data
    for path, status in (("/", 200), ("/none", 404), ("/%2e%2e/%2e%2e/etc/passwd", 404)):
        with act.plain_socket() as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            answer = act.is_cut(connection, 5)
            assert int(answer[9:12]) in (status, 400), (path, answer[:100])
    return {"requests": count + 3}


def hundred_at_once(act):
    sockets = [act.plain_socket() for _ in range(100)]
    for connection in sockets:
        connection.sendall(upgrade(path="/bad"))
    for connection in sockets:
        assert connection.recv(12) == b"HTTP/1.1 101"
    for connection in sockets:
        act.random.choice((reset, socket.socket.close))(connection)
    return {"connections": 100}


SCRIPTS = threading.Lock()  # the scripts share a process: what one act does to it, another would notice


def call(peer, value=1):
    peer.send(frame(TEXT, json.dumps({"message": value})))
    return peer.text()


def write_script(act, name, text):
    path = os.path.join(act.server.folder, name)
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(path + ".new", path)


def wait_for(act, peer, is_right):
    begin = time.monotonic()
    while True:
        answer = call(peer)
        if is_right(answer):
            return time.monotonic() - begin
        assert time.monotonic() - begin < 15 + act.slack, f"a changed script is not used: {answer}"
        time.sleep(0.1)


def bad_scripts(act):
    with SCRIPTS, act.peer(path="/changing", scheme="ws") as peer:
        scripts = {**BAD_SCRIPTS, **({} if act.sanitized else MEMORY_BOMB)}
        name = act.random.choice(sorted(scripts))
        token = act.random.randrange(1 << 40)
        write_script(act, "changing.js", f"reply('{token}');")
        waited = wait_for(act, peer, lambda answer: answer == str(token))
        write_script(act, "changing.js", f"/* {token} */ {scripts[name]}")
        wait_for(act, peer, lambda answer: answer != str(token))
        for _ in range(4):
            answer = json.loads(call(peer))
            assert answer["error"]["code"] in ("route-failed", "route-off"), (name, answer)
        write_script(act, "changing.js", f"reply('{token} again');")
        wait_for(act, peer, lambda answer: answer == f"{token} again")
        with act.peer(path="/count") as good:
            assert call(good, "how many").isdigit()
    return {"scripts": 1, "seconds until a change is used, longest": waited}


def kill_the_scripts(act):
    """The scripts' process is killed; the next one knows the state."""
    with SCRIPTS, act.peer(path="/count", scheme="ws") as peer:
        before = int(call(peer, "how many"))
        for pid in children(act.server.process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        begin = time.monotonic()
        while True:
            peer.socket.settimeout(0.2)
            with contextlib.suppress(TimeoutError):
                answer = call(peer, "how many")
                if answer.isdigit():
                    break
            assert time.monotonic() - begin < 5 + act.slack, "the scripts do not come back"
        seconds = time.monotonic() - begin
        assert int(answer) == before, (answer, before)
    return {"kills": 1, "seconds until back, longest": seconds}


def count_in_a_script(act):
    """A script counts what comes in: exactly what was sent."""
    with SCRIPTS, act.peer(path="/count") as peer:
        before, count = int(call(peer, "how many")), act.random.randrange(50, 500)
        peer.send(b"".join(frame(TEXT, '{"message":"one"}') for _ in range(count)))
        for number in range(before + 1, before + count + 1):
            answer = peer.text()
            assert answer == str(number), (answer, number)
        assert int(call(peer, "how many")) == before + count
    return {"messages": count}


ACTS = (come_and_go, come_and_go_fast, broadcasts_to_many, messages_from_many, vanish, go_silent, flood_with_pings,
        half_handshakes, silent_tls, bad_frames, random_frames, noise, noise_in_the_middle, wrong_json, slow_readers, posts,
        pages, hundred_at_once, bad_scripts, kill_the_scripts, count_in_a_script)
