"""A second server of a soak: it is started, killed, stopped and damaged, again and again."""
import collections
import json
import signal
import threading
import time

from living import CrowdProcess, Living, Peer, free_port
from raw_peer import TEXT, frame
from servers import NO_LIMITS

CLIENTS = 20
COUNT = "if (event.data.message === 'one') state.n = (state.n || 0) + 1; reply(state.n || 0);"


def configuration():
    return {"version": 1,
            "endpoints": [{"name": "plain", "protocols": ["http", "ws"], "address": "127.0.0.1", "port": free_port()},
                          {"name": "secure", "protocols": ["https", "wss"], "address": "127.0.0.1", "port": free_port(),
                           "tls": {"selfSigned": True}}],
            "limits": NO_LIMITS,
            "signalRoutes": [{"path": "/count", "script": COUNT}],
            "schedules": [{"name": "second", "cron": ["* * * * * *"], "signal": {"value": "tick", "path": "/clock"}}]}


class Restarts(threading.Thread):
    """`broken` gets what went wrong; `figures` add up, and of names that end in `longest` the largest stays."""

    def __init__(self, folder, chance, slack, broken):
        super().__init__(daemon=True)
        self.server = Living(folder, configuration())
        self.server.write()
        self.random = chance
        self.slack = slack
        self.broken = broken
        self.figures = collections.Counter()
        self.over = threading.Event()
        self.kept = 0  # what the script counted when the server ended well, or was last known to be saved

    def longest(self, name, seconds):
        self.figures[name] = max(self.figures[name], seconds)

    def run(self):
        while not self.over.is_set():
            try:
                self.cycle()
            except Exception as problem:  # whatever it is, the soak tells it
                self.broken(f"restarts: {type(problem).__name__}: {problem}")
                if self.server.process and self.server.is_running():
                    self.server.process.kill()
                    self.server.process.wait()

    def before_the_start(self):
        """What may have happened to the file meanwhile."""
        what = self.random.random()
        with open(self.server.file, encoding="utf-8") as file:
            good = file.read()
        if what < 0.2:  # cut off, with an earlier save beside it
            with open(self.server.file + ".1", "w", encoding="utf-8") as file:
                file.write(good)
            with open(self.server.file, "w", encoding="utf-8") as file:
                file.write(good[:self.random.randrange(1, len(good) - 1)] + "\0" * 100)  # as a power cut leaves it
            self.figures["damaged configurations"] += 1
        elif what < 0.4:  # another one
            self.server.configuration["endpoints"][0]["limits"] = {"pingSeconds": self.random.randrange(5, 60)}
            self.server.write()
            self.figures["changed configurations"] += 1
        elif what < 0.6:  # killed while it starts
            self.server.begin()
            time.sleep(self.random.uniform(0, 0.5))
            self.server.process.kill()
            self.server.process.wait()
            self.server.process.stdout.close()
            self.figures["kills while it starts"] += 1

    def count(self):
        """Lets the script count, and gives what it has then."""
        with Peer(self.server.urls["ws"], path="/count") as peer:
            def ask(value):
                peer.send(frame(TEXT, json.dumps({"message": value})))
                return int(peer.text())
            start = ask("how many")
            assert start >= self.kept, f"the scripts' state went from {self.kept} back to {start}"
            for number in range(self.random.randrange(1, 20)):
                assert ask("one") == start + number + 1
            return ask("how many")

    def cycle(self):
        self.before_the_start()
        self.longest("seconds until ready, longest", self.server.start())
        self.figures["starts"] += 1
        with open(self.server.file, encoding="utf-8") as file:
            assert json.load(file) == self.server.configuration, "it has another configuration"
        crowd = CrowdProcess(self.server.port(), CLIENTS, 20, 2)
        counted = self.count()
        self.over.wait(self.random.uniform(1, 6))
        assert self.server.is_running(), f"it ended by itself: {self.server.process.returncode}"
        if self.random.random() < 0.5:
            self.server.end(signal.SIGKILL)
            report = crowd.ended()
            self.figures["kills"] += 1
        else:
            report = self.stop(crowd)
            self.kept = counted
        assert report["lost"] == report["disordered"] == report["strange"] == 0, report
        self.figures["deliveries"] += report["deliveries"]

    def stop(self, crowd):
        twice = self.random.random() < 0.3
        if twice:
            self.server.process.send_signal(signal.SIGTERM)
            time.sleep(self.random.uniform(0, 0.1))
        status, seconds = self.server.end(signal.SIGTERM)
        assert status == 0, f"a stop ended with {status}"
        assert seconds < 10 + self.slack, f"a stop took {seconds:.1f} s"
        self.longest("seconds until stopped, longest", seconds)
        self.figures["stops"] += 1
        report = crowd.ended()
        if not twice:  # a second signal waits for nobody
            assert report["closes"].get("1001", 0) >= CLIENTS, report["closes"]
        return report

    def end(self):
        """Once it is over: the last one's end."""
        self.over.set()
        self.join(120)
        assert not self.is_alive(), "the restarts do not end"
