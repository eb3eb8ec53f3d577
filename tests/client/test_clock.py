"""Timers and schedules of a headless server, seen by its clients."""
import asyncio
import json
import os
import signal
import unittest

import websockets

from signalbox_process import Signalbox, run_to_end, trust_nobody


def server_with(**sections):
    server = Signalbox()
    server.configuration.update(sections)
    return server


async def take(url, count, seconds=10, **options):
    """The first messages on a connection."""
    async with websockets.connect(url, **options) as client:
        return [await asyncio.wait_for(client.recv(), seconds) for _ in range(count)]


class Clock(unittest.TestCase):
    def test_signals_of_timers_and_schedules(self):
        value = '{"z": [1.0, 1e5, 12345678901234567890], "a": "\\u00e4 b", "z": null}'
        server = server_with(timers=[{"name": "beat", "interval": 0.05, "signal": {"value": 0, "path": "/clock"}}],
                             schedules=[{"name": "second", "cron": ["* * * * * *"], "signal": {"value": "tick ä"}}])
        document = server.document().replace('"value": 0', '"value": ' + value)
        server.document = lambda: document  # as it is written, digit by digit
        server.__enter__()
        self.addCleanup(server.__exit__)

        async def live():
            return await asyncio.gather(take(server.urls["ws"] + "/clock", 30),
                                        take(server.urls["wss"] + "/Clock", 5, ssl=trust_nobody()),
                                        take(server.urls["ws"] + "/other", 2))
        on_clock, over_tls, elsewhere = asyncio.run(live())
        exact = '{"z":[1.0,1e5,12345678901234567890],"a":"\\u00e4 b","z":null}'
        self.assertEqual(set(on_clock), {exact, "tick ä"})
        self.assertGreaterEqual(on_clock.count(exact), 25)
        self.assertIn(exact, over_tls)
        self.assertEqual(elsewhere, ["tick ä", "tick ä"])

    def test_scripts_of_timers(self):
        script = 'sendSignal({ n: event.timer.count, by: event.timer.name }, { path: "/dice" });'
        server = server_with(timers=[{"name": "dice", "interval": 0.1, "script": script}],
                             schedules=[{"name": "file", "cron": ["* * * * * *"], "scriptFile": "tick.js"}])
        with open(os.path.join(server.folder.name, "tick.js"), "w", encoding="utf-8") as file:
            file.write('sendSignal("from a file");')
        with server:
            async def live():
                return await asyncio.gather(take(server.urls["ws"] + "/dice", 15), take(server.urls["ws"] + "/else", 2))
            on_dice, elsewhere = asyncio.run(live())
            throws = [json.loads(text) for text in on_dice if text != "from a file"]
            counts = [throw["n"] for throw in throws]
            self.assertGreaterEqual(len(counts), 10)
            self.assertEqual(counts, sorted(set(counts)))
            self.assertEqual({throw["by"] for throw in throws}, {"dice"})
            self.assertEqual(elsewhere, ["from a file"] * 2)

    def test_a_limit_holds_over_a_kill(self):
        with server_with(schedules=[{"name": "second", "cron": ["* * * * * *"], "limit": 4, "missed": "skip",
                                     "signal": {"value": "run"}}]) as server:
            async def hear(seconds):
                heard = 0
                async with websockets.connect(server.urls["ws"]) as client:
                    try:
                        while True:
                            await asyncio.wait_for(client.recv(), seconds)
                            heard += 1
                            if heard == 2 and seconds > 3:
                                server.process.send_signal(signal.SIGKILL)
                    except (websockets.ConnectionClosed, asyncio.TimeoutError):
                        return heard
            before = asyncio.run(hear(5))
            self.assertGreaterEqual(before, 2)
            server.process.wait(5)
            server.process.stdout.close()
            server.process.stderr.close()
            server.__enter__()  # the same folder
            after = asyncio.run(hear(2.5))
            # each run is counted before it is sent: one can be lost in the kill, none comes twice
            self.assertLessEqual(before + after, 4)
            self.assertGreaterEqual(before + after, 2)
            states = [os.path.join(folder, name) for folder, _, names in os.walk(server.folder.name) for name in names
                      if name == "timers.json"]
            self.assertEqual(len(states), 1)
            with open(states[0], encoding="utf-8") as file:
                self.assertEqual(json.load(file)["timers"]["second"]["count"], 4)

    def test_mistakes_are_told(self):
        server = server_with(schedules=[{"name": "x", "cron": ["0 25 * * *"], "signal": {"value": 1}}])
        name = os.path.join(server.folder.name, "wrong.json")
        with open(name, "w", encoding="utf-8") as file:
            json.dump(server.configuration, file)
        status, _, problems = run_to_end("--check", name)
        self.assertEqual(status, 2)
        self.assertIn("hours: 25 is above 23", problems)
        self.assertIn("schedules[0].cron[0]", problems)
        server.folder.cleanup()


if __name__ == "__main__":
    unittest.main()
