#!/usr/bin/env bash
# ws4py 0.5.1 (Debian's python3-ws4py 0.5.1+dfsg1-2) answers a close frame whose code it does not know with a close frame that
# holds 1005, a code that "MUST NOT be set as a status code in a Close control frame" (RFC 6455 section 7.4.1).
#
# The guess: 1012 (service restart) is registered with IANA since 2012, so a client echoes it, or answers 1002 if it knows only
# the codes of RFC 6455.
# The behaviour: CloseControlMessage is told apart by a fixed list; what is not in it becomes the CLOSE code 1005 with the reason
# "Invalid Closing Frame Code: 1012", and that is sent. A server that checks close codes takes the answer for a breach of the protocol.
# The output seen:
#     1001: the client answers 1001 b'restarting'
#     1012: the client answers 1005 b'Invalid Closing Frame Code: 1012'
# Ends with 1 when that has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -q python3-ws4py=0.5.1+dfsg1-2 >/dev/null 2>&1
dpkg-deb -x python3-ws4py_*.deb .
cat > ask.py <<'PYTHON'
import base64, hashlib, socket, struct, sys, threading
from ws4py.client.threadedclient import WebSocketClient


def answer_to(code):
    """What the client sends back when a server closes with this code: (code, reason)."""
    listener = socket.create_server(("127.0.0.1", 0))

    def client():
        peer = WebSocketClient("ws://127.0.0.1:%d/" % listener.getsockname()[1])
        peer.connect()
        peer.run_forever()
    threading.Thread(target=client, daemon=True).start()
    listener.settimeout(10)
    stream, _ = listener.accept()
    stream.settimeout(10)
    head = b""
    while b"\r\n\r\n" not in head:
        head += stream.recv(4096)
    key = next(line.split(b": ", 1)[1] for line in head.split(b"\r\n") if line.lower().startswith(b"sec-websocket-key:"))
    accept = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
    stream.sendall(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + accept
                   + b"\r\n\r\n" + bytes([0x88, 12]) + struct.pack(">H", code) + b"restarting")
    data = b""
    while len(data) < 6 or len(data) < 6 + (data[1] & 0x7F):
        data += stream.recv(4096)
    payload = bytes(byte ^ data[2 + i % 4] for i, byte in enumerate(data[6:6 + (data[1] & 0x7F)]))
    stream.close()
    return struct.unpack(">H", payload[:2])[0], payload[2:]


seen = {code: answer_to(code) for code in (1001, 1012)}
for code, (got, reason) in seen.items():
    print(f"{code}: the client answers {got} {reason}")
sys.exit(seen != {1001: (1001, b"restarting"), 1012: (1005, b"Invalid Closing Frame Code: 1012")})
PYTHON
PYTHONPATH=usr/lib/python3/dist-packages PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 ask.py
