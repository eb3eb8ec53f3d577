"""A Signalbox server for one test: started headless on free ports of 127.0.0.1, with folders of its own."""
import json
import os
import resource
import signal
import ssl
import subprocess
import tempfile

PROGRAM = os.environ["SIGNALBOX"]
# a sanitizer keeps freed memory and adds some to every block: how much there is says nothing then
MEMORY_IS_MEANT = os.environ.get("SIGNALBOX_SANITIZED", "0") == "0"
HAS_WINDOW = os.environ.get("SIGNALBOX_WITH_WINDOW", "1") == "1"


def trust_nobody():
    """The certificates are made by the server itself: they are not what is tested here."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


class Signalbox:
    """`with Signalbox(limits={"messageBytes": 4194304}) as server:` - keys of the configuration, and of every endpoint."""

    def __init__(self, limits=None, descriptors=None, first=None, within=(), **endpoint):
        """`descriptors`: how many it may have open, or (soft, hard). `first`: is called in the new process. `within`: a command that runs
        it, in its own place."""
        self.descriptors = descriptors
        self.first = first
        self.within = within
        self.folder = tempfile.TemporaryDirectory(prefix="signalbox-test-")
        common = {"address": "127.0.0.1", "port": 0, **endpoint}
        self.configuration = {
            "version": 1,
            "endpoints": [
                {"name": "plain", "protocols": ["http", "ws"], **common},
                {"name": "secure", "protocols": ["https", "wss"], "tls": {"selfSigned": True}, **common},
            ],
            "limits": limits or {},
        }

    def __enter__(self):
        name = os.path.join(self.folder.name, "signalbox.json")
        with open(name, "w", encoding="utf-8") as file:
            file.write(self.document())
        self.process = run("--headless", name, folder=self.folder.name, descriptors=self.descriptors, first=self.first,
                           within=self.within)
        self.urls = {}
        self.all_urls = []
        for line in self.process.stdout:
            if line.strip() == "ready":
                return self
            word, url = line.split()
            assert word == "listening", line
            self.all_urls.append(url.rstrip("/"))
            self.urls.setdefault(url.split(":")[0], url.rstrip("/"))
        raise AssertionError("it ended before it was ready: " + self.process.stderr.read())

    def document(self):
        return json.dumps(self.configuration)

    def __exit__(self, *_):
        self.stop()
        self.process.stdout.close()
        self.process.stderr.close()
        self.folder.cleanup()

    def stop(self, with_signal=signal.SIGTERM):
        """The exit status."""
        if self.process.poll() is None:
            self.process.send_signal(with_signal)
        return self.process.wait(15)

    def url_of(self, address):
        """The first at this address."""
        return next(url for url in self.all_urls if f"//{address}:" in url)

    def port(self, scheme="ws"):
        return int(self.urls[scheme].rsplit(":", 1)[1])


def run(*arguments, folder, descriptors=None, errors=subprocess.PIPE, user=None, within=(), first=None, cwd=None, **variables):
    """`errors`: a file for standard error. `user`: the number of another one, for root. `within`: a command that runs it. `first`: is
    called in the new process. `cwd`: where it starts. `variables`: of the environment; None takes one away."""
    def limit():
        if descriptors:
            pair = descriptors if isinstance(descriptors, tuple) else (descriptors, descriptors)
            resource.setrlimit(resource.RLIMIT_NOFILE, pair)
        if first:
            first()
    environment = {**os.environ, "HOME": folder, "XDG_CONFIG_HOME": folder, "XDG_DATA_HOME": folder, **variables}
    environment = {name: value for name, value in environment.items() if value is not None}
    return subprocess.Popen([*within, PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=errors, text=True, env=environment, user=user, cwd=cwd,
                            preexec_fn=limit if descriptors or first else None)


def run_to_end(*arguments):
    """Exit status, standard output, standard error."""
    with tempfile.TemporaryDirectory(prefix="signalbox-test-") as folder:
        process = run(*arguments, folder=folder)
        out, err = process.communicate(timeout=15)
        return process.returncode, out, err
