"""Debian's python3-websockets doing what Signalbox does with a message. With CERTIFICATE and KEY: wss."""
import asyncio
import json
import ssl
import sys

import websockets

clients = set()


async def serve_client(client):
    clients.add(client)
    try:
        async for data in client:
            envelope = json.loads(data)
            value = envelope["message"]
            text = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
            if envelope.get("direct"):
                await client.send(text)
            else:
                websockets.broadcast(clients, text)
    except websockets.ConnectionClosed:
        pass
    finally:
        clients.discard(client)


async def main():
    tls = None
    if len(sys.argv) > 2:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(sys.argv[1], sys.argv[2])
    async with websockets.serve(serve_client, "127.0.0.1", 0, ssl=tls, compression=None, ping_interval=None,
                                backlog=4096) as server:
        port = server.sockets[0].getsockname()[1]
        print(f"listening {'wss' if tls else 'ws'}://127.0.0.1:{port}/\nready", flush=True)
        await asyncio.Future()


asyncio.run(main())
