"""One program for each configuration: a second start gives way, and what a damaged file held comes back."""
import json
import os
import signal
import subprocess
import tempfile
import unittest

from signalbox_process import HAS_WINDOW, run


class Starts(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="signalbox-test-")
        self.processes = []
        self.name = os.path.join(self.folder.name, "signalbox.json")
        self.write({"version": 1, "endpoints": [{"name": "a", "address": "127.0.0.1", "port": 0}]})

    def tearDown(self):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.communicate()
        self.folder.cleanup()

    def write(self, document):
        with open(self.name, "w", encoding="utf-8") as file:
            file.write(document if isinstance(document, str) else json.dumps(document))

    def start(self, *arguments):
        process = run(*arguments, folder=self.folder.name, QT_QPA_PLATFORM="offscreen", XDG_RUNTIME_DIR=self.folder.name)
        self.processes.append(process)
        return process

    def serve(self, *arguments):
        process = self.start(*arguments)
        for line in process.stdout:
            if line.strip() == "ready":
                return process
        self.fail("it ended before it was ready: " + process.stderr.read())

    def end(self, process):
        """Exit status and standard error of one that ends by itself."""
        _, err = process.communicate(timeout=20)
        return process.returncode, err


class WithoutAWindow(Starts):
    def test_a_second_start_without_a_window_says_who_is_first(self):
        first = self.serve("--headless", self.name)
        status, err = self.end(self.start("--headless", self.name))
        self.assertEqual(status, 1)
        self.assertIn(str(first.pid), err)
        self.assertIn(self.name, err)

    def test_another_configuration_is_another_program(self):
        self.serve("--headless", self.name)
        self.name = os.path.join(self.folder.name, "other.json")
        self.write({"version": 1, "endpoints": [{"name": "a", "address": "127.0.0.1", "port": 0}]})
        self.serve("--headless", self.name)

    def test_endpoints_of_its_own_keep_nothing(self):
        self.serve("--headless", self.name)
        second = self.serve("--headless", "--listen", "ws://127.0.0.1:0", self.name)
        second.send_signal(signal.SIGTERM)
        status, err = self.end(second)
        self.assertEqual(status, 0)
        self.assertIn("keeps nothing", err)

    def test_a_killed_one_leaves_the_way_free(self):
        first = self.serve("--headless", self.name)
        first.kill()
        first.wait()
        self.serve("--headless", self.name)

    def test_a_damaged_configuration_gives_way_to_the_last_save(self):
        good = {"version": 1, "endpoints": [{"name": "a", "address": "127.0.0.1", "port": 0}]}
        with open(self.name + ".1", "w", encoding="utf-8") as file:
            json.dump(good, file)
        self.write("{\"version\": 1, \"endpo")
        server = self.serve("--headless", self.name)
        server.send_signal(signal.SIGTERM)
        status, err = self.end(server)
        self.assertEqual(status, 0)
        self.assertRegex(err, r"signalbox\.json was damaged and is kept as .*signalbox\.json\.broken-")
        with open(self.name, encoding="utf-8") as file:
            self.assertEqual(json.load(file), good)


@unittest.skipUnless(HAS_WINDOW, "it was built without a window")
class WithAWindow(Starts):
    def test_a_second_start_shows_the_first_ones_window(self):
        first = self.serve(self.name)
        status, err = self.end(self.start(self.name))
        self.assertEqual(status, 0, err)
        self.assertIn("its window is shown", err)
        first.send_signal(signal.SIGTERM)
        self.assertEqual(self.end(first)[0], 0)

    def test_the_first_one_has_no_window(self):
        first = self.serve("--headless", self.name)
        second = self.start(self.name)
        self.assertIn(f"process {first.pid} uses", second.stderr.readline())
        with self.assertRaises(subprocess.TimeoutExpired):  # it says so in a window, too
            second.wait(1)


if __name__ == "__main__":
    unittest.main()
