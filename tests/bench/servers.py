"""Starts the servers that are measured: Signalbox and those it is compared with."""
import json
import os
import shutil
import signal
import subprocess
import threading

NO_LIMITS = {"clients": 20000, "connectionsPerSecond": 0, "messagesPerSecond": 0, "bytesPerSecond": 0,
             "pingsPerSecond": 0}
HERE = os.path.dirname(os.path.abspath(__file__))


def pinned(core, command):
    """The command on one core, where there are two and taskset."""
    if (os.cpu_count() or 1) < 2 or not shutil.which("taskset"):
        return command
    return ["taskset", "-c", str(core), *command]


class Server:
    """`with Server(...) as server:` - server.port, server.process.pid."""

    SERVER_CORE = 0
    START_SECONDS = 20

    def __init__(self, command, environment, folder):
        self.command = pinned(self.SERVER_CORE, command)
        self.environment = {**os.environ, **environment}
        self.folder = folder

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        text=True, env=self.environment, cwd=self.folder)
        watchdog = threading.Timer(self.START_SECONDS, self.process.kill)
        watchdog.start()
        self.port = 0
        for line in self.process.stdout:
            if line.strip() == "ready":
                break
            self.port = int(line.rstrip().rstrip("/").rsplit(":", 1)[1])
        watchdog.cancel()
        if not self.port:
            raise RuntimeError(f"did not start: {' '.join(self.command)}")
        return self

    def __exit__(self, *_):
        self.status = self.process.poll()  # what it should be: still running
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            self.status = self.status or "did not stop"
        self.process.stdout.close()


class Servers:
    """All that can be started here, by name. `missing` says why others cannot."""

    def __init__(self, build, folder):
        self.build = build
        self.folder = folder
        self.missing = {}
        self.certificate = [os.path.join(folder, "certificate.pem"), os.path.join(folder, "key.pem")]
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                        "-nodes", "-days", "2", "-subj", "/CN=localhost", "-out", self.certificate[0],
                        "-keyout", self.certificate[1]], check=True, capture_output=True)
        self.modules = self._node_modules()
        self.python = next((p for p in ("/usr/bin/python3", shutil.which("python3"))
                            if p and subprocess.run([p, "-c", "import websockets"], capture_output=True).returncode == 0),
                           None)
        if not self.python:
            self.missing["websockets"] = "there is no python3-websockets"

    def names(self):
        names = ["floor", "batched floor", "Signalbox", "Beast", "ws", "websockets"]
        return [name for name in names if name not in self.missing]

    def program(self, *parts):
        return os.path.join(self.build, *parts)

    def make(self, name, scheme):
        """A server that is not started yet."""
        tls = self.certificate if scheme == "wss" else []
        environment = {}
        if name == "floor":
            command = [self.program("tests/bench/peers/signalbox_floor")]
        elif name == "batched floor":
            command = [self.program("tests/bench/peers/signalbox_floor"), "--batched"]
        elif name == "Beast":
            command = [self.program("tests/bench/peers/signalbox_beast"), *tls]
        elif name == "ws":
            command = [shutil.which("node") or "nodejs", os.path.join(HERE, "peers", "node_ws.mjs"), *tls]
            environment["NODE_PATH"] = self.modules
        elif name == "websockets":
            command = [self.python, os.path.join(HERE, "peers", "python_websockets.py"), *tls]
        else:
            command = [self.program("app/signalbox"), "--headless", self._configuration(scheme)]
            environment = {"QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": self.folder,
                           "XDG_CONFIG_HOME": self.folder}
        return Server(command, environment, self.folder)

    def _configuration(self, scheme):
        """One shard, and no limit that the others do not have either."""
        endpoint = {"name": "bench", "address": "127.0.0.1", "port": 0,
                    "protocols": ["https", "wss"] if scheme == "wss" else ["http", "ws"]}
        if scheme == "wss":
            endpoint["tls"] = {"certificate": self.certificate[0], "key": self.certificate[1]}
        name = os.path.join(self.folder, f"{scheme}.json")
        with open(name, "w", encoding="utf-8") as file:
            json.dump({"version": 1, "threads": 1, "endpoints": [endpoint], "limits": NO_LIMITS,
                       "journal": {"enabled": False}}, file)  # the others write no log either
        return name

    def _node_modules(self):
        """Where ws lies; fetched once, by the lock file's checksum."""
        npm, node = shutil.which("npm"), shutil.which("node") or shutil.which("nodejs")
        if not npm or not node:
            self.missing["ws"] = "there is no node or npm"
            return None
        folder = self.program("tests/bench/peers")
        for name in ("package.json", "package-lock.json"):
            shutil.copy(os.path.join(HERE, "peers", name), folder)
        script = os.path.join(HERE, "..", "browser", "install_packages.cmake")
        done = subprocess.run(["cmake", f"-DNPM={npm}", f"-DFOLDER={folder}", "-P", script],
                              capture_output=True, text=True)
        if done.returncode != 0:
            self.missing["ws"] = "npm could not fetch it"
        return os.path.join(folder, "node_modules")
