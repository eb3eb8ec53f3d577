"""Many connections at once: honest crowds, silent floods, and running out of descriptors."""
import asyncio
import collections
import contextlib
import os
import resource
import socket
import time
import unittest

import websockets

from raw_peer import upgrade
from signalbox_process import Signalbox, trust_nobody
from watching import cpu_seconds, open_descriptors, settled_descriptors

PATIENT = {"handshakeSeconds": 30}  # a busy machine must not decide
# Many come from this one address.
FROM_HERE = {**PATIENT, "addressConnectionsPerSecond": 0, "handshakesPerAddress": 0}


async def connect_all(url, count):
    options = {"ssl": trust_nobody()} if url.startswith("wss") else {}
    return await asyncio.gather(*(websockets.connect(url + "/crowd", open_timeout=90, **options) for _ in range(count)))


async def close_all(clients):
    await asyncio.gather(*(client.close() for client in clients))


async def connect_one(url, who):
    """In less time than the server waits for silent connections (handshakeSeconds 30)."""
    begin = time.monotonic()
    clients = await asyncio.wait_for(connect_all(url, 1), 20)
    print(f"{who}: connected in {time.monotonic() - begin:.2f} s")
    await close_all(clients)


async def status_of_upgrade(port, keep, head=upgrade()):
    """Of one of many raw handshakes; 0: closed without an answer. Connections go into `keep`."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    keep.append(writer)
    with contextlib.suppress(ConnectionError):
        writer.write(head)
        answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 90)
        return int(answer.split()[1])
    return 0


async def hang_up(keep):
    for writer in keep:
        writer.transport.abort()
    keep.clear()
    await asyncio.sleep(0)  # the transports close in the next turn of the loop


async def statuses(port, count, keep):
    results = await asyncio.gather(*(status_of_upgrade(port, keep) for _ in range(count)), return_exceptions=True)
    return collections.Counter(0 if isinstance(status, Exception) else status for status in results)


class Crowds(unittest.TestCase):
    def comes_back_to(self, server, descriptors):
        end = time.monotonic() + 10
        while open_descriptors(server) > descriptors + 2:
            self.assertLess(time.monotonic(), end, f"{open_descriptors(server)} descriptors, not {descriptors}")
            time.sleep(0.05)

    async def counted(self, server, count):
        keep = []
        result = await statuses(server.port(), count, keep)
        await hang_up(keep)
        return result

    def test_all_of_an_honest_crowd_come_in(self):
        for scheme, count in (("ws", 500), ("wss", 200)):
            with self.subTest(scheme), Signalbox(limits=PATIENT) as server:
                async def live():
                    clients = await connect_all(server.urls[scheme], count)
                    await clients[0].send('{"message":"hello"}')
                    for client in clients:
                        self.assertEqual(await asyncio.wait_for(client.recv(), 10), "hello")
                    await close_all(clients)
                asyncio.run(live())

    def test_a_thousand_at_once_from_one_address(self):
        with Signalbox(limits=PATIENT) as server:
            asyncio.run(self.counted(server, 1))  # whatever is opened once
            before = settled_descriptors(server)
            self.assertEqual(asyncio.run(self.counted(server, 1000)), {101: 1000})
            self.comes_back_to(server, before)

    def test_no_more_than_may_come_in_do(self):
        with Signalbox(limits={"clients": 10, **PATIENT}) as server:
            self.assertEqual(asyncio.run(self.counted(server, 100)), {101: 10, 503: 90})

    def test_silent_floods_lock_nobody_out(self):
        for preset, scheme, count in (("local", "ws", 200), ("local", "wss", 200), ("local", "ws", 1300),
                                      ("class", "ws", 600), ("class", "wss", 400)):
            with self.subTest(preset, scheme=scheme, count=count), contextlib.ExitStack() as silent, \
                    Signalbox(limits=FROM_HERE, preset=preset) as server:
                asyncio.run(connect_one(server.urls[scheme], "alone"))
                before = settled_descriptors(server)
                for _ in range(count):
                    silent.enter_context(socket.create_connection(("127.0.0.1", server.port(scheme))))
                asyncio.run(connect_one(server.urls[scheme], f"among {count} silent ones, {preset}, {scheme}"))
                silent.close()
                self.comes_back_to(server, before)

    def test_idle_pages_lock_nobody_out(self):
        with Signalbox(limits=FROM_HERE, preset="class") as server:  # has room for 256
            async def live():
                keep = []
                page = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
                for _ in range(300):  # they stay open, between two requests
                    self.assertEqual(await status_of_upgrade(server.port(), keep, page), 200)
                await connect_one(server.urls["ws"], "among 300 idle pages")
                await hang_up(keep)
            asyncio.run(live())

    def test_running_out_of_descriptors(self):
        with Signalbox(descriptors=256) as server:
            async def live():
                keep = []
                got = await statuses(server.port(), 400, keep)
                self.assertGreater(got[101], 150)
                self.assertLess(got[101], 256 - 64)
                self.assertGreater(got[503], 30)
                self.assertEqual(sum(got.values()), 400)
                before = cpu_seconds(server.process.pid)
                begin = time.monotonic()
                await asyncio.sleep(2)
                share = (cpu_seconds(server.process.pid) - before) / (time.monotonic() - begin)
                self.assertLess(share, 0.1)
                await hang_up(keep)
                begin = time.monotonic()
                while await status_of_upgrade(server.port(), keep) != 101:
                    self.assertLess(time.monotonic() - begin, 20)
                recovered = time.monotonic() - begin
                while True:
                    try:
                        await close_all(await connect_all(server.urls["ws"], 100))
                        break
                    except (websockets.InvalidStatusCode, ConnectionError):
                        self.assertLess(time.monotonic() - begin, 20)
                await hang_up(keep)
                print(f"256 descriptors, 400 connections: {got[101]} came in, {got[503]} were told 503; {share * 100:.1f} % of a core "
                      f"meanwhile, good again after {recovered:.2f} s")
            asyncio.run(live())

    def test_it_takes_as_many_descriptors_as_it_may_have(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        with Signalbox(descriptors=(min(soft, 300), hard)) as server:
            with open(f"/proc/{server.process.pid}/limits", encoding="ascii") as file:
                line = next(line for line in file if line.startswith("Max open files"))
            self.assertEqual(int(line.split()[3]), min(hard, 65536))


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(8192, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
    unittest.main()
