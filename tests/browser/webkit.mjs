import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';

import { Patience, Tab } from './tab.mjs';

const KeyCodes = { Enter: '\ue007', Shift: '\ue008' }; // WebDriver, section 15.4.2
const ElementKey = 'element-6066-11e4-a52e-4f735466cecf'; // WebDriver, section 12

/** A session with the driver; its requests end, or fail with the driver's words. */
class Session {
    constructor(base) { this.base = base; }
    async ask(method, path, body) {
        const answer = await fetch(this.base + path, {
            method, headers: { 'Content-Type': 'application/json' }, body: method === 'POST' ? JSON.stringify(body ?? {}) : undefined,
        });
        const { value } = await answer.json();
        if (!answer.ok)
            throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
        return value;
    }
}

class WebKitTab extends Tab {
    constructor(session) {
        super();
        this.session = session;
    }
    goto(address) { return this.session.ask('POST', '/url', { url: address }); }
    async evaluate(what, argument) {
        const { value, error } = await this.session.ask('POST', '/execute/async', {
            script: `const done = arguments[1]; Promise.resolve(arguments[0]).then(${what}).then(value => done({ value }), e => done({ error: String(e) }));`,
            args: [argument ?? null],
        });
        if (error)
            throw new Error(error);
        return value ?? undefined;
    }
    async click(selector) {
        const element = await this.session.ask('POST', '/element', { using: 'css selector', value: selector });
        await this.session.ask('POST', `/element/${element[ElementKey]}/click`);
    }
    async act(keys) {
        await this.session.ask('POST', '/actions', { actions: [{ type: 'key', id: 'keys', actions: keys }] });
    }
    key(key) {
        const keys = key.split('+').map(each => KeyCodes[each] ?? each);
        return this.act([...keys.map(value => ({ type: 'keyDown', value })), ...keys.reverse().map(value => ({ type: 'keyUp', value }))]);
    }
    type(text) {
        return this.act([...text].flatMap(value => [{ type: 'keyDown', value }, { type: 'keyUp', value }]));
    }
    async shoot(path) { await writeFile(path, Buffer.from(await this.session.ask('GET', '/screenshot'), 'base64')); }
    leave() { return this.goto('about:blank'); }
    async close() { await this.session.ask('DELETE', ''); }
}

async function freePort() {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    server.close();
    await once(server, 'close');
    return port;
}

/** Debian's WebKitGTK, by WebDriver; each tab is a browser of its own, on the display that there is. */
export async function launch() {
    const drivers = [];
    return {
        name: 'WebKit',
        async open({ width = 1280, height = 800 } = {}) {
            const port = await freePort(); // the driver has one session
            const driver = spawn(process.env.WEBKIT_DRIVER, [`--port=${port}`], { stdio: 'ignore' });
            drivers.push(driver);
            const root = new Session(`http://127.0.0.1:${port}`);
            let made;
            for (const end = Date.now() + Patience; !made;) {
                made = await root.ask('POST', '/session', { capabilities: { alwaysMatch: {
                    acceptInsecureCerts: true, timeouts: { script: Patience },
                    'webkitgtk:browserOptions': { binary: process.env.MINI_BROWSER, args: ['--automation'] },
                } } }).catch(error => {
                    if (error.cause?.code !== 'ECONNREFUSED' || Date.now() > end)
                        throw error;
                });
            }
            const tab = new WebKitTab(new Session(`${root.base}/session/${made.sessionId}`));
            await tab.session.ask('POST', '/window/rect', { width, height });
            return tab;
        },
        async close() {
            for (const driver of drivers)
                driver.kill();
        },
    };
}
