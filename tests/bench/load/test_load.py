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
import tempfile
import unittest

SERVER, GENERATOR = sys.argv[1:3]


class Load(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="signalbox-test-")
        self.addCleanup(folder.cleanup)
        name = os.path.join(folder.name, "signalbox.json")
        common = {"address": "127.0.0.1", "port": 0}
        with open(name, "w", encoding="utf-8") as file:
            json.dump({"version": 1, "endpoints": [
                {"name": "plain", "protocols": ["http", "ws"], **common},
                {"name": "secure", "protocols": ["https", "wss"], "tls": {"selfSigned": True}, **common},
            ], "limits": {"messagesPerSecond": 0, "bytesPerSecond": 0, "connectionsPerSecond": 0}}, file)
        self.server = subprocess.Popen(
            [SERVER, "--headless", name], stdout=subprocess.PIPE, text=True,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": folder.name})
        self.addCleanup(self.stop)
        self.ports = [re.fullmatch(r"listening wss?://127\.0\.0\.1:(\d+)/\n", line).group(1)
                      for line in (self.server.stdout.readline(), self.server.stdout.readline())]

    def stop(self):
        self.server.send_signal(signal.SIGTERM)
        self.server.wait(15)
        self.server.stdout.close()

    def report(self, *options, scheme="ws"):
        port = self.ports[scheme == "wss"]
        done = subprocess.run([GENERATOR, "--port", port, "--scheme", scheme, "--seconds", "0.5",
                               "--server", str(self.server.pid), *options],
                              stdout=subprocess.PIPE, text=True, timeout=40)
        report = json.loads(done.stdout)
        self.assertEqual(done.returncode, 0, report)
        return report

    def load(self, *options, scheme="ws"):
        report = self.report(*options, scheme=scheme)
        self.assertGreater(report["sent"], 0, report)
        self.assertEqual(report["delivered"], report["expected"], report)
        self.assertEqual((report["lostConnections"], report["others"]), (0, 0), report)
        return report

    def test_those_who_only_count_get_all(self):
        for size in ("64", "4096"):
            report = self.load("--clients", "30", "--senders", "1", "--counting", "29", "--mode", "broadcast",
                               "--in-flight", "4", "--size", size)
            self.assertEqual(report["expected"], 30 * report["sent"])

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

    def test_the_next_message_waits_for_the_last(self):
        for scheme in ("ws", "wss"):
            with self.subTest(scheme):
                report = self.load("--clients", "10", "--senders", "2", "--in-flight", "3", "--mode", "broadcast",
                                   "--warm-up", "0.1", scheme=scheme)
                self.assertEqual(report["expected"], 10 * report["sent"])
                self.assertGreater(report["sent"], 100)
                measured = report["measured"]
                self.assertTrue(0 < measured["deliveries"] < report["delivered"], report)
                self.assertGreater(measured["serverCpuPerDelivery"], 0)
                self.assertGreater(report["serverResidentKiB"]["connected"], 1000)

    def test_clients_come_and_go(self):
        for scheme in ("ws", "wss"):
            with self.subTest(scheme):
                report = self.report("--clients", "8", "--mode", "connect", scheme=scheme)
                self.assertGreater(report["connections"], 8)
                self.assertEqual(report["failed"], 0)
                self.assertGreater(report["serverCpuPerConnection"], 0)

    def test_some_come_and_go_while_the_others_stay(self):
        report = self.report("--clients", "60", "--mode", "connect", "--replace", "100", "--seconds", "3")
        self.assertEqual(report["failed"], 0)
        self.assertTrue(1 <= report["connections"] <= 301, report)  # all of them do more than that

    def test_nobody_gets_anything(self):
        self.assertEqual(self.load("--clients", "2", "--mode", "nobody")["delivered"], 0)


class CommandLine(unittest.TestCase):
    def test_what_is_out_of_bounds_is_refused(self):
        for row in (["--clients", "0"], ["--clients", "20001"], ["--rate", "x"], ["--paths", "a"],
                    ["--mode", "loud"], ["--size"], ["--senders", "101"], ["--deaf", "100"]):
            with self.subTest(row):
                done = subprocess.run([GENERATOR, "--port", "9", *row], stderr=subprocess.PIPE, timeout=5)
                self.assertEqual(done.returncode, 2)
                self.assertIn(b"usage:", done.stderr)


unittest.main(argv=sys.argv[:1], verbosity=2)
