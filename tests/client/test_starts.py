"""What keeps an endpoint from starting, what it says then, and what happens to it while it runs: ports, addresses, certificates
and folders."""
import contextlib
import json
import os
import re
import resource
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest

from raw_peer import RawPeer, direct
from signalbox_process import Signalbox, run
from test_cut import Cable

NOBODY = 65534
IS_ROOT = os.geteuid() == 0


def openssl(folder, *arguments):
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


def certificate(folder, name, *kind, days=30):
    """NAME.crt and NAME.key."""
    openssl(folder, "req", "-x509", *(kind or ("-newkey", "rsa:2048")), "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.crt",
            "-days", str(days), "-subj", f"/CN={name}")


EC = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")


class Starts(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="signalbox-test-")
        self.addCleanup(shutil.rmtree, self.folder, True)

    def start(self, endpoints, **options):
        """(exit status or None while it runs, the URLs it listens on, what it said on standard error)."""
        name = os.path.join(self.folder, "signalbox.json")
        with open(name, "w", encoding="utf-8") as file:
            json.dump({"version": 1, "endpoints": endpoints}, file)
        process = run("--headless", name, folder=self.folder, **options)
        try:
            out, err = process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise
        return process.returncode, out, err

    @staticmethod
    def endpoint(name="a", port=0, address="127.0.0.1", **keys):
        return {"name": name, "address": address, "port": port, **keys}


class Ports(Starts):
    def test_taken_by_another_program(self):
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            status, out, err = self.start([self.endpoint(port=port)])
        self.assertEqual((status, out), (1, ""))
        self.assertEqual(err, f"signalbox: endpoint a: Port {port} is taken by another program. Choose another port.\n")

    def test_taken_by_another_endpoint(self):
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
        status, out, err = self.start([self.endpoint("a", port), self.endpoint("b", port)])
        self.assertIn(status, (1, 2))
        self.assertEqual(out, "")
        self.assertIn(str(port), err)

    @unittest.skipUnless(IS_ROOT, "only root can be somebody else")
    def test_for_administrators_only(self):
        with open("/proc/sys/net/ipv4/ip_unprivileged_port_start", encoding="ascii") as file:
            first = int(file.read())
        if first <= 81:
            self.skipTest("here anybody may listen on port 81")
        os.chmod(self.folder, 0o777)
        status, out, err = self.start([self.endpoint(port=81)], user=NOBODY)
        self.assertEqual((status, out), (1, ""))
        self.assertEqual(err, "signalbox: endpoint a: Port 81 needs administrator rights on this system. Choose one from 1024 up.\n")

    def test_an_address_of_somebody_else(self):
        status, out, err = self.start([self.endpoint(address="198.51.100.7")])
        self.assertEqual((status, out), (1, ""))
        self.assertEqual(err, "signalbox: endpoint a: This computer has no address 198.51.100.7.\n")


class Certificates(Starts):
    def command(self, *arguments):
        """Of one that ends by itself, in a folder of its own: its exit status and standard error."""
        where = os.path.join(self.folder, "here")
        os.makedirs(where, exist_ok=True)
        process = run(*arguments, folder=self.folder, cwd=where)
        try:
            _, err = process.communicate(timeout=20)
        finally:
            process.kill()
            process.communicate()
        return process.returncode, err

    def test_of_the_command_line_are_looked_for_in_the_current_folder(self):
        os.mkdir(os.path.join(self.folder, "here"))
        certificate(os.path.join(self.folder, "here"), "mine", *EC)
        name = os.path.join(self.folder, "signalbox.json")
        with open(name, "w", encoding="utf-8") as file:
            file.write("{}")
        process = run("--headless", "--listen", "wss://127.0.0.1:0", "--certificate", "mine.crt", "--key", "mine.key", name,
                      folder=self.folder, cwd=os.path.join(self.folder, "here"))
        try:
            line = process.stdout.readline()
            self.assertRegex(line, r"^listening wss://127\.0\.0\.1:\d+/$")
        finally:
            process.kill()
            process.communicate()

    def test_a_check_opens_what_is_named(self):
        certificate(self.folder, "mine", *EC)
        certificate(self.folder, "other", *EC)
        with open(os.path.join(self.folder, "good.js"), "w", encoding="utf-8") as file:
            file.write("reply(1)")
        os.mkdir(os.path.join(self.folder, "public"))
        name = os.path.join(self.folder, "signalbox.json")

        def check(configuration, *arguments):
            with open(name, "w", encoding="utf-8") as file:
                json.dump({"version": 1, **configuration}, file, indent=1)
            return self.command("--check", *arguments, name)
        good = {"endpoints": [self.endpoint(tls={"certificate": "mine.crt", "key": "mine.key"})],
                "signalRoutes": [{"path": "/a", "scriptFile": "good.js"}], "pages": [{"path": "/", "directory": "public"}]}
        self.assertEqual(check(good), (0, f"{name}: nothing is wrong with it\n"))
        bad = {"endpoints": [self.endpoint("a", tls={"certificate": "none.crt", "key": "mine.key"}),
                             self.endpoint("b", tls={"certificate": "mine.crt", "key": "other.key"}),
                             self.endpoint("c", tls={"certificate": "mine.crt", "key": "none.key"}),
                             self.endpoint("d", tls={"selfSigned": True})],
               "signalRoutes": [{"path": "/a", "scriptFile": "none.js"}],
               "httpRoutes": [{"method": "GET", "path": "/a", "scriptFile": "public"}],
               "events": [{"type": "connect", "scriptFile": "none.js"}],
               "timers": [{"name": "t", "interval": 1, "scriptFile": "none.js"}],
               "schedules": [{"name": "s", "cron": ["@hourly"], "scriptFile": "none.js"}],
               "pages": [{"path": "/x", "directory": "none"}, {"path": "/y", "directory": "good.js"}]}
        status, err = check(bad)
        self.assertEqual(status, 2)
        with open(name, encoding="utf-8") as file:
            lines = file.read().splitlines()
        told = []
        for line in err.splitlines():
            _, number, column, key, sentence = line.split(":", 4)
            told.append((key.strip(), sentence.strip()))
            self.assertTrue(lines[int(number) - 1][int(column) - 1:].startswith('"'), line)
            self.assertIn(f'"{key.rsplit(".", 1)[1]}"', lines[int(number) - 1])
        there = self.folder
        self.assertEqual(told, [
            ("endpoints[0].tls.certificate", f"There is no file {there}/none.crt."),
            ("endpoints[1].tls.key", f"The private key in {there}/other.key does not belong to the certificate."),
            ("endpoints[2].tls.key", f"There is no file {there}/none.key."),
            ("signalRoutes[0].scriptFile", f"{there}/none.js is not there."),
            ("httpRoutes[0].scriptFile", f"{there}/public is a folder."),
            ("events[0].scriptFile", f"{there}/none.js is not there."),
            ("timers[0].scriptFile", f"{there}/none.js is not there."),
            ("schedules[0].scriptFile", f"{there}/none.js is not there."),
            ("pages[0].directory", f"{there}/none is not there."),
            ("pages[1].directory", f"{there}/good.js is not a folder.")])
        self.assertFalse(os.path.exists(os.path.join(self.folder, "signalbox")))  # it makes nothing
        self.assertEqual(check({}, "--listen", "wss://127.0.0.1:0", "--certificate", "none.pfx"),
                         (2, f"signalbox: --certificate: There is no file {there}/here/none.pfx.\n"))

    def test_what_is_wrong_is_said(self):
        """Each stops its endpoint; which sentence belongs to what is in the core's tests."""
        certificate(self.folder, "rsa")
        certificate(self.folder, "other")
        openssl(self.folder, "req", "-new", "-key", "rsa.key", "-subj", "/CN=localhost", "-out", "rsa.csr")
        openssl(self.folder, "x509", "-req", "-in", "rsa.csr", "-signkey", "rsa.key", "-days", "-1", "-out", "ended.crt")
        openssl(self.folder, "pkcs8", "-topk8", "-in", "rsa.key", "-out", "locked.key", "-passout", "pass:secret")
        openssl(self.folder, "ecparam", "-name", "secp256k1", "-genkey", "-noout", "-out", "coin.key")
        openssl(self.folder, "req", "-x509", "-new", "-key", "coin.key", "-out", "coin.crt", "-subj", "/CN=localhost")
        rows = (({"certificate": "coin.crt", "key": "coin.key"}, f"The key in {self.folder}/coin.key is on the curve secp256k1, "),
                ({"certificate": "ended.crt", "key": "rsa.key"}, f"The certificate in {self.folder}/ended.crt ended on "),
                ({"certificate": "rsa.crt", "key": "other.key"}, f"The private key in {self.folder}/other.key does not belong to the certificate."),
                ({"certificate": "rsa.crt", "key": "locked.key"}, f"The private key in {self.folder}/locked.key needs a password."),
                ({"certificate": "rsa.crt", "key": "locked.key", "password": "wrong"}, f"The password does not open {self.folder}/locked.key."),
                ({"certificate": "rsa.crt"}, f"{self.folder}/rsa.crt holds no private key for the certificate."),
                ({"certificate": "none.crt"}, f"There is no file {self.folder}/none.crt."))
        for tls, words in rows:
            with self.subTest(words):
                status, out, err = self.start([self.endpoint(tls=tls)])
                self.assertEqual((status, out), (1, ""))
                self.assertIn("signalbox: endpoint a: " + words, err)

    @staticmethod
    def shown(port):
        """The certificate that a new connection is shown, in PEM."""
        return ssl.get_server_certificate(("127.0.0.1", port), timeout=10)

    def test_replaced_while_it_runs(self):
        """New connections are shown the new one, those that are there stay, and a wrong one changes nothing."""
        server = Signalbox()
        folder = server.folder.name
        certificate(folder, "rsa")
        certificate(folder, "ec", *EC)
        certificate(folder, "last", *EC)
        shutil.copy(os.path.join(folder, "rsa.crt"), os.path.join(folder, "used.crt"))
        shutil.copy(os.path.join(folder, "rsa.key"), os.path.join(folder, "used.key"))
        server.configuration["endpoints"][1]["tls"] = {"certificate": "used.crt", "key": "used.key"}

        def replace(name, *endings):
            for ending in endings:
                shutil.copy(os.path.join(folder, f"{name}.{ending}"), os.path.join(folder, "new"))
                os.replace(os.path.join(folder, "new"), os.path.join(folder, f"used.{ending}"))

        def content(name):
            with open(os.path.join(folder, f"{name}.crt"), encoding="ascii") as file:
                return file.read()

        def wait_for(name):
            begin = time.monotonic()
            while self.shown(server.port("wss")) != content(name):
                self.assertLess(time.monotonic() - begin, 20)
                time.sleep(0.1)
            return time.monotonic() - begin

        with server, RawPeer(server.urls["wss"]) as peer:
            self.assertEqual(self.shown(server.port("wss")), content("rsa"))
            replace("ec", "crt", "key")
            print(f"a new certificate is shown after {wait_for('ec'):.1f} s")
            replace("last", "crt")  # the key is still another's
            time.sleep(4)
            self.assertEqual(self.shown(server.port("wss")), content("ec"))
            replace("last", "key")
            wait_for("last")
            peer.send(direct(1))
            self.assertEqual(peer.text(), "1")
            with RawPeer(server.urls["wss"]) as another:
                another.send(direct(2))
                self.assertEqual(another.text(), "2")


class Limits(Starts):
    """The system's."""

    @unittest.skipUnless(IS_ROOT, "only root can be somebody else")
    def test_too_few_threads(self):
        os.chmod(self.folder, 0o777)
        name = os.path.join(self.folder, "signalbox.json")
        with open(name, "w", encoding="utf-8") as file:
            json.dump({"version": 1, "endpoints": [self.endpoint()]}, file)
        started = []
        for most in (1, 2, 3, 5, 8, 12, 20, 100):
            with self.subTest(most):
                process = run("--headless", name, folder=self.folder, user=64_000 + os.getpid() % 1_000,
                              first=lambda: resource.setrlimit(resource.RLIMIT_NPROC, (most, most)))
                try:
                    threads = process.stdout.readline()
                    if threads:
                        started.append(most)
                        process.send_signal(signal.SIGTERM)
                    _, err = process.communicate(timeout=20)
                finally:
                    process.kill()
                    process.communicate()
                if threads:
                    self.assertEqual(process.returncode, 0, err)
                else:
                    self.assertEqual(process.returncode, 1, err)
                    said = re.sub(r"^==\d+==.*\n", "", err, flags=re.M)  # a leak detector needs a thread of its own
                    self.assertRegex(said, r"signalbox: the system lets it have \d+ of the \d+ threads that it needs \(.*ulimit -u\)\n$")
        self.assertNotIn(1, started)
        self.assertIn(100, started)

    def test_what_it_makes_is_for_its_user_only(self):
        tls = self.endpoint("b", tls={"selfSigned": True})
        timers = [{"name": "beat", "interval": 0.05, "signal": {"value": 1}}]
        routes = [{"path": "/raw", "script": "state.n = 1; reply(3)"}]
        name = os.path.join(self.folder, "signalbox.json")
        with open(name, "w", encoding="utf-8") as file:
            json.dump({"version": 1, "endpoints": [self.endpoint(), tls], "timers": timers, "signalRoutes": routes}, file)
        process = run("--headless", name, folder=self.folder, first=lambda: os.umask(0))
        try:
            url = process.stdout.readline().split()[1].rstrip("/")
            with RawPeer(url) as peer:
                peer.send(direct(2))
                while peer.text() != "3":
                    pass
            process.send_signal(signal.SIGTERM)
            _, err = process.communicate(timeout=20)
            self.assertEqual((process.returncode, err), (0, ""))
        finally:
            process.kill()
            process.communicate()
        made = [os.path.join(place, entry) for place, folders, files in os.walk(os.path.join(self.folder, "signalbox"))
                for entry in folders + files]
        open_to_others = {path: oct(os.stat(path).st_mode) for path in [os.path.join(self.folder, "signalbox"), *made]
                          if os.stat(path).st_mode & 0o077}
        self.assertEqual(open_to_others, {})
        self.assertGreaterEqual({os.path.basename(path) for path in made},
                                {"in-use", "journal.db", "journal.db.lock", "timers.json", "script-state.json", "b.crt", "b.key"})


class Addresses(Starts):
    def test_an_address_that_goes_and_comes_back(self):
        cable, server = Cable(), Signalbox()
        address = cable.server_side
        server.configuration["endpoints"].append(self.endpoint("net", address=address))
        with cable:
            with server, RawPeer(server.url_of("127.0.0.1")) as other:
                cable.remove()
                begin = time.monotonic()
                self.assertEqual(server.process.stderr.readline(), f"signalbox: endpoint net: This computer has no address {address}.\n")
                print(f"an address that has gone is missed after {time.monotonic() - begin:.1f} s")
                other.send(direct(1))
                self.assertEqual(other.text(), "1")
                with Cable(f"{cable.name}x"):
                    line = server.process.stdout.readline()
                    self.assertRegex(line, rf"^listening ws://{address}:\d+/$")
                    port = int(line.rstrip().rstrip("/").rsplit(":", 1)[1])
                    with socket.create_connection((address, port), timeout=10):
                        pass
                other.send(direct(2))
                self.assertEqual(other.text(), "2")


class Folders(Starts):
    """The folder in which it keeps what it remembers cannot be written to, or is gone."""

    TIMERS = {"schedules": [{"name": "second", "cron": ["* * * * * *"], "limit": 1000, "signal": {"value": "tick"}}]}

    @contextlib.contextmanager
    def server(self, **options):
        name = os.path.join(self.folder, "signalbox.json")
        with open(name, "w", encoding="utf-8") as file:
            json.dump({"version": 1, "endpoints": [self.endpoint()], **self.TIMERS}, file)
        process = run("--headless", name, folder=self.folder, **options)
        try:
            line = process.stdout.readline()
            self.assertTrue(line.startswith("listening "), line)
            yield process, line.split()[1].rstrip("/")
        finally:
            process.kill()
            process.communicate()

    def serves(self, url):
        with RawPeer(url) as peer:
            self.assertEqual(peer.text(), "tick")

    @unittest.skipUnless(IS_ROOT, "only root can be somebody else")
    def test_read_only(self):
        os.chmod(self.folder, 0o755)
        with self.server(user=NOBODY) as (process, url):
            self.serves(url)
            self.serves(url)
            process.kill()
            self.assertRegex(process.stderr.read(), r"^signalbox: nothing can be written to .*signalbox")

    def test_removed_while_it_runs(self):
        with self.server() as (process, url):
            self.serves(url)
            shutil.rmtree(self.folder)
            for _ in range(3):
                self.serves(url)
            self.assertIsNone(process.poll())


if __name__ == "__main__":
    unittest.main()
