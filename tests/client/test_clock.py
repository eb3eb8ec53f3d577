"""Timers and schedules of a headless server, seen by its clients."""
import asyncio
import hashlib
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

    def check_limit_over_kills(self, limit, interval, memory_lasts):
        """Kills it half a second after each start, six times, then lets it make what is left."""
        server = server_with(timers=[{"name": "limited", "interval": interval, "limit": limit,
                                      "script": "sendSignal({ run: event.timer.count });"},
                                     {"name": "mark", "interval": 0.1, "signal": {"value": "mark"}}])
        self.addCleanup(server.folder.cleanup)
        runs = []

        async def hear(marks):
            async with websockets.connect(server.urls["ws"]) as client:
                while marks > 0:
                    text = await asyncio.wait_for(client.recv(), 10)
                    if text == "mark":
                        marks -= 1
                    else:
                        runs.append(json.loads(text)["run"])

        for _ in range(6):
            server.__enter__()
            asyncio.run(hear(5))
            server.process.send_signal(signal.SIGKILL)
            server.process.wait(5)
            server.process.stdout.close()
            server.process.stderr.close()
            if not memory_lasts:  # as after a power cut
                self.forget_memory(server)
        server.__enter__()
        asyncio.run(hear(int(interval * limit / 0.1) + 5))
        server.stop()
        server.process.stdout.close()
        server.process.stderr.close()
        # by its own count no run was made twice, and no more than allowed
        self.assertEqual(runs, sorted(set(runs)))
        self.assertLessEqual(len(runs), limit)
        self.assertLessEqual(max(runs, default=0), limit)
        self.assertEqual(json.loads(self.state_file(server)[1])["timers"]["limited"]["count"], limit)
        return runs

    def state_file(self, server):
        """Its name and content."""
        names = [os.path.join(folder, name) for folder, _, names in os.walk(server.folder.name) for name in names
                 if name == "timers.json"]
        self.assertEqual(len(names), 1)
        with open(names[0], encoding="utf-8") as file:
            return names[0], file.read()

    def forget_memory(self, server):
        name = hashlib.sha256(self.state_file(server)[0].encode()).hexdigest()[:20]
        if os.path.exists("/dev/shm/sbclock" + name):
            os.remove("/dev/shm/sbclock" + name)

    def test_a_timer_that_runs_once_runs_once(self):
        self.check_limit_over_kills(1, 0.2, True)
        self.check_limit_over_kills(1, 0.2, False)

    def test_the_limit_of_a_frequent_timer_holds_over_kills(self):
        self.check_limit_over_kills(60, 0.05, True)

    def test_the_limit_of_a_frequent_timer_holds_over_power_cuts(self):
        self.check_limit_over_kills(60, 0.05, False)

    def test_a_count_survives_a_kill(self):
        with server_with(timers=[{"name": "beat", "interval": 0.01,
                                  "script": "sendSignal(event.timer.count);"}]) as server:
            def is_saved():
                return any("timers.json" in names for _, _, names in os.walk(server.folder.name))

            async def hear(until):
                runs = []
                async with websockets.connect(server.urls["ws"]) as client:
                    while not runs or not until():
                        runs.append(int(await asyncio.wait_for(client.recv(), 10)))
                return runs
            before = asyncio.run(hear(is_saved)) + asyncio.run(hear(is_saved))
            server.process.send_signal(signal.SIGKILL)
            server.process.wait(5)
            server.process.stdout.close()
            server.process.stderr.close()
            server.__enter__()  # the same folder
            self.assertGreater(asyncio.run(hear(is_saved))[0], before[-1])
            server.stop()
            left = hashlib.sha256(self.state_file(server)[0].encode()).hexdigest()[:20]
            self.assertFalse(os.path.exists("/dev/shm/sbclock" + left))

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
