"""What a server without a window says on standard error while it serves: what it refuses, what fails, what was switched off."""
import json
import os
import re
import time
import unittest
import urllib.error
import urllib.request

from raw_peer import TEXT, RawPeer, direct, frame
from signalbox_process import Signalbox

PERIOD = 60  # seconds, in which the same is said once


class Troubles(unittest.TestCase):
    def server(self, **keys):
        server = Signalbox()
        server.configuration["endpoints"] = server.configuration["endpoints"][:1]
        server.configuration.update(keys)
        return server

    @staticmethod
    def said(server):
        """Everything, line by line, when it has ended."""
        if server.stop() != 0:
            raise AssertionError("it did not end well")
        return server.process.stderr.read().splitlines()

    def status(self, server, path="/", **fields):
        request = urllib.request.Request(f"http://127.0.0.1:{server.port()}{path}", headers=fields)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as refused:
            refused.close()
            return refused.code

    def test_refusals_are_said_once_with_a_count(self):
        begin = time.monotonic()
        with self.server() as server:
            for _ in range(300):
                self.assertEqual(self.status(server, "/none"), 404)
            for _ in range(3):
                self.assertEqual(self.status(server, Host="evil.example"), 421)
            lines = self.said(server)
        seen = {}
        for line in lines:
            told = re.fullmatch(r"signalbox: a request was refused, ([^(]+?)(?: \((\d+) times\))?", line)
            self.assertTrue(told, line)
            seen.setdefault(told[1], []).append(int(told[2] or 1))
        self.assertEqual({what: sum(counts) for what, counts in seen.items()},
                         {"there is no such page": 300, "the host name is not one of ours": 3})
        most = 2 + (time.monotonic() - begin) // PERIOD
        self.assertLessEqual(max(map(len, seen.values())), most, lines)

    def test_a_refusal_is_said_while_it_runs(self):
        with self.server() as server:
            self.assertEqual(self.status(server, "/none"), 404)
            self.assertEqual(server.process.stderr.readline(),
                             "signalbox: a request was refused, there is no such page\n")

    def test_failing_scripts(self):
        routes = [{"path": "/raw", "script": "if (event.data.message === 'loop') for (;;); throw new Error(event.data.message)"}]
        with self.server(signalRoutes=routes) as server, RawPeer(server.urls["ws"]) as peer:
            peer.send(frame(TEXT, json.dumps({"message": "boom \x1b[31m \u202e %s %n"})))
            self.assertRegex(server.process.stderr.readline(),
                             r"^signalbox: signal route /raw failed: .*boom \\u001b\[31m \\u202e %s %n.*\n$")
            for _ in range(3):
                peer.send(frame(TEXT, '{"message":"loop"}'))
            lines = []
            while not lines or "is switched off" not in lines[-1]:
                lines.append(server.process.stderr.readline().rstrip("\n"))
            lines += self.said(server)
        off = [line for line in lines if line.startswith("signalbox: signal route /raw is switched off: ")]
        self.assertEqual(len(off), 1, lines)
        again = [line for line in lines if line.startswith("signalbox: signal route /raw failed")]
        self.assertEqual(sum(int((re.search(r"failed \((\d+) times\)", line) or [0, 1])[1]) for line in again), 3, lines)

    def test_a_script_that_does_not_compile(self):
        with self.server(httpRoutes=[{"method": "GET", "path": "/x", "script": "let let"}]) as server:
            self.assertRegex(server.process.stderr.readline(), r"^signalbox: HTTP route GET /x does not work: .+\n$")

    def test_a_timer_that_switched_itself_off(self):
        timers = [{"name": "beat", "interval": 0.05, "script": "throw new Error('no beat')"}]
        with self.server(timers=timers) as server:
            lines = []
            while not lines or "has switched itself off" not in lines[-1]:
                lines.append(server.process.stderr.readline())
            lines += self.said(server)
        self.assertRegex("".join(lines), r"signalbox: timer beat has switched itself off, since it failed too often in a row: .*no beat")
        self.assertRegex("\n".join(lines), r"signalbox: timer beat failed( \(\d times\))?: .*no beat")

    def test_a_damaged_file_of_its_own(self):
        with self.server() as server:
            server.stop()
            with os.scandir(os.path.join(server.folder.name, "signalbox")) as entries:
                store = next(entry.path for entry in entries if entry.is_dir())
            with open(os.path.join(store, "script-state.json"), "wb") as file:
                file.write(bytes(100))
            server.process.stdout.close()
            server.process.stderr.close()
            with server:
                self.assertRegex(server.process.stderr.readline(),
                                 r"^signalbox: the state that scripts share was damaged and is kept as .*broken-.*; it begins anew\n$")

    def test_nothing_is_said_of_what_works(self):
        with self.server() as server:
            self.assertEqual(self.status(server), 200)
            with RawPeer(server.urls["ws"]) as peer:
                peer.send(direct(1))
                self.assertEqual(peer.text(), "1")
            self.assertEqual(self.said(server), [])


if __name__ == "__main__":
    unittest.main()
