"""The program with its window: what it prints, how it ends, and what it does where no window can be shown."""
import asyncio
import contextlib
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import unittest

import websockets

from signalbox_process import run


class Windows(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="signalbox-test-")
        self.process = None

    def tearDown(self):
        if self.process:
            if self.process.poll() is None:
                self.process.kill()
            self.process.communicate()
        self.folder.cleanup()

    def start(self, *arguments, platform="offscreen"):
        self.process = run(*arguments, folder=self.folder.name, QT_QPA_PLATFORM=platform, DISPLAY=None,
                           WAYLAND_DISPLAY=None)

    def start_and_listen(self, *arguments, **environment):
        """The lines before `ready`."""
        self.start(*arguments, **environment)
        lines = []
        for line in self.process.stdout:
            if line.strip() == "ready":
                return lines
            lines.append(line.strip())
        self.fail("it ended before it was ready: " + self.process.stderr.read())

    def end(self, with_signal=signal.SIGTERM):
        """Exit status and standard error."""
        self.process.send_signal(with_signal)
        _, err = self.process.communicate(timeout=15)
        return self.process.returncode, err


class Window(Windows):
    def test_says_where_it_listens_and_closes_everyone(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            with self.subTest(number.name):
                lines = self.start_and_listen("--listen", "ws://127.0.0.1:0")
                self.assertRegex(lines[0], r"^listening ws://127\.0\.0\.1:\d+/$")

                async def live():
                    async with websockets.connect(lines[0].split()[1]) as client:
                        self.process.send_signal(number)
                        with self.assertRaises(websockets.ConnectionClosed) as closed:
                            await asyncio.wait_for(client.recv(), 5)
                        self.assertEqual(closed.exception.rcvd.code, 1001)
                asyncio.run(live())
                self.process.communicate(timeout=15)
                self.assertEqual(self.process.returncode, 0)

    def test_a_taken_port_is_not_the_end(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            lines = self.start_and_listen("--listen", f"ws://127.0.0.1:{port}", "--listen", "ws://127.0.0.1:0")
            self.assertEqual(len(lines), 1)
            status, err = self.end()
        self.assertEqual(status, 0)
        self.assertIn(str(port), err)

    def test_a_broken_configuration_is_shown_until_the_window_is_closed(self):
        name = os.path.join(self.folder.name, "broken.json")
        with open(name, "w", encoding="utf-8") as file:
            json.dump({"version": 1, "endpoints": [{"prot": 1}]}, file)
        self.start(name)
        line = self.process.stderr.readline()
        self.assertIn("broken.json:1:", line)
        self.assertIn("endpoints[0].prot", line)
        self.assertIsNone(self.process.poll())
        self.wait_until_signals_are_heard()
        status, _ = self.end()
        self.assertEqual(status, 2)

    def wait_until_signals_are_heard(self):
        """/proc says which signals a process catches; until then SIGTERM would end it the hard way."""
        bit = 1 << (signal.SIGTERM - 1)
        while self.process.poll() is None:
            with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
                caught = next(line for line in status if line.startswith("SigCgt"))
            if int(caught.split()[1], 16) & bit:
                return

    def test_where_no_window_can_be_shown_it_serves_without(self):
        lines = self.start_and_listen("--listen", "ws://127.0.0.1:0", platform="there-is-none")
        self.assertEqual(len(lines), 1)
        status, err = self.end()
        self.assertEqual(status, 0)
        self.assertIn("without one", err)

    def test_without_a_display_it_serves_without_a_window(self):
        lines = self.start_and_listen("--listen", "ws://127.0.0.1:0", platform=None)
        self.assertEqual(len(lines), 1)
        status, err = self.end()
        self.assertEqual(status, 0)
        self.assertIn("no display", err)

    def test_says_where_it_listens_when_the_usual_port_is_taken(self):
        with socket.socket() as other:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                other.bind(("127.0.0.1", 8091))
                other.listen()
            except OSError:
                pass  # somebody else has it, which is as good
            lines = self.start_and_listen()
            self.assertEqual(lines, [])
            self.assertRegex(self.process.stdout.readline(), r"^listening ws://127\.0\.0\.1:809\d/$")
            status, err = self.end()
        self.assertEqual(status, 0)
        self.assertIn("Port 8091 is taken", err)


@unittest.skipUnless(shutil.which("Xvfb"), "there is no Xvfb")
class EndOfTheScreen(Windows):
    def test_everyone_is_told_and_the_log_is_whole(self):
        name = os.path.join(self.folder.name, "signalbox.json")
        journal = os.path.join(self.folder.name, "journal.db")
        with open(name, "w", encoding="utf-8") as file:
            json.dump({"version": 1, "endpoints": [{"address": "127.0.0.1", "port": 0}], "journal": {"file": journal}}, file)
        screen = subprocess.Popen(["Xvfb", "-displayfd", "1", "-screen", "0", "1024x768x24"], stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL, text=True)
        try:
            self.process = run(name, folder=self.folder.name, QT_QPA_PLATFORM="xcb", WAYLAND_DISPLAY=None,
                               DISPLAY=":" + screen.stdout.readline().strip())
            url = self.process.stdout.readline().split()[1]
            self.assertEqual(self.process.stdout.readline(), "ready\n")

            async def live():
                async with websockets.connect(url) as client:
                    await client.send('{"message":"the last words","direct":true}')
                    self.assertEqual(await asyncio.wait_for(client.recv(), 10), "the last words")
                    screen.kill()
                    with self.assertRaises(websockets.ConnectionClosed) as closed:
                        await asyncio.wait_for(client.recv(), 15)
                    self.assertEqual(closed.exception.rcvd.code, 1001)
            asyncio.run(live())
            _, err = self.process.communicate(timeout=15)
        finally:
            screen.kill()
            screen.communicate()
        self.assertEqual(self.process.returncode, 1, err)
        self.assertIn("signalbox: the screen is gone, so it ends\n", err)
        with contextlib.closing(sqlite3.connect(journal)) as database:
            kinds = [row[0] for row in database.execute("SELECT word.text FROM entry JOIN word ON word.id = kind ORDER BY entry.id")]
        self.assertIn("LogKind.In", kinds)
        self.assertIn("LogKind.Left", kinds)


if __name__ == "__main__":
    unittest.main()
