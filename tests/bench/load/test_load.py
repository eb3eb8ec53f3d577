#!/usr/bin/env python3
"""Runs the load generator against a headless server: every message sent has to be delivered.

usage: test_load.py SERVER LOAD_GENERATOR
"""

import json
import os
import re
import signal
import subprocess
import sys
import unittest

SERVER, GENERATOR = sys.argv[1:3]


class Load(unittest.TestCase):
    def setUp(self):
        self.server = subprocess.Popen(
            [SERVER, "--headless", "--listen", "ws://127.0.0.1:0"],
            stdout=subprocess.PIPE, text=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
        self.addCleanup(self.stop)
        line = self.server.stdout.readline()
        self.port = re.fullmatch(r"listening ws://127\.0\.0\.1:(\d+)/\n", line).group(1)

    def stop(self):
        self.server.send_signal(signal.SIGTERM)
        self.server.wait(15)
        self.server.stdout.close()

    def load(self, *options):
        done = subprocess.run([GENERATOR, "--port", self.port, "--seconds", "1", *options],
                              stdout=subprocess.PIPE, text=True, timeout=40)
        report = json.loads(done.stdout)
        self.assertEqual(done.returncode, 0, report)
        self.assertGreater(report["sent"], 0, report)
        self.assertEqual(report["delivered"], report["expected"], report)
        self.assertEqual((report["lostConnections"], report["others"]), (0, 0), report)
        return report

    def test_direct_comes_back_to_the_sender(self):
        report = self.load("--clients", "20", "--rate", "500", "--mode", "direct")
        self.assertEqual(report["expected"], report["sent"])
        self.assertGreater(report["latencyMicroseconds"]["p99"], 0)

    def test_broadcast_reaches_everyone(self):
        report = self.load("--clients", "20", "--senders", "3", "--rate", "50", "--mode", "broadcast")
        self.assertEqual(report["expected"], 20 * report["sent"])

    def test_path_reaches_those_on_it(self):
        report = self.load("--clients", "7", "--paths", "/a,/b,/c", "--rate", "70", "--mode", "path",
                           "--size", "70")
        self.assertGreater(report["expected"], 2 * report["sent"])

    def test_nobody_gets_anything(self):
        self.assertEqual(self.load("--clients", "2", "--mode", "nobody")["delivered"], 0)


class CommandLine(unittest.TestCase):
    def test_what_is_out_of_bounds_is_refused(self):
        for row in (["--clients", "0"], ["--clients", "5001"], ["--rate", "x"], ["--paths", "a"],
                    ["--mode", "loud"], ["--size"], ["--senders", "101"], ["--deaf", "100"]):
            with self.subTest(row):
                done = subprocess.run([GENERATOR, "--port", "9", *row], stderr=subprocess.PIPE, timeout=5)
                self.assertEqual(done.returncode, 2)
                self.assertIn(b"usage:", done.stderr)


unittest.main(argv=sys.argv[:1], verbosity=2)
