"""The log on disk: it has everything after SIGTERM, and lacks next to nothing after SIGKILL.

With SIGNALBOX_FULL set the server is killed 100 times, and what is missing may be no older than a tenth of a second,
which wants a machine with nothing else to do;
JOURNAL_KILLS and JOURNAL_LOSS_MS (0: any age) set both otherwise. Figures are printed either way."""
import asyncio
import contextlib
import os
import re
import resource
import signal
import sqlite3
import stat
import time
import types
import unittest

import websockets

from raw_peer import RawPeer, direct
from signalbox_process import Signalbox

FULL = bool(os.environ.get("SIGNALBOX_FULL"))
KILLS = int(os.environ.get("JOURNAL_KILLS", "100" if FULL else "3"))
LOSS_MS = int(os.environ.get("JOURNAL_LOSS_MS", "100" if FULL else "0"))
SENT = re.compile(r'\{"message":"\w+-\d+","direct":true\}')


def server_with_journal():
    server = Signalbox(limits={"messagesPerSecond": 0, "bytesPerSecond": 0})  # every one comes back
    server.configuration["journal"] = {"file": "journal.db"}
    server.configuration["endpoints"] = server.configuration["endpoints"][:1]
    return server, os.path.join(server.folder.name, "journal.db")


def saved(journal):
    """Sequence and text of every message that came in, and what SQLite says of the file."""
    with contextlib.closing(sqlite3.connect(journal)) as database:
        verdict = database.execute("PRAGMA integrity_check").fetchone()[0]
        rows = database.execute("SELECT entry.id, CAST(payload AS TEXT) FROM entry JOIN word ON word.id = kind "
                                "WHERE word.text = 'LogKind.In' ORDER BY entry.id").fetchall()
    return verdict, rows


def has_rows(journal):
    try:
        with contextlib.closing(sqlite3.connect(f"file:{journal}?mode=ro", uri=True)) as database:
            return database.execute("SELECT count(*) FROM entry").fetchone()[0] > 0
    except sqlite3.OperationalError:  # it is being made
        return False


def rows_in_the_file_alone(journal):
    """The messages that are in the file without the log beside it: that many have been synced."""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{journal}?immutable=1", uri=True)) as database:
            return database.execute("SELECT count(*) FROM entry JOIN word ON word.id = kind "
                                    "WHERE word.text = 'LogKind.In'").fetchone()[0]
    except sqlite3.DatabaseError:  # it is being written
        return 0


async def talk(url, tag, seconds, echoes):
    """Messages to ourselves, 64 under way; `echoes` gets (time, text) of what came back."""
    with contextlib.suppress(websockets.ConnectionClosed, OSError):
        async with websockets.connect(url) as client:
            end = time.monotonic() + seconds
            number = 0
            while time.monotonic() < end:
                for _ in range(64):
                    number += 1
                    await client.send('{"message":"%s-%d","direct":true}' % (tag, number))
                for _ in range(64):
                    text = await client.recv()
                    echoes.append((time.monotonic(), text))


class Limited(unittest.TestCase):
    def test_a_limit_of_file_sizes_is_an_error_like_others(self):
        most = 512 * 1024
        server, journal = server_with_journal()
        server.first = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        with server, RawPeer(server.urls["ws"]) as peer:
            text = "x" * 10_000
            for _ in range(2 * most // len(text)):
                peer.send(direct(f'"{text}"'))
                self.assertEqual(peer.text(), text)
            self.assertRegex(server.process.stderr.readline(), "^signalbox: the log is not being saved to .*journal.db: ")
            peer.send(direct(1))
            self.assertEqual(peer.text(), "1")
            self.assertEqual(server.stop(), 0)
            self.assertLessEqual(os.path.getsize(journal), most)


class Journal(unittest.TestCase):
    def over_several_runs(self, server):
        """The folder stays until the test is over."""
        self.addCleanup(server.folder.cleanup)
        server.folder = types.SimpleNamespace(name=server.folder.name, cleanup=lambda: None)

    def test_sigterm_loses_nothing(self):
        server, journal = server_with_journal()
        self.over_several_runs(server)
        texts = []
        for run in ("first", "second"):
            echoes = []
            with server:
                asyncio.run(talk(server.urls["ws"], run, 0.3, echoes))
                self.assertEqual(server.stop(), 0)
                verdict, rows = saved(journal)
                self.assertEqual(stat.S_IMODE(os.stat(journal).st_mode), 0o600)
            texts += [text for _, text in echoes]
            self.assertEqual(verdict, "ok")
            self.assertEqual([row[1] for row in rows], ['{"message":"%s","direct":true}' % text for text in texts])
        numbers = [row[0] for row in rows]
        self.assertEqual(numbers, sorted(set(numbers)))

    def test_sigkill_loses_next_to_nothing(self):
        server, journal = server_with_journal()
        self.over_several_runs(server)
        worst = missing = total = 0
        for run in range(KILLS):
            echoes = []
            with server:
                async def live():
                    talking = asyncio.create_task(talk(server.urls["ws"], "run%d" % run, 30, echoes))
                    while not echoes or not has_rows(journal):
                        await asyncio.sleep(0.01)
                    await asyncio.sleep(0.3 + 0.7 * run / KILLS)
                    killed = time.monotonic()
                    server.process.send_signal(signal.SIGKILL)
                    await talking
                    return killed
                killed = asyncio.run(live())
                server.process.wait(15)
                verdict, rows = saved(journal)
            self.assertEqual(verdict, "ok")
            kept = {text for _, text in rows}
            self.assertEqual([text for text in kept if not SENT.fullmatch(text)], [])
            lost = [at for at, text in echoes if '{"message":"%s","direct":true}' % text not in kept]
            total += len(echoes)
            missing += len(lost)
            if lost:
                worst = max(worst, (killed - min(lost)) * 1000)
            # what is missing is the end, without holes
            self.assertEqual(lost, [at for at, _ in echoes[len(echoes) - len(lost):]])
        print(f"{KILLS} kills, {total} messages, {missing} not in the file; the oldest of them {worst:.0f} ms before the kill")
        self.assertLess(missing, total)
        if LOSS_MS:
            self.assertLessEqual(worst, LOSS_MS)

    def test_a_file_that_cannot_be_written_stops_nobody(self):
        server, journal = server_with_journal()
        os.mkdir(journal)
        with server:
            echoes = []
            asyncio.run(talk(server.urls["ws"], "run", 0.2, echoes))
            self.assertTrue(echoes)
            self.assertIn("signalbox: the log is not being saved to " + journal, server.process.stderr.readline())
            self.assertEqual(server.stop(), 0)

    def test_a_message_as_large_as_the_limit_is_kept_whole(self):
        server, journal = server_with_journal()
        text = '{"message":"%s","direct":true}' % ("x" * (1024 * 1024 - 28))
        self.assertEqual(len(text), 1024 * 1024)

        async def send():
            async with websockets.connect(server.urls["ws"], max_size=None) as client:
                await client.send(text)
                await client.recv()
        with server:
            asyncio.run(send())
            self.assertEqual(server.stop(), 0)
            verdict, rows = saved(journal)
        self.assertEqual(verdict, "ok")
        self.assertEqual([row[1] for row in rows], [text])

    def test_a_file_that_is_removed_or_emptied_is_begun_anew_and_said(self):
        for spoil, said in ((os.remove, "removed"), (lambda name: os.truncate(name, 0), "emptied")):
            server, journal = server_with_journal()
            with self.subTest(said), server:
                before = []
                asyncio.run(talk(server.urls["ws"], "before", 0.1, before))
                while rows_in_the_file_alone(journal) < len(before):  # so that nobody is at work on it
                    time.sleep(0.01)
                spoil(journal)
                line = server.process.stderr.readline()
                self.assertRegex(line, "is not being saved to .*: the file was %s; rows that were in it: [0-9]+;" % said)
                gone = int(re.search("in it: ([0-9]+)", line)[1])
                self.assertEqual(server.process.stderr.readline(),
                                 "signalbox: the log is being saved again; rows that are not: 0\n")
                echoes = []
                asyncio.run(talk(server.urls["ws"], "after", 0.1, echoes))
                self.assertEqual(server.stop(), 0)
                verdict, rows = saved(journal)
                self.assertEqual(verdict, "ok")
                self.assertEqual([text for _, text in rows if "after" in text],
                                 ['{"message":"%s","direct":true}' % text for _, text in echoes])
                # what had just been written is in the new one as well
                self.assertGreaterEqual(gone + sum("before" in text for _, text in rows), len(before))

    def test_a_class_is_left_out_and_the_others_are_kept(self):
        server, journal = server_with_journal()
        endpoints = server.configuration["endpoints"]
        endpoints.append({**endpoints[0], "name": "room", "preset": "class", "address": "127.0.0.2"})
        with server:
            self.assertEqual(server.process.stderr.readline(),
                             "signalbox: what happens on room, meant for a class, is not kept in the log on disk\n")
            urls = {address: next(url for url in server.all_urls if url.startswith("ws://" + address))
                    for address in ("127.0.0.1", "127.0.0.2")}
            asyncio.run(talk(urls["127.0.0.2"], "pupil", 0.1, []))
            echoes = []
            asyncio.run(talk(urls["127.0.0.1"], "other", 0.1, echoes))
            self.assertEqual(server.stop(), 0)
            _, rows = saved(journal)
            self.assertTrue(echoes)
            self.assertEqual([text for _, text in rows], ['{"message":"%s","direct":true}' % text for _, text in echoes])
            with contextlib.closing(sqlite3.connect(journal)) as database:
                self.assertEqual(database.execute("SELECT count(*) FROM entry WHERE endpoint = 'room' OR CAST(payload AS TEXT) LIKE '%pupil%'").fetchone()[0], 0)

    def test_without_a_journal_there_is_no_file(self):
        server, journal = server_with_journal()
        server.configuration["journal"]["enabled"] = False
        with server:
            self.assertFalse(os.path.exists(journal))


if __name__ == "__main__":
    unittest.main()
