"""What a server without a window says on standard error while it serves: what it refuses, what fails, what was switched off."""
import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request

from raw_peer import TEXT, RawPeer, direct, frame
from signalbox_process import PROGRAM, Signalbox
from watching import children, rows

PERIOD = 60  # seconds, in which the same is said once


def with_etc(folder):
    """What runs a command that sees this folder as /etc; None: the system does not let us."""
    for unshare in (["unshare", "--mount"], ["unshare", "--map-root-user", "--mount"]):
        command = ["env", "-u", "TZ", *unshare, "sh", "-c", 'mount --bind "$0" /etc && exec "$@"', folder]
        with contextlib.suppress(FileNotFoundError):
            if subprocess.run([*command, "true"], stderr=subprocess.DEVNULL, check=False).returncode == 0:
                return command
    return None


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

    def test_a_script_process_that_cannot_start(self):
        def take_away(program):
            os.rename(program, program + ".kept")

        def replace(program):
            take_away(program)
            with open(program, "w", encoding="ascii") as file:
                file.write("#!/bin/sh\nexit 3\n")
            os.chmod(program, 0o755)
        for spoil, why in ((take_away, r".+"), (replace, "it ends at once, with status 3")):
            with self.subTest(spoil.__name__), self.server_of_its_own_program() as server, RawPeer(server.urls["ws"]) as peer:
                def ask():
                    peer.send(frame(TEXT, '{"message":"x"}'))
                    return peer.text()

                self.assertEqual([ask(), ask()], ["1", "2"])
                spoil(server.program)
                for pid in children(server.process.pid):
                    os.kill(pid, signal.SIGKILL)
                journal = os.path.join(server.folder.name, "journal.db")
                self.assertRegex(rows(journal, "RouteBroken")[0], f"^the script process cannot start: {why}$")
                for _ in range(3):
                    self.assertEqual(json.loads(ask()), {"error": {
                        "code": "route-unavailable", "detail": "The process for the scripts of routes cannot start."}})
                self.assertEqual(self.status(server, "/page"), 503)
                said = sorted(server.process.stderr.readline() for _ in range(2))
                for line, route in zip(said, ("HTTP route GET /page", "signal route /raw")):
                    self.assertRegex(line, rf"^signalbox: {route} failed( \(\d times\))?: the script process cannot start: {why} \(.*\)\n$")
                os.rename(server.program + ".kept", server.program)
                answer, end = ask(), time.monotonic() + 60
                while answer != "3" and time.monotonic() < end:
                    self.assertIn("route-unavailable", answer)
                    time.sleep(0.2)
                    answer = ask()
                self.assertEqual([answer, ask()], ["3", "4"])  # the state has stayed
                self.assertEqual(self.status(server, "/page"), 200)

    def server_of_its_own_program(self):
        """Its scripts answer how many messages there were, or a page; its program is a copy, `program`."""
        server = self.server(journal={"file": "journal.db"}, httpRoutes=[{"method": "GET", "path": "/page", "script": "return 'here'"}],
                             signalRoutes=[{"path": "/raw", "script": "state.n = (state.n || 0) + 1; reply(state.n)"}])
        server.configuration["endpoints"][0]["errors"] = True
        server.program = os.path.join(server.folder.name, "program")
        shutil.copy(PROGRAM, server.program)
        server.within = ("sh", "-c", 'shift; exec "$0" "$@"', server.program)
        return server

    def test_the_computers_time_zone_is_changed(self):
        with tempfile.TemporaryDirectory(prefix="signalbox-test-") as etc:
            zone = os.path.join(etc, "localtime")
            os.symlink("/usr/share/zoneinfo/Asia/Tokyo", zone)
            server = self.server(timers=[{"name": "beat", "interval": 0.1, "signal": {"value": 1}}],
                                 schedules=[{"name": "here", "cron": ["0 0 1 1 *"], "signal": {"value": 1}}])
            server.within = with_etc(etc) or self.skipTest("a folder cannot be seen as /etc here")
            server.configuration["journal"] = {"file": "journal.db"}
            with server:
                other = os.path.join(etc, "other")
                os.symlink("/usr/share/zoneinfo/Europe/Berlin", other)
                os.rename(other, zone)
                self.assertEqual(rows(os.path.join(server.folder.name, "journal.db"), "ZoneChanged"), ["Asia/Tokyo Europe/Berlin"])
                self.assertEqual(server.process.stderr.readline(),
                                 "signalbox: the computer's time zone was changed, and schedules without one of their own follow: "
                                 "Asia/Tokyo to Europe/Berlin\n")
                self.assertEqual(self.said(server), [])

    def test_nothing_is_said_of_what_works(self):
        with self.server() as server:
            self.assertEqual(self.status(server), 200)
            with RawPeer(server.urls["ws"]) as peer:
                peer.send(direct(1))
                self.assertEqual(peer.text(), "1")
            self.assertEqual(self.said(server), [])


if __name__ == "__main__":
    unittest.main()
