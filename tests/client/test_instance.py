"""One program for each configuration: a second start gives way, and what a damaged file held comes back."""
import contextlib
import glob
import hashlib
import json
import os
import random
import signal
import stat
import subprocess
import sys
import tempfile
import unittest

from signalbox_process import HAS_WINDOW, run


NOBODY = 65534
IS_ROOT = os.geteuid() == 0
IMPOSTOR = """
import contextlib, selectors, socket, sys
doors = selectors.DefaultSelector()
for place in sys.argv[1:]:
    door = socket.socket(socket.AF_UNIX)
    door.bind(place)
    door.listen()
    doors.register(door, selectors.EVENT_READ)
print("there", flush=True)
while True:
    for door, _ in doors.select():
        client = door.fileobj.accept()[0]
        with contextlib.suppress(OSError):
            client.sendall(b"raised\\n")
"""


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

    def start(self, *arguments, **options):
        process = run(*arguments, **{"folder": self.folder.name, "QT_QPA_PLATFORM": "offscreen",
                                     "XDG_RUNTIME_DIR": self.folder.name, **options})
        self.processes.append(process)
        return process

    def serve(self, *arguments, **options):
        process = self.start(*arguments, **options)
        for line in process.stdout:
            if line.strip() == "ready":
                return process
        self.fail("it ended before it was ready: " + process.stderr.read())

    def store(self):
        """The folder in which it keeps what it remembers."""
        folders = [name for name in glob.glob(os.path.join(self.folder.name, "signalbox", "*")) if os.path.isdir(name)]
        self.assertEqual(len(folders), 1)
        return folders[0]

    def kill(self, process):
        process.kill()
        process.wait()

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
        self.kill(first)
        self.serve("--headless", self.name)


@unittest.skipUnless(HAS_WINDOW, "it was built without a window")
class WhereItIsAsked(Starts):
    def test_the_socket_lies_in_a_folder_of_its_user(self):
        self.serve(self.name)
        folder = os.path.dirname(self.store())
        sockets = [entry.path for entry in os.scandir(folder) if stat.S_ISSOCK(entry.stat().st_mode)]
        self.assertEqual(len(sockets), 1)
        self.assertEqual(os.stat(sockets[0]).st_mode & 0o077, 0)
        self.assertEqual(os.stat(folder).st_mode & 0o077, 0)


class AfterAKill(Starts):
    """It starts again whatever the one that was killed has left."""

    def test_a_lock_that_a_power_cut_left_empty(self):
        self.kill(self.serve("--headless", self.name))
        for name in ("in-use", "journal.db.lock"):
            with open(os.path.join(self.store(), name), "w", encoding="ascii"):
                pass
        self.serves_and_saves()

    def test_a_lock_that_names_a_living_process(self):
        self.kill(self.serve("--headless", self.name))
        for name in ("in-use", "journal.db.lock"):
            with open(os.path.join(self.store(), name), "w", encoding="ascii") as file:
                file.write(f"{os.getpid()}\nsignalbox\n{os.uname().nodename}\n\n\n")
        self.serves_and_saves()

    def serves_and_saves(self):
        server = self.serve("--headless", self.name)
        server.send_signal(signal.SIGTERM)
        self.assertEqual(self.end(server), (0, ""))

    @unittest.skipUnless(IS_ROOT, "only root can have processes numbered anew")
    def test_as_process_1_of_a_container(self):
        for _ in range(2):
            container = self.serve("--headless", self.name, within=("unshare", "--pid", "--fork", "--mount-proc"))
            with open(f"/proc/{container.pid}/task/{container.pid}/children", encoding="ascii") as file:
                os.kill(int(file.read()), signal.SIGKILL)
            container.wait()
            with open(os.path.join(self.store(), "in-use"), encoding="ascii") as file:
                self.assertEqual(file.readline(), "1\n")

    @contextlib.contextmanager
    def disk(self):
        """A small one of its own."""
        place = os.path.join(self.folder.name, "disk")
        os.mkdir(place)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "signalbox-test", place], check=True)
        try:
            yield place
        finally:
            for process in self.processes:
                process.kill()
                process.wait()
            subprocess.run(["umount", place], check=True)

    @unittest.skipUnless(IS_ROOT, "only root can have a disk of its own")
    def test_with_a_full_disk(self):
        with self.disk() as place:
            self.kill(self.serve("--headless", self.name, XDG_DATA_HOME=place))
            with contextlib.suppress(OSError), open(os.path.join(place, "ballast"), "wb", buffering=0) as file:
                while True:
                    file.write(bytes(4096))
            server = self.serve("--headless", self.name, XDG_DATA_HOME=place)
            second = self.start("--headless", self.name, XDG_DATA_HOME=place)
            self.assertEqual(self.end(second)[0], 1)  # the lock holds although nothing can be written
            self.assertIsNone(server.poll())

    @unittest.skipUnless(IS_ROOT, "only root can have a disk of its own")
    def test_with_a_read_only_disk(self):
        with self.disk() as place:
            self.kill(self.serve("--headless", self.name, XDG_DATA_HOME=place))
            subprocess.run(["mount", "-o", "remount,ro", place], check=True)
            server = self.serve("--headless", self.name, XDG_DATA_HOME=place)
            self.assertRegex(server.stderr.readline(), "^signalbox: nothing can be written to .*signalbox")


class NoSuchFile(Starts):
    def test_a_slip_in_the_name_is_told(self):
        for arguments in (("--headless",), ("--check",)):
            for slip in ("signalbox.jsn", "signlabox.json", "Signalbox.json"):
                with self.subTest(arguments=arguments, slip=slip):
                    name = os.path.join(self.folder.name, slip)
                    status, err = self.end(self.start(*arguments, name))
                    self.assertEqual((status, err), (2, f"signalbox: there is no file {name}. Did you mean {self.name}? To begin a "
                                                        "new configuration there, add --new.\n"))
                    self.assertFalse(os.path.exists(name))

    def test_a_name_that_is_like_no_other(self):
        status, err = self.end(self.start("--headless", "my-demo.json", cwd=self.folder.name))
        self.assertEqual((status, err), (2, "signalbox: there is no file my-demo.json. To begin a new configuration there, add --new.\n"))

    def test_the_name_of_the_folder_is_kept_as_it_was_written(self):
        _, err = self.end(self.start("--headless", "./signalbox.jsn", cwd=self.folder.name))
        self.assertIn("Did you mean ./signalbox.json?", err)

    def test_a_new_one_is_begun_on_demand(self):
        name = os.path.join(self.folder.name, "my-demo.json")
        status, err = self.end(self.start("--check", "--new", name))
        self.assertEqual((status, err), (0, f"{name}: it is not there, which means the defaults\n"))
        server = self.start("--headless", "--new", "--listen", "ws://127.0.0.1:0", name)
        self.assertRegex(server.stdout.readline(), "^listening ")
        self.assertEqual(self.end(self.start("--headless", "--new"))[0], 2)  # which one?

    def test_without_a_name_the_defaults_are_served(self):
        os.remove(self.name)
        server = self.start("--headless", "--listen", "ws://127.0.0.1:0", XDG_CONFIG_HOME=self.folder.name)
        self.assertRegex(server.stdout.readline(), "^listening ")


class Damage(Starts):
    """What no editor can have written gives way to the last save; everything else is somebody's mistake."""

    GOOD = {"version": 1, "endpoints": [{"name": "größe", "address": "127.0.0.1", "port": 0}]}

    def setUp(self):
        super().setUp()
        with open(self.name + ".1", "w", encoding="utf-8") as file:
            json.dump(self.GOOD, file)
        mine = {**self.GOOD, "bans": [{"address": f"192.0.2.{n}", "note": "größer"} for n in range(20)]}
        self.mine = json.dumps(mine, indent=2, ensure_ascii=False)

    def put(self, content):
        with open(self.name, "wb") as file:
            file.write(content)

    def test_a_mistake_is_told_and_nothing_is_touched(self):
        text = self.mine
        lines = text.count("\n")
        rows = (("the last brace forgotten", text.rstrip("}").encode(), f"{lines + 1}:1: This is not JSON: the text ends too early"),
                ("two brackets forgotten", text[:-4].encode(), "This is not JSON: the text ends too early"),
                ("the quote of the last text forgotten", b'{"version": 1, "threads": "2', "1:29: This is not JSON"),
                ("Latin-1", text.encode("latin-1"), "5:18: This is not UTF-8"),
                ("UTF-16", text.encode("utf-16"), "1:1: This is not UTF-8"),
                ("UTF-16 without its mark", text.encode("utf-16-le"), "1:1: This is not UTF-8"),
                ("the other UTF-16 without its mark", text.encode("utf-16-be"), "1:1: This is not UTF-8"),
                ("UTF-32", text.encode("utf-32"), "1:1: This is not UTF-8"),
                ("an empty file", b"", "1:1: The file is empty"),
                ("only white space", b"\n\n", "1:1: The file is empty"),
                ("no JSON at all", b"port = 8091\n", "1:1: This is not JSON"),
                ("a colour of a terminal", text.replace("größe", "\x1b[0m").encode(), "5:16: This is not JSON"))
        for name, content, told in rows:
            with self.subTest(name):
                self.put(content)
                status, err = self.end(self.start("--headless", self.name))
                self.assertEqual(status, 2, err)
                self.assertIn(f"signalbox.json:{told}" if told[0].isdigit() else told, err)
                self.assertIn("signalbox.json.1", err)
                with open(self.name, "rb") as file:
                    self.assertEqual(file.read(), content)
                self.assertEqual(glob.glob(self.name + ".broken-*"), [])

    def test_damage_gives_way_to_the_last_save(self):
        whole = self.mine.encode()
        cut = whole[:512].rstrip(b' ,\n"')  # inside a text, then
        cut += b"x" * (512 - len(cut)) if cut.count(b'"') % 2 else b' "' + b"x" * (510 - len(cut))
        rows = (("cut off inside a text where a block ends", cut),
                ("zero bytes", bytes(len(whole))),
                ("zero bytes at its end", whole[:512] + bytes(512)),
                ("a program in its place", b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 2),
                ("bytes of a compressed file", random.Random(1).randbytes(700)))
        for name, content in rows:
            with self.subTest(name):
                self.put(content)
                server = self.serve("--headless", self.name)
                server.send_signal(signal.SIGTERM)
                status, err = self.end(server)
                self.assertEqual(status, 0)
                self.assertRegex(err, r"signalbox\.json was damaged and is kept as .*signalbox\.json\.broken-")
                aside = glob.glob(self.name + ".broken-*")
                self.assertEqual(len(aside), 1)
                with open(aside[0], "rb") as file:
                    self.assertEqual(file.read(), content)
                os.remove(aside[0])
                with open(self.name, encoding="utf-8") as file:
                    self.assertEqual(json.load(file), self.GOOD)

    def test_mistakes_in_what_timers_and_scripts_keep(self):
        self.write(self.GOOD)
        server = self.serve("--headless", self.name)
        server.send_signal(signal.SIGTERM)
        self.end(server)
        rows = (("timers.json", '{"version": 1, "timers": {"a": {"count": 3}}', ":1:45: This is not JSON: the text ends too early"),
                ("timers.json", '{"version": 1, "timers": {"a": {}}}', ": A has no count."),
                ("script-state.json", '{"n": 1,}', ":1:8: This is not JSON: nothing follows this comma"))
        for name, content, told in rows:
            with self.subTest(name=name, content=content):
                path = os.path.join(self.store(), name)
                with open(path + ".1", "w", encoding="utf-8") as file:
                    file.write('{"version": 1, "timers": {}}')
                with open(path, "w", encoding="utf-8") as file:
                    file.write(content)
                status, err = self.end(self.start("--headless", self.name))
                self.assertEqual(status, 2, err)
                self.assertIn(name + told, err)
                with open(path, encoding="utf-8") as file:
                    self.assertEqual(file.read(), content)
                self.assertEqual(glob.glob(path + ".broken-*"), [])
                os.remove(path)


@unittest.skipUnless(HAS_WINDOW, "it was built without a window")
class WithAWindow(Starts):
    def test_a_second_start_shows_the_first_ones_window(self):
        first = self.serve(self.name)
        status, err = self.end(self.start(self.name))
        self.assertEqual(status, 0, err)
        self.assertIn("its window is shown", err)
        first.send_signal(signal.SIGTERM)
        self.assertEqual(self.end(first)[0], 0)

    def test_a_file_that_is_not_there_is_asked_about(self):
        name = os.path.join(self.folder.name, "my-demo.json")
        process = self.start(name)
        self.assertIn(f"there is no file {name}", process.stderr.readline())
        with self.assertRaises(subprocess.TimeoutExpired):  # it asks in a window, too
            process.wait(1)
        self.assertFalse(os.path.exists(name))

    @unittest.skipUnless(IS_ROOT, "only root can be somebody else")
    def test_another_user_who_takes_the_name_first_is_not_believed(self):
        self.serve("--headless", self.name)
        os.chmod(self.folder.name, 0o777)
        store = self.store()
        name = "signalbox-" + hashlib.sha256(store.encode()).hexdigest()[:16]
        # where it would be if there were a window; and in the folder for temporary files
        places = [os.path.join(os.path.dirname(store), name), os.path.join(tempfile.gettempdir(), name)]
        os.chmod(os.path.dirname(store), 0o777)
        impostor = subprocess.Popen([sys.executable, "-c", IMPOSTOR, *places], user=NOBODY, stdout=subprocess.PIPE, text=True)
        try:
            self.assertEqual(impostor.stdout.readline(), "there\n")
            second = self.start(self.name)
            self.assertRegex(second.stderr.readline(), "^signalbox: process .* uses .* already")
        finally:
            impostor.kill()
            impostor.communicate()
            for place in places:
                os.remove(place)

    def test_the_first_one_has_no_window(self):
        first = self.serve("--headless", self.name)
        second = self.start(self.name)
        self.assertIn(f"process {first.pid} uses", second.stderr.readline())
        with self.assertRaises(subprocess.TimeoutExpired):  # it says so in a window, too
            second.wait(1)


if __name__ == "__main__":
    unittest.main()
