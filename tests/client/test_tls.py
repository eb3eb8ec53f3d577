"""TLS by its bytes, and certificates that end, while a server runs."""
import contextlib
import datetime
import glob
import os
import socket
import ssl
import subprocess
import time
import unittest

from raw_peer import RawPeer, direct, upgrade
from signalbox_process import Signalbox, trust_nobody
from watching import rows

BAD_RECORD_MAC = 20  # RFC 8446 section 6


def openssl(folder, *arguments):
    return subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def server_with_journal(**endpoint):
    server = Signalbox(**endpoint)
    server.configuration["journal"] = {"file": "journal.db"}
    del server.configuration["endpoints"][0]  # the plain one
    return server, os.path.join(server.folder.name, "journal.db")


class OwnTls:
    """A client that sees its records before they leave."""

    def __init__(self, port, **versions):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        context = trust_nobody()
        for name, version in versions.items():
            setattr(context, name, version)
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing, server_hostname="localhost")
        self.until_done(self.tls.do_handshake)

    def until_done(self, action):
        while True:
            try:
                return action()
            except ssl.SSLWantReadError:
                self.flush()
                data = self.socket.recv(65536)
                if not data:
                    raise EOFError from None
                self.incoming.write(data)
            finally:
                self.flush()

    def flush(self):
        if self.outgoing.pending:
            self.socket.sendall(self.outgoing.read())

    def send(self, data):
        self.tls.write(data)
        self.flush()

    def record(self, data):
        """The record that would be sent."""
        self.tls.write(data)
        return bytearray(self.outgoing.read())


class Forged(unittest.TestCase):
    """A record that is not the peer's own: the connection is worth nothing from then on."""

    def ends(self, **versions):
        server, journal = server_with_journal(limits={"pingSeconds": 300})
        with server:
            client = OwnTls(server.port("wss"), **versions)
            with client.socket:
                client.send(upgrade("localhost"))
                self.assertIn(b" 101 ", client.until_done(lambda: client.tls.read(4096)))
                record = client.record(direct(1))
                record[-1] ^= 1
                client.socket.sendall(record)
                with self.assertRaises(ssl.SSLError) as told:
                    while True:
                        client.until_done(lambda: client.tls.read(4096))
                self.assertIn("BAD_RECORD_MAC", str(told.exception).upper().replace(" ", "_"))
                self.assertIn("bad record mac", " ".join(rows(journal, "ConnectionLost")))

    def test_in_tls_1_3(self):
        self.ends(minimum_version=ssl.TLSVersion.TLSv1_3)

    def test_in_tls_1_2(self):
        self.ends(maximum_version=ssl.TLSVersion.TLSv1_2)


CA = """[ca]
default_ca=x
[x]
database=index.txt
serial=serial.txt
new_certs_dir=.
default_md=sha256
policy=p
unique_subject=no
[p]
commonName=supplied
"""
MARGINS = (6, 20, 60)  # seconds in which a server has to start; more on a busy computer
THIRTY_DAYS = 30 * 24 * 3600


class Ends(unittest.TestCase):
    def setUp(self):
        self.server, self.journal = server_with_journal()
        self.folder = self.server.folder.name

    def make(self, name, seconds, alternatives="DNS:localhost"):
        """NAME.crt, which ends in so many seconds, and NAME.key."""
        for file, content in (("ca.cnf", CA), ("index.txt", ""), ("serial.txt", "01\n"),
                              ("names.cnf", f"subjectAltName={alternatives}\n")):
            with open(os.path.join(self.folder, file), "w", encoding="ascii") as out:
                out.write(content)
        now = datetime.datetime.now(datetime.timezone.utc)
        begin, end = (f"{now + datetime.timedelta(seconds=s):%Y%m%d%H%M%SZ}" for s in (-3600, seconds))
        openssl(self.folder, "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", "/CN=localhost")
        openssl(self.folder, "ca", "-batch", "-config", "ca.cnf", "-selfsign", "-keyfile", f"{name}.key", "-in", f"{name}.csr",
                "-out", f"{name}.crt", "-notext", "-extfile", "names.cnf", "-startdate", begin, "-enddate", end)

    def stop(self):
        """To start it again in the same folder."""
        self.server.stop()
        self.server.process.stdout.close()
        self.server.process.stderr.close()

    def shown(self):
        return ssl.get_server_certificate(("127.0.0.1", self.server.port("wss")), timeout=10)

    def test_a_made_one_is_made_anew(self):
        """30 days before its end, while clients are there."""
        with self.server:
            self.stop()
            kept, = glob.glob(os.path.join(self.folder, "**", "secure.crt"), recursive=True)
            names = openssl(self.folder, "x509", "-in", kept, "-noout", "-ext", "subjectAltName").splitlines()[1]
            for margin in MARGINS:
                self.make("old", THIRTY_DAYS + margin, names.strip().replace("IP Address:", "IP:"))
                for ending in ("crt", "key"):
                    os.replace(os.path.join(self.folder, f"old.{ending}"), kept[:-3] + ending)
                with open(kept, encoding="ascii") as file:
                    old = file.read()
                self.server.__enter__()
                with RawPeer(self.server.urls["wss"]) as peer:
                    if self.shown() != old:
                        self.stop()  # it started too late
                        continue
                    end = time.monotonic() + margin + 20
                    while self.shown() == old:
                        self.assertLess(time.monotonic(), end)
                        time.sleep(0.2)
                    rows(self.journal, "CertificateReplaced")
                    peer.send(direct(1))
                    self.assertEqual(peer.text(), "1")
                    break
            else:
                self.fail("it never started in time")

    def test_one_of_a_file_is_told_of(self):
        """At the start, since it ends within a day, and when it has ended; on standard error and in the log."""
        self.server.configuration["endpoints"][0]["tls"] = {"certificate": "site.crt", "key": "site.key"}
        for margin in MARGINS:
            self.make("site", margin)
            try:
                self.server.__enter__()
                break
            except AssertionError as error:
                self.assertIn("ended on", str(error))  # it started too late
        else:
            self.fail("it never started in time")
        with contextlib.ExitStack() as stack:
            stack.push(self.server.__exit__)
            lines = [self.server.process.stderr.readline() for _ in range(2)]
            for line, word in zip(lines, ("ends", "ended"), strict=True):
                self.assertRegex(line, rf"^signalbox: endpoint secure: The certificate {word} on \d{{4}}-\d\d-\d\d\.$")
            self.assertGreaterEqual(len(rows(self.journal, "CertificateEnds", 2)), 2)


if __name__ == "__main__":
    unittest.main()
