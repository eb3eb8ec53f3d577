"""Signal routes, HTTP routes, pages and events, seen by clients that are not ours."""
import asyncio
import contextlib
import http.client
import json
import os
import re
import time
import unittest

import websockets

from signalbox_process import Signalbox, run_to_end

DATE = ("let m = event.data.message; if (/^\\[date\\]$/i.test(m)) m = new Date().toString(); sendSignal(m);")


def with_routes(**sections):
    """A server whose configuration has these sections, too."""
    server = Signalbox(errors=True)
    server.configuration.update(sections)
    return server


@contextlib.asynccontextmanager
async def running(server):
    """Starts and stops beside the event loop, whose clients answer the server's goodbye."""
    await asyncio.to_thread(server.__enter__)
    try:
        yield server
    finally:
        await asyncio.to_thread(server.__exit__)


class Http:
    """One request at a time, on a connection of its own."""

    def __init__(self, server):
        self.port = server.port()

    def ask(self, method, path, body=None, **fields):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in fields.items()})
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, content, answer.headers


class Routes(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        asyncio.get_running_loop().slow_callback_duration = 10

    async def connect(self, server, path, scheme="ws"):
        client = await websockets.connect(server.urls[scheme] + path, max_size=None)
        self.addAsyncCleanup(client.close)
        return client

    async def get(self, client):
        return await asyncio.wait_for(client.recv(), 10)

    async def ask(self, client, message, **keys):
        await client.send(json.dumps({"message": message, **keys}))
        return await self.get(client)

    async def test_the_date_route(self):
        async with running(with_routes(signalRoutes=[{"path": "/messages", "script": DATE}])) as server:
            here = await self.connect(server, "/messages")
            there = await self.connect(server, "/elsewhere")
            self.assertEqual(await self.ask(here, "hello"), "hello")
            self.assertEqual(await self.get(there), "hello")  # no path was asked for: everyone gets it
            answer = await self.ask(here, "[DATE]")
            self.assertRegex(answer, r"20\d\d")
            self.assertNotIn("[", answer)
            self.assertEqual(await self.get(there), answer)
            # what is left out is inherited from the message
            await here.send('{"message":"[date]","direct":true}')
            self.assertRegex(await self.get(here), r"20\d\d")
            await there.send('{"message":"[date]"}')  # this path has no route
            self.assertEqual(await self.get(there), "[date]")
            self.assertEqual(await self.get(here), "[date]")

    async def test_what_scripts_can_do(self):
        script = """
            switch (event.data.message) {
            case 'reply': reply({to: event.client.name, room: event.route.params.room}); break;
            case 'pass': pass(); break;
            case 'drop': drop('not today'); break;
            case 'clients': reply(clients('/OTHER').map(c => c.name)); break;
            case 'path': sendSignal('to other', {path: '/other'}); break;
            case 'group': sendSignal('to blue', {group: 'blue'}); break;
            case 'count': state.count = (state.count || 0) + 1; reply(state.count); break;
            case 'close': closeClient(event.client.id, 4001, 'class over'); break;
            case 'many': for (let i = 0; i < 150; ++i) reply(i); break;
            case 'request': reply([event.request.query.name, event.endpoint.protocol, event.request.headers.host !== undefined]); break;
            case 'throw': throw new Error('boom');
            case 'loop': for (;;) {}
            }"""
        async with running(with_routes(signalRoutes=[{"path": "/rooms/:room", "script": script}])) as server:
            me = await self.connect(server, "/rooms/Red%20Room?name=Ada")
            other = await self.connect(server, "/other?name=Bob&group=blue")
            self.assertEqual(json.loads(await self.ask(me, "reply")), {"to": "Ada", "room": "Red Room"})
            self.assertEqual(await self.ask(me, "pass"), "pass")
            self.assertEqual(await self.get(other), "pass")
            self.assertEqual(json.loads(await self.ask(me, "clients")), ["Bob"])
            self.assertEqual(json.loads(await self.ask(me, "request")), ["Ada", "ws", True])
            await me.send('{"message":"path"}')
            self.assertEqual(await self.get(other), "to other")
            await me.send('{"message":"group"}')
            self.assertEqual(await self.get(other), "to blue")
            await me.send('{"message":"drop"}')
            self.assertEqual([await self.ask(me, "count") for _ in range(3)], ["1", "2", "3"])
            await me.send('{"message":"many"}')
            self.assertEqual([await self.get(me) for _ in range(100)], [str(i) for i in range(100)])
            for bad in ("throw", "loop"):
                answer = json.loads(await self.ask(me, bad))  # and not the 101st reply
                self.assertEqual(answer["error"]["code"], "route-failed")
                self.assertNotIn("boom", answer["error"]["detail"])
            self.assertEqual(await self.ask(me, "count"), "4")
            await me.send('{"message":"close"}')
            with self.assertRaises(websockets.ConnectionClosed) as closed:
                await self.get(me)
            self.assertEqual((closed.exception.rcvd.code, closed.exception.rcvd.reason), (4001, "class over"))

    async def test_a_slow_script_does_not_hold_the_default_rule_up(self):
        slow = "const end = Date.now() + 500; while (Date.now() < end) {} reply('done');"
        async with running(with_routes(signalRoutes=[{"path": "/slow", "script": slow}], limits={"scriptMilliseconds": 2000})) as server:
            here = await self.connect(server, "/slow")
            there = await self.connect(server, "/fast")
            await self.ask(here, "x")  # the process runs
            done = []

            async def wait():
                for _ in range(3):
                    await here.send('{"message":"x"}')
                for _ in range(3):
                    done.append(await self.get(here))

            waiting = asyncio.create_task(wait())
            for number in range(20):
                self.assertEqual(await self.ask(there, number, direct=True), str(number))
            self.assertLess(len(done), 3)  # they were answered meanwhile
            await waiting
            self.assertEqual(done, ["done"] * 3)

    async def test_three_breaches_switch_a_route_off(self):
        async with running(with_routes(signalRoutes=[{"path": "/loop", "script": "for (;;) {}"},
                                       {"path": "/good", "script": "reply('good')"}])) as server:
            loop = await self.connect(server, "/loop")
            good = await self.connect(server, "/good")
            for _ in range(3):
                self.assertEqual(json.loads(await self.ask(loop, 1))["error"]["code"], "route-failed")
                self.assertEqual(await self.ask(good, 1), "good")
            self.assertEqual(json.loads(await self.ask(loop, 1))["error"]["code"], "route-off")
            self.assertEqual(await self.ask(good, 1), "good")

    async def test_rules(self):
        rules = [
            {"if": {"matches": r"^\[date\]$"}, "then": {"reply": "{{now}}"}},
            {"if": {"contains": "secret"}, "then": {"drop": "a secret"}},
            {"if": {"equals": "bye"}, "then": {"close": {"code": 4002, "reason": "bye {{client.name}}"}}},
            {"if": {"jsonPath": "kind", "equals": "order"},
             "then": {"sendTo": {"path": "/kitchen", "value": {"order": "{{message.what}}", "from": "{{client.name}}", "no": "{{counter}}"}}}},
        ]
        async with running(with_routes(signalRoutes=[{"path": "/rules", "rules": rules}])) as server:
            me = await self.connect(server, "/rules?name=Ada")
            kitchen = await self.connect(server, "/kitchen")
            self.assertRegex(await self.ask(me, "[date]"), r"^20\d\d-\d\d-\d\dT.*Z$")
            await me.send('{"message":"a SECRET"}')
            await me.send('{"message":{"kind":"order","what":[1.10,"x"]}}')
            self.assertEqual(await self.get(kitchen), '{"order":[1.10,"x"],"from":"Ada","no":"3"}')
            self.assertEqual(await self.ask(me, "else"), "else")  # no rule: the default one
            self.assertEqual(await self.get(kitchen), "else")
            await me.send('{"message":"bye"}')
            with self.assertRaises(websockets.ConnectionClosed) as closed:
                await self.get(me)
            self.assertEqual((closed.exception.rcvd.code, closed.exception.rcvd.reason), (4002, "bye Ada"))

    async def test_events(self):
        events = [{"type": "connect", "path": "/msg", "script": "reply('welcome ' + event.client.name); sendSignal({joined: event.client.name}, {path: '/watch'})"},
                  {"type": "disconnect", "script": "if (event.client.path === '/msg') sendSignal({left: event.client.name, code: event.code, reason: event.reason}, {path: '/watch'})"}]
        async with running(with_routes(events=events)) as server:
            watch = await self.connect(server, "/watch")
            ada = await self.connect(server, "/msg?name=Ada")
            self.assertEqual(await self.get(ada), "welcome Ada")
            self.assertEqual(json.loads(await self.get(watch)), {"joined": "Ada"})
            await ada.close(4005, "enough")
            self.assertEqual(json.loads(await self.get(watch)), {"left": "Ada", "code": 4005, "reason": "enough"})

    async def test_response_times_by_a_timer(self):
        timer = {"name": "times", "interval": 0.2,
                 "script": "sendSignal({ResponseTimes: [event.timer.count, clients('/response-times').length]}, {path: '/response-times'})"}
        async with running(with_routes(timers=[timer])) as server:
            other = await self.connect(server, "/other")
            chart = await self.connect(server, "/response-times")
            counts = []
            while len(counts) < 3:
                count, there = json.loads(await self.get(chart))["ResponseTimes"]
                self.assertEqual(there, 1)
                counts.append(count)
            self.assertEqual(counts, list(range(counts[0], counts[0] + 3)))
            await other.send('{"message":"mark","direct":true}')
            self.assertEqual(await self.get(other), "mark")  # and nothing of the timer

    async def test_http_routes(self):
        routes = [
            {"method": "POST", "path": "/broadcast", "script": "sendSignal({ Message: event.data.message });"},
            {"method": "GET", "path": "/items/:id", "script": "return {id: event.params.id, q: event.request.query, agent: event.request.headers['x-a']}"},
            {"method": "PUT", "path": "/items/*", "script": "respond(201, '<p>made ' + event.request.body, {'Content-Type': 'text/html', 'X-Made': 'yes'})"},
            {"method": "DELETE", "path": "/throw", "script": "throw new Error('secret detail')"},
            {"method": "GET", "path": "/loop", "script": "for (;;) {}"},
        ]
        async with running(with_routes(httpRoutes=routes)) as server:
            client = await self.connect(server, "/any")
            http_side = Http(server)
            ask = lambda *arguments, **fields: asyncio.to_thread(http_side.ask, *arguments, **fields)
            for kind, body in (("application/x-www-form-urlencoded", b"message=a+b%21"), ("application/json", b'{"message":"a b!"}'),
                               ("multipart/form-data; boundary=X", b'--X\r\nContent-Disposition: form-data; name="message"\r\n\r\na b!\r\n--X--\r\n')):
                status, _, _ = await ask("POST", "/broadcast", body, Content_Type=kind)
                self.assertEqual(status, 200, kind)
                self.assertEqual(json.loads(await self.get(client)), {"Message": "a b!"})
            status, content, fields = await ask("GET", "/items/7%201?a=1&a=2&b=x+y", X_A="me")
            self.assertEqual((status, fields["Content-Type"]), (200, "application/json"))
            self.assertEqual(json.loads(content), {"id": "7 1", "q": {"a": ["1", "2"], "b": "x y"}, "agent": "me"})
            status, content, fields = await ask("HEAD", "/items/7")
            self.assertEqual((status, content), (200, b""))
            self.assertGreater(int(fields["Content-Length"]), 0)
            status, content, fields = await ask("PUT", "/items/a/b", "x")
            self.assertEqual((status, content, fields["X-Made"], fields["Content-Type"]), (201, b"<p>made x", "yes", "text/html"))
            status, content, _ = await ask("DELETE", "/throw")
            self.assertEqual(status, 500)
            self.assertNotIn(b"secret", content)
            self.assertEqual((await ask("GET", "/loop"))[0], 504)
            status, _, fields = await ask("DELETE", "/items/7")
            self.assertEqual((status, set(fields["Allow"].split(", "))), (405, {"GET", "PUT", "HEAD"}))
            self.assertEqual((await ask("POST", "/broadcast", b"message=x", Content_Type="application/x-www-form-urlencoded",
                                        Origin="http://evil.example"))[0], 403)
            self.assertEqual((await ask("GET", "/"))[0], 200)  # the demo page is still there
            await client.send('{"message":"mark"}')
            self.assertEqual(await self.get(client), "mark")  # and nothing of the foreign page

    async def test_pipelined_requests_are_answered_in_order(self):
        async with running(with_routes(httpRoutes=[{"method": "GET", "path": "/n/:n", "script": "return event.params.n"}])) as server:
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port())
            writer.write(b"".join(b"GET /n/%d HTTP/1.1\r\nHost: localhost\r\n\r\n" % i for i in range(20)))
            for number in range(20):
                head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
                length = int(re.search(rb"Content-Length: (\d+)", head).group(1))
                self.assertEqual(await reader.readexactly(length), b"%d" % number)
            writer.close()

    async def test_script_files(self):
        server = with_routes(signalRoutes=[{"path": "/file", "scriptFile": "route.js"}])
        name = os.path.join(server.folder.name, "route.js")
        with open(name, "w", encoding="utf-8") as file:
            file.write("reply('first')")
        async with running(server):
            client = await self.connect(server, "/file")
            self.assertEqual(await self.ask(client, 1), "first")
            for text, answer in (("reply('second')", "second"), ("reply(", "route-off"), ("reply('third')", "third")):
                with open(name + ".new", "w", encoding="utf-8") as file:
                    file.write(text)
                os.replace(name + ".new", name)
                until = time.monotonic() + 10
                got = None
                while got != answer and time.monotonic() < until:
                    got = await self.ask(client, 1)
                    if got.startswith("{"):
                        got = json.loads(got)["error"]["code"]
                self.assertEqual(got, answer)

    async def test_a_script_that_does_not_compile(self):
        async with running(with_routes(signalRoutes=[{"path": "/bad", "script": "let a = 1;\nlet b = (;"},
                                       {"path": "/good", "script": "reply(1)"}])) as server:
            good = await self.connect(server, "/good")
            bad = await self.connect(server, "/bad")
            self.assertEqual(await self.ask(good, 1), "1")
            self.assertEqual(json.loads(await self.ask(bad, 1))["error"]["code"], "route-off")
            server.stop()
            said = server.process.stderr.read()
            self.assertIn("/bad", said)
            self.assertIn("/bad:2", said)

    async def test_the_state_is_kept(self):
        script = "state.n = (state.n || 0) + 1; reply(state.n)"
        server = with_routes(signalRoutes=[{"path": "/n", "script": script}])
        with server:
            client = await self.connect(server, "/n")
            self.assertEqual([await self.ask(client, 1) for _ in range(3)], ["1", "2", "3"])
            self.assertEqual(server.stop(), 0)
            again = Signalbox(errors=True)
            again.folder.cleanup()
            again.folder, again.configuration = server.folder, server.configuration
            again.__enter__()
            try:
                client = await self.connect(again, "/n")
                self.assertEqual(await self.ask(client, 1), "4")
            finally:
                again.stop()
                again.process.stdout.close()
                again.process.stderr.close()

    async def test_pages(self):
        server = with_routes(pages=[{"path": "/", "directory": "public"}])
        public = os.path.join(server.folder.name, "public")
        os.makedirs(os.path.join(public, "docs"))
        big = os.urandom(3_000_000)
        for name, content in (("index.html", b"<h1>hi</h1>"), ("docs/index.html", b"docs"), ("app.js", b"1"),
                              ("big.bin", big), (".hidden", b"no"), ("../outside.txt", b"no")):
            with open(os.path.join(public, name), "wb") as file:
                file.write(content)
        os.symlink("../outside.txt", os.path.join(public, "link.txt"))
        os.symlink("app.js", os.path.join(public, "inside.js"))
        async with running(server):
            side = Http(server)
            ask = lambda *arguments, **fields: asyncio.to_thread(side.ask, *arguments, **fields)
            status, content, fields = await ask("GET", "/")
            self.assertEqual((status, content, fields["Content-Type"]), (200, b"<h1>hi</h1>", "text/html; charset=utf-8"))
            tag = fields["ETag"]
            self.assertEqual((await ask("GET", "/", If_None_Match=tag))[:2], (304, b""))
            self.assertEqual((await ask("GET", "/docs/"))[1], b"docs")
            status, _, fields = await ask("GET", "/docs")
            self.assertEqual((status, fields["Location"]), (301, "./docs/"))
            self.assertIn("javascript", (await ask("GET", "/app.js"))[2]["Content-Type"])
            self.assertEqual((await ask("GET", "/inside.js"))[0], 200)
            self.assertEqual((await ask("GET", "/big.bin"))[1], big)
            status, content, fields = await ask("GET", "/big.bin", Range="bytes=10-19")
            self.assertEqual((status, content, fields["Content-Range"]), (206, big[10:20], f"bytes 10-19/{len(big)}"))
            self.assertEqual((await ask("GET", "/big.bin", Range="bytes=-5"))[1], big[-5:])
            self.assertEqual((await ask("GET", "/big.bin", Range="bytes=9000000-"))[0], 416)
            status, content, fields = await ask("HEAD", "/big.bin")
            self.assertEqual((status, content, fields["Content-Length"]), (200, b"", str(len(big))))
            for path in ("/none", "/.hidden", "/link.txt", "/app.js/", "/docs/none", "/%2e%2e/outside.txt", "/docs/%2e%2e/%2e%2e/outside.txt",
                         "/..%2foutside.txt", "/..%5coutside.txt", "//etc/passwd", "/%2fetc%2fpasswd", "/docs/..%00/index.html"):
                status, content, _ = await ask("GET", path)
                self.assertIn(status, (400, 404), path)
                self.assertNotIn(b"no", content.replace(b"not", b"").replace(b"There is no page", b""), path)
            client = await self.connect(server, "/")  # WebSockets beside them
            self.assertEqual(await self.ask(client, "x"), "x")

    async def test_order_per_path(self):
        async with running(with_routes(signalRoutes=[{"path": "/a", "script": "reply(event.data.message)"}], limits={"messagesPerSecond": 0})) as server:
            client = await self.connect(server, "/a")
            count = 3000
            for number in range(count):
                await client.send('{"message":%d}' % number)
            for number in range(count):
                self.assertEqual(await self.get(client), str(number))


class Check(unittest.TestCase):
    def test_bad_configurations(self):
        import tempfile
        for section, word in (
                ({"signalRoutes": [{"path": "/a", "script": ""}, {"path": "/A", "script": ""}]}, "unique"),
                ({"signalRoutes": [{"path": "/a", "rules": [{"if": {"matches": "("}, "then": {"pass": True}}]}]}, "regular expression"),
                ({"signalRoutes": [{"path": "/a", "rules": [{"then": {"reply": "{{nmae}}"}}]}]}, "placeholder"),
                ({"signalRoutes": [{"path": "/a/*/b", "script": ""}]}, "at its end"),
                ({"httpRoutes": [{"method": "GET", "path": "/a"}]}, "script"),
                ({"events": [{"type": "conect", "script": ""}]}, "connect"),
                ({"endpoints": [{"limits": {"scriptMilliseconds": 100}}]}, "top")):
            with tempfile.TemporaryDirectory() as folder:
                name = os.path.join(folder, "c.json")
                with open(name, "w", encoding="utf-8") as file:
                    json.dump(section, file)
                status, _, said = run_to_end("--check", name)
                self.assertEqual(status, 2, section)
                self.assertIn(word, said)


if __name__ == "__main__":
    unittest.main()
