"""Servers that a soak keeps alive, and the crowd on each: started, looked at, ended in one way or another."""
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time

from raw_peer import RawPeer, direct
from signalbox_process import run

HERE = os.path.dirname(os.path.abspath(__file__))
# what a sanitizer, Qt or the C++ library says when something is broken
ALARMS = re.compile(r"Sanitizer|runtime error:|ASSERT|terminate called|Segmentation|QThread: Destroyed|stack smashing")


def free_port():
    """One that no outgoing connection takes by chance: it is wanted again after a restart."""
    while True:
        port = random.randrange(20000, 30000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


class Living:
    """A headless server with a folder of its own, that can be started again and again."""

    def __init__(self, folder, configuration):
        self.folder = folder
        self.configuration = configuration
        self.file = os.path.join(folder, "signalbox.json")
        self.errors = os.path.join(folder, "stderr")
        self.process = None
        self.urls = {}
        self.asked = False  # to end
        os.makedirs(folder, exist_ok=True)

    def write(self):
        with open(self.file, "w", encoding="utf-8") as file:
            json.dump(self.configuration, file)

    def start(self, seconds=30):
        """How long it took until it was ready."""
        begin = time.monotonic()
        self.asked = False
        with open(self.errors, "a", encoding="utf-8") as errors:
            self.process = run("--headless", self.file, folder=self.folder, errors=errors)
        self.urls = {}
        for line in self.process.stdout:
            if line.strip() == "ready":
                return time.monotonic() - begin
            word, url = line.split()
            assert word == "listening", line
            self.urls.setdefault(url.split(":")[0], url.rstrip("/"))
            if time.monotonic() - begin > seconds:
                break
        raise AssertionError(f"it was not ready: status {self.process.wait(20)}")

    def begin(self):
        """Starts it and waits for nothing."""
        with open(self.errors, "a", encoding="utf-8") as errors:
            self.process = run("--headless", self.file, folder=self.folder, errors=errors)

    def port(self, scheme="ws"):
        return int(self.urls[scheme].rsplit(":", 1)[1])

    def is_running(self):
        return self.process.poll() is None

    def end(self, with_signal, seconds=15):
        """(exit status, how long it took)."""
        self.asked = True
        begin = time.monotonic()
        if self.is_running():
            self.process.send_signal(with_signal)
        status = self.process.wait(seconds)
        self.process.stdout.close()
        return status, time.monotonic() - begin

    def resident(self):
        """MiB of memory."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmRSS"))

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def said(self):
        """(lines that tell of something broken, other lines that are not its own words)."""
        with open(self.errors, encoding="utf-8", errors="replace") as file:
            lines = [line.rstrip() for line in file]
        return ([line for line in lines if ALARMS.search(line)],
                [line for line in lines if line and not line.startswith("signalbox: ") and not ALARMS.search(line)])


class Peer(RawPeer):
    """Does not hear what is posted to everyone."""

    def text(self):
        while True:
            text = super().text()
            if not text.startswith('{"Message":'):
                return text


def round_trip(url, number, path="/talk"):
    """Seconds from nothing to the answer on a connection of its own."""
    begin = time.monotonic()
    with Peer(url, path=path) as peer:
        peer.send(direct(number))
        assert peer.text() == str(number)
    return time.monotonic() - begin


class CrowdProcess:
    """The clients of crowd.py at a server."""

    def __init__(self, port, clients, rate, talkers):
        self.process = subprocess.Popen(
            [sys.executable, os.path.join(HERE, "crowd.py"), str(port), str(clients), str(rate), str(talkers)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.last = self.line()

    def line(self):
        line = self.process.stdout.readline()
        assert line, "the crowd did not come in, or broke"
        return json.loads(line)

    def ask(self, word):
        try:
            self.process.stdin.write(word + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:  # everybody has been sent away: its last line is there
            pass
        self.last = self.line()
        return self.last

    def report(self):
        return self.ask("report")

    def finish(self):
        """The last figures, once all that was under way is there."""
        report = self.ask("finish")
        self.wait()
        return report

    def wait(self):
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()

    def ended(self):
        """The last figures of a crowd whose server ends."""
        report = self.line()
        self.wait()
        return report
