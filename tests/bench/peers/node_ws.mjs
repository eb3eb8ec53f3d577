// ws (npm) doing what Signalbox does with a message. Usage: node node_ws.mjs [CERTIFICATE KEY]; with them: wss.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import path from "node:path";

// The package lies in the build folder, which NODE_PATH names.
const { WebSocketServer } = createRequire(path.join(process.env.NODE_PATH, "/"))("ws");
const [certificate, key] = process.argv.slice(2);
const server = certificate
    ? https.createServer({ cert: readFileSync(certificate), key: readFileSync(key) })
    : http.createServer();
const sockets = new WebSocketServer({ server, perMessageDeflate: false });

sockets.on("connection", (socket) => {
    socket.on("error", () => {});
    socket.on("message", (data) => {
        const envelope = JSON.parse(data);
        const text = typeof envelope.message === "string" ? envelope.message : JSON.stringify(envelope.message);
        if (envelope.direct) {
            socket.send(text);
            return;
        }
        for (const each of sockets.clients)
            each.send(text);
    });
});
server.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () => {
    console.log(`listening ${certificate ? "wss" : "ws"}://127.0.0.1:${server.address().port}/\nready`);
});
