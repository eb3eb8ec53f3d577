"""The wire contract, seen by a client that is not ours, on ws and on wss."""
import asyncio
import json
import unittest

import websockets

from signalbox_process import Signalbox, trust_nobody


class Routing(unittest.IsolatedAsyncioTestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Signalbox(limits={"messageBytes": 4194304}, errors=True)
        cls.server.__enter__()
        cls.addClassCleanup(cls.server.__exit__)

    async def asyncSetUp(self):
        asyncio.get_running_loop().slow_callback_duration = 10  # three megabytes take their time

    async def connect(self, scheme, path):
        options = {"ssl": trust_nobody()} if scheme == "wss" else {}
        client = await websockets.connect(self.server.urls[scheme] + path, max_size=None, **options)
        self.addAsyncCleanup(client.close)
        return client

    async def expect(self, client, text):
        self.assertEqual(await asyncio.wait_for(client.recv(), 5), text)

    async def expect_nothing_before(self, client, sender):
        """Whatever the sender sends now is the first thing that arrives."""
        await sender.send('{"message":"mark"}')
        await self.expect(client, "mark")

    async def test_targets(self):
        for scheme in ("ws", "wss"):
            with self.subTest(scheme):
                me = await self.connect(scheme, "/a?group=blue")
                other = await self.connect(scheme, "/Room%20B?group=blue&welcome=1")
                hello = json.loads(await asyncio.wait_for(other.recv(), 5))
                self.assertEqual(hello["path"], "/Room B")
                await me.send('{"message":"all"}')
                await self.expect(me, "all")
                await self.expect(other, "all")
                for text in ('{"message":"x","path":"/room b"}', '{"message":"x","path":"/ROOM%20B"}',
                             json.dumps({"message": "x", "clientId": hello["clientId"].upper()})):
                    await me.send(text)
                    await self.expect(other, "x")
                await me.send('{"message":"y","group":"blue","path":"/a"}')
                await self.expect(me, "y")
                await me.send('{"message":"z","direct":true}')
                await self.expect(me, "z")
                await self.expect_nothing_before(other, me)
                await me.close()
                await other.close()

    async def test_bytes_are_kept(self):
        client = await self.connect("ws", "/bytes")
        for sent, got in (('{"z":1,"a":2}', '{"z":1,"a":2}'), ("9223372036854775808", "9223372036854775808"),
                          ("1e400", "1e400"), ("-0.10", "-0.10"), ('{"a":1,"a":2}', '{"a":1,"a":2}'),
                          ('{ "a" : "\\u0041\\/" }', '{"a":"\\u0041\\/"}'), ('"a\\n\\u00e9"', "a\né"),
                          ("[ 1 , [ ] ]", "[1,[]]"), ("false", "false")):
            await client.send('{"message":%s,"direct":true}' % sent)
            await self.expect(client, got)

    async def test_what_is_not_passed_on(self):
        client = await self.connect("ws", "/bad")
        for sent, code in (("oops", "not-json"), ("[1]", "not-object"), ("{}", "empty"), ('{"message":null}', "empty"),
                           ('{"message":"a","path":1}', "wrong-type"), ('{"message":"a","path":"/none"}', "nobody-on-path"),
                           ('{"message":"a","group":"none"}', "nobody-in-group"),
                           ('{"message":"a","clientId":"none"}', "unknown-client")):
            with self.subTest(sent):
                await client.send(sent)
                answer = json.loads(await asyncio.wait_for(client.recv(), 5))
                self.assertEqual(answer["error"]["code"], code)

    async def test_large_and_fragmented(self):
        for scheme in ("ws", "wss"):
            with self.subTest(scheme):
                client = await self.connect(scheme, "/big")
                text = "é" * 1_500_000
                await client.send('{"message":"%s","direct":true}' % text)
                await self.expect(client, text)
                whole = ('{"message":"%s","direct":true}' % text).encode()
                await client.send([whole[i:i + 99_999] for i in range(0, len(whole), 99_999)])
                await self.expect(client, text)  # binary that holds JSON, cut inside characters
                for number in range(1000):
                    await client.send('{"message":%d,"direct":true}' % number)
                for number in range(1000):
                    await self.expect(client, str(number))

    async def test_too_big(self):
        client = await self.connect("ws", "/big")
        with self.assertRaises(websockets.ConnectionClosed) as closed:
            await client.send("x" * 4194305)
            await asyncio.wait_for(client.recv(), 5)
        self.assertEqual(closed.exception.rcvd.code, 1009)


if __name__ == "__main__":
    unittest.main()
