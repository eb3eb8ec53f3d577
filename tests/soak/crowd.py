#!/usr/bin/env python3
"""Clients that stay: they count every delivery, and nothing else.

usage: crowd.py PORT CLIENTS RATE TALKERS

In a process of its own, so that no other work delays its clocks. One more client sends RATE numbered messages a second to
all of them; TALKERS more each send ten a second to themselves. A line on standard input is answered with a line of JSON,
all figures so far; the end of the input, or `finish`, ends it: what is under way is waited for, then the last figures come.
"""
import collections
import heapq
import json
import os
import selectors
import socket
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "client"))
from raw_peer import CLOSE, PING, PONG, TEXT, frame, upgrade  # noqa: E402

PADDING = "x" * 200
DRAIN_SECONDS = 10
TALK_SECONDS = 0.1


class Member:
    """One client: its connection, and the number that has to come next."""

    def __init__(self, port, path):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(upgrade(path=path))
        head = b""
        while b"\r\n\r\n" not in head:
            data = self.socket.recv(65536)
            if not data:
                raise ConnectionError("cut in the handshake")
            head += data
        head, self.received = head.split(b"\r\n\r\n", 1)
        if not head.startswith(b"HTTP/1.1 101 "):
            raise ConnectionError(head.split(b"\r\n")[0].decode())
        self.socket.setblocking(False)
        self.sent = 0
        self.next = None
        self.posts = 0

    def frames(self):
        """(opcode, payload) of what has come whole."""
        data, at = self.received, 0
        while len(data) - at >= 2:
            size, begin = data[at + 1] & 0x7F, at + 2
            if size == 126:
                size, begin = int.from_bytes(data[at + 2:at + 4], "big"), at + 4
            elif size == 127:
                size, begin = int.from_bytes(data[at + 2:at + 10], "big"), at + 10
            if len(data) < begin + size:
                break
            yield data[at] & 0x0F, data[begin:begin + size]
            at = begin + size
        self.received = data[at:]

    def send(self, opcode, payload):
        self.socket.setblocking(True)
        try:
            self.socket.sendall(frame(opcode, payload))
        finally:
            self.socket.setblocking(False)


class Crowd:
    def __init__(self, port, clients, rate, talkers):
        self.figures = collections.Counter()
        self.closes = collections.Counter()
        self.late = []  # the longest, in milliseconds
        self.times = collections.Counter()  # milliseconds: how many
        self.rate = rate
        self.selector = selectors.DefaultSelector()
        self.members = [Member(port, "/steady") for _ in range(clients)]
        self.talkers = [Member(port, "/talk") for _ in range(talkers)]
        self.sender = Member(port, "/sender")
        self.open = set(self.members + self.talkers + [self.sender])
        for member in self.open:
            self.selector.register(member.socket, selectors.EVENT_READ, member)
        self.selector.register(sys.stdin, selectors.EVENT_READ, None)
        for member in self.members + self.talkers:
            member.next = 0

    def leave(self, member, why):
        if member in self.open:
            self.open.discard(member)
            self.closes[why] += 1
            self.selector.unregister(member.socket)
            member.socket.close()

    def send(self, member, text):
        try:
            member.send(TEXT, text)
            member.sent += 1
        except OSError:
            self.leave(member, "cut")

    def take(self, member):
        try:
            data = member.socket.recv(262144)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            return self.leave(member, "cut")
        member.received += data
        now = time.monotonic()
        for opcode, payload in member.frames():
            if opcode == TEXT:
                self.count(member, payload, now)
            elif opcode == PING:
                self.figures["pings"] += 1
                member.send(PONG, payload)
            elif opcode == CLOSE:
                try:
                    member.send(CLOSE, payload[:2])
                except OSError:
                    pass
                return self.leave(member, str(int.from_bytes(payload[:2], "big")))

    def count(self, member, payload, now):
        if payload.startswith(b"steady ") and member.next is not None:
            _, number, when, _ = payload.split(b" ", 3)
            number = int(number)
            self.figures["deliveries"] += 1
            milliseconds = int((now - float(when)) * 1000)
            self.times[milliseconds] += 1
            if len(self.late) < 100 or milliseconds > self.late[0]:
                heapq.heappush(self.late, milliseconds)
                if len(self.late) > 100:
                    heapq.heappop(self.late)
            if number > member.next:
                self.figures["lost"] += number - member.next
            elif number < member.next:
                self.figures["disordered"] += 1
            member.next = max(member.next, number + 1)
        elif payload.startswith(b'{"Message":'):
            member.posts += 1
        else:
            self.figures["strange"] += 1
            print(f"crowd: this came: {payload[:100]!r}", file=sys.stderr)

    def report(self):
        total, at, p99 = sum(self.times.values()), 0, 0
        for milliseconds in sorted(self.times):
            at += self.times[milliseconds]
            p99 = milliseconds
            if at >= total * 0.99:
                break
        behind = sum(self.sender.sent - member.next for member in self.members if member in self.open)
        talked = sum(member.sent for member in self.talkers)
        posts = [member.posts for member in self.members if member in self.open]
        return {"clients": len(self.open), "sent": self.sender.sent, "underWay": behind, "talked": talked,
                "answered": sum(member.next for member in self.talkers), "closes": self.closes,
                "posts": [min(posts), max(posts)] if posts else [], "p99": p99, "longest": max(self.late, default=0),
                "deliveries": 0, "lost": 0, "disordered": 0, "strange": 0, **self.figures}

    def is_done(self):
        report = self.report()
        return not self.open or (report["underWay"] == 0 and report["answered"] == report["talked"])

    def run(self):
        begin = time.monotonic()
        due, talk_due, deadline, sending = 0, 0, None, True
        print(json.dumps(self.report()), flush=True)
        while self.open and not (deadline and (self.is_done() or time.monotonic() > deadline)):
            for key, _ in self.selector.select(0.01):
                if key.data is not None:
                    self.take(key.data)
                    continue
                word = sys.stdin.readline().strip()
                if word == "report":
                    print(json.dumps(self.report()), flush=True)
                else:  # finish
                    deadline, sending = time.monotonic() + DRAIN_SECONDS, False
                    self.selector.unregister(sys.stdin)
            elapsed = time.monotonic() - begin
            if sending and self.sender in self.open and due < elapsed * self.rate:
                due += 1
                self.send(self.sender, f'{{"message":"steady {self.sender.sent} {time.monotonic():.6f} {PADDING}","path":"/steady"}}')
            if sending and talk_due < elapsed:
                talk_due += TALK_SECONDS
                for talker in self.talkers:
                    if talker in self.open:
                        self.send(talker, f'{{"message":"steady {talker.sent} {time.monotonic():.6f} .","direct":true}}')
        report = self.report()
        report["clients"] = len(self.open)
        for member in list(self.open):
            member.socket.close()
        print(json.dumps(report), flush=True)


if __name__ == "__main__":
    Crowd(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])).run()
