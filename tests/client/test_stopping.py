"""SIGTERM, SIGINT and SIGHUP: everyone is told, nobody can hold the program up, and it ends with 0."""
import asyncio
import collections
import contextlib
import signal
import time
import unittest

import websockets

from raw_peer import TEXT, RawPeer, direct, frame
from signalbox_process import Signalbox, trust_nobody


async def closing_code(client):
    try:
        while True:
            await asyncio.wait_for(client.recv(), 20)
    except websockets.ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None


class Stopping(unittest.TestCase):
    def test_each_signal_closes_everyone(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            with self.subTest(number.name), Signalbox() as server:
                async def live():
                    clients = [await websockets.connect(server.urls["ws"]),
                               await websockets.connect(server.urls["wss"], ssl=trust_nobody())]
                    server.process.send_signal(number)
                    return [await closing_code(client) for client in clients]
                self.assertEqual(asyncio.run(live()), [1001, 1001])
                self.assertEqual(server.stop(), 0)

    def test_a_terminal_that_closes_sends_more_than_one(self):
        with Signalbox() as server:
            async def live():
                client = await websockets.connect(server.urls["ws"])
                for _ in range(2):
                    server.process.send_signal(signal.SIGHUP)
                return await closing_code(client)
            self.assertEqual(asyncio.run(live()), 1001)
            self.assertEqual(server.stop(signal.SIGHUP), 0)

    def test_nohup_keeps_it_alive(self):
        with Signalbox(first=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)) as server:
            server.process.send_signal(signal.SIGHUP)
            with RawPeer(server.urls["ws"]) as peer:
                peer.send(direct(1))
                self.assertEqual(peer.text(), "1")

    def test_a_thousand_clients(self):
        with Signalbox() as server:
            async def live():
                clients = await asyncio.gather(*(websockets.connect(server.urls["ws"], open_timeout=30)
                                                 for _ in range(1000)))
                server.process.send_signal(signal.SIGTERM)
                codes = await asyncio.gather(*map(closing_code, clients))
                self.assertEqual(collections.Counter(codes), {1001: 1000})
                self.assertEqual(await asyncio.to_thread(server.process.wait, 15), 0)
            asyncio.run(live())

    def stuck(self, server, stack):
        """Clients that do not read, with data waiting for them, on ws and on wss; and one that does not even answer."""
        for scheme in ("ws", "wss"):
            deaf = stack.enter_context(RawPeer(server.urls[scheme], path="/deaf"))
            for _ in range(3):
                deaf.send(frame(TEXT, '{"message":"%s","direct":true}' % ("x" * 3_000_000)))
            stack.enter_context(RawPeer(server.urls[scheme]))

    def test_clients_that_do_not_read(self):
        for close_seconds, least in ((1, 0.9), (30, 7)):  # nobody gets 30 s of a program that stops
            limits = {"closeSeconds": close_seconds, "messageBytes": 4194304, "queueBytes": 67108864}
            with self.subTest(close_seconds), Signalbox(limits=limits) as server, contextlib.ExitStack() as stack:
                self.stuck(server, stack)
                begin = time.monotonic()
                self.assertEqual(server.stop(), 0)
                seconds = time.monotonic() - begin
                print(f"closeSeconds {close_seconds}: stopped in {seconds:.2f} s")
                self.assertGreater(seconds, least)

    def test_a_second_signal_waits_for_nobody(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            limits = {"closeSeconds": 30, "messageBytes": 4194304, "queueBytes": 67108864}
            with self.subTest(number.name), Signalbox(limits=limits) as server, contextlib.ExitStack() as stack:
                self.stuck(server, stack)
                begin = time.monotonic()
                server.process.send_signal(number)
                time.sleep(0.5)
                self.assertIsNone(server.process.poll())
                self.assertEqual(server.stop(number), 0)
                self.assertLess(time.monotonic() - begin, 7)  # one signal would have taken 8 s


if __name__ == "__main__":
    unittest.main()
