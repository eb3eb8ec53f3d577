// The demo page, served by the real server, in a real browser. Run by CTest, which sets SIGNALBOX (the server), BROWSER (chromium or
// firefox) and where it is, NODE_PATH (where the packages are that drive them) and SCREENSHOTS (a folder).
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { Server } from './server.mjs';

const Uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const Unreachable = /WebSocket connection to .* failed|ERR_CONNECTION_REFUSED|can.t establish a connection|NetworkError|Could not connect/;

let browser;

before(async () => {
    await mkdir(process.env.SCREENSHOTS, { recursive: true });
    browser = await (await import(`./${process.env.BROWSER}.mjs`)).launch();
});
after(() => browser?.close());

const picture = name => join(process.env.SCREENSHOTS, `page-${process.env.BROWSER}-${name}.png`);

const cleanups = new WeakMap();

/** Does something at the end of the test, the latest first: pages are gone before the server that they would miss. */
function atEnd(t, action) {
    if (!cleanups.has(t)) {
        cleanups.set(t, []);
        t.after(async () => {
            for (const each of cleanups.get(t).reverse())
                await each();
        });
    }
    cleanups.get(t).push(action);
}

/** Starts a server, ended with the test. */
async function serve(t, ...urls) {
    const server = await Server.start(urls.length > 0 ? urls : undefined);
    atEnd(t, () => server.stop());
    return server;
}

/** Opens the page in a browser profile of its own; whatever it complains about fails the test at its end. */
async function open(t, address, options = {}, allowed = null) {
    const tab = await browser.open(options);
    tab.onRequest = url => {
        if (new URL(url).host !== new URL(address).host && !/^(data|about):/.test(url))
            tab.complaints.push('asked for ' + url);
    };
    t.after(() => assert.deepEqual(tab.complaints.filter(words => !allowed?.test(words)), []));
    atEnd(t, () => tab.close());
    await tab.goto(address);
    return tab;
}

const connected = tab => tab.until(() => document.querySelector('#status').dataset.state === 'connected');
const ownId = async tab => {
    await tab.until(() => document.querySelector('#client-id').textContent.length === 36);
    return tab.text('#client-id');
};
async function enter(t, address, options, allowed) {
    const tab = await open(t, address, options, allowed);
    await connected(tab);
    return { tab, id: await ownId(tab) };
}

async function send(tab, text, { to = 'all', value = '', json = false } = {}) {
    await tab.fill('#target', to);
    if (value)
        await tab.fill('#target-value', value);
    await tab.fill('#as-json', json);
    await tab.fill('#message', text);
    await tab.press('#message', 'Enter');
}

/** The texts of the messages that arrived, once there are `count`. */
async function messages(tab, count) {
    await tab.until(n => document.querySelectorAll('#messages li').length >= n, count);
    return tab.texts('#messages .text');
}
const frames = tab => tab.evaluate(
    () => [...document.querySelectorAll('#frames li')].map(row => [row.className, row.querySelector('code').textContent]));

test('two tabs talk, and both see every frame', async t => {
    const server = await serve(t);
    const { tab: ada, id } = await enter(t, server.page + '?name=Ada');
    const { tab: bob, id: other } = await enter(t, server.page + '?name=Bob');
    assert.match(id, Uuid);
    assert.match(other, Uuid);
    assert.notEqual(id, other);

    await send(ada, 'Hello, Bob');
    assert.deepEqual(await messages(bob, 1), ['Hello, Bob']);
    assert.deepEqual(await messages(ada, 1), ['Hello, Bob']);
    await send(bob, '{ "n": 9223372036854775808 }', { json: true });
    assert.deepEqual(await messages(ada, 2), ['Hello, Bob', '{"n":9223372036854775808}']);

    assert.deepEqual(await frames(ada), [
        ['in', JSON.stringify({ clientId: id, path: '/' })],
        ['out', '{"message":"Hello, Bob"}'],
        ['in', 'Hello, Bob'],
        ['in', '{"n":9223372036854775808}'],
    ]);
    await ada.shoot(picture('light'));
    if (ada.dark) {
        await ada.dark(true);
        await ada.shoot(picture('dark'));
    }
});

test('a message goes to a path, a group, one client, or only back', async t => {
    const server = await serve(t);
    const { tab: ada, id: adaId } = await enter(t, server.page + '?path=/chat&group=blue');
    const { tab: bob } = await enter(t, server.page + '?path=/Chat%20room&group=blue');
    const { tab: eve } = await enter(t, server.page + '?path=/chat&group=red');
    assert.equal(await ada.text('#path'), '/chat');

    await send(ada, 'path', { to: 'path' });
    await messages(eve, 1);
    await send(eve, 'other path', { to: 'other-path', value: '/chat ROOM' });
    await messages(bob, 1);
    await send(eve, 'group', { to: 'group', value: 'blue' });
    await messages(bob, 2);
    await send(eve, 'client', { to: 'client', value: adaId });
    await messages(ada, 3);
    await send(eve, 'self', { to: 'self' });
    await messages(eve, 2);
    await send(eve, 'end');
    assert.deepEqual(await messages(ada, 4), ['path', 'group', 'client', 'end']);
    assert.deepEqual(await messages(bob, 3), ['other path', 'group', 'end']);
    assert.deepEqual(await messages(eve, 3), ['path', 'self', 'end']);
});

test('what arrives is shown as text, with nothing hidden in it', async t => {
    const server = await serve(t);
    const { tab: ada } = await enter(t, server.page);
    const { tab: bob } = await enter(t, server.page);
    const hostile = '<img src=x onerror="document.title=\'caught\'"><script>document.title=\'caught\'</script><b>bold</b>';
    await send(ada, hostile);
    assert.deepEqual(await messages(bob, 1), [hostile]);
    await send(ada, 'in\u202evoice \u200bzero\u0007', {});
    assert.equal((await messages(bob, 2))[1], 'in⟨U+202E⟩voice ⟨U+200B⟩zero⟨U+0007⟩');
    for (const list of ['#messages', '#frames'])
        assert.equal(await bob.count(`${list} :is(img, script, b)`), 0);
    assert.equal(await bob.evaluate(() => document.title), 'Signalbox');
});

test('messages are compressed where the endpoint says so', async t => {
    const server = await Server.start([], { compression: true });
    atEnd(t, () => server.stop());
    const { tab: ada } = await enter(t, server.page);
    const { tab: bob } = await enter(t, server.page);
    await send(ada, 'compressed '.repeat(50).trim());
    assert.deepEqual(await messages(bob, 1), ['compressed '.repeat(50).trim()]);
    const text = 'large '.repeat(30_000);
    const [extensions, echo] = await bob.evaluate(value => new Promise((resolve, reject) => {
        const socket = new WebSocket(location.href.replace('http', 'ws'));
        socket.onerror = reject;
        socket.onopen = () => socket.send(JSON.stringify({ message: value, direct: true }));
        socket.onmessage = event => resolve([socket.extensions, event.data]);
    }), text);
    assert.match(extensions, /^permessage-deflate/);
    assert.ok(echo === text);
});

test('a stop is told in words, and the page comes back by itself', async t => {
    const server = await serve(t);
    const { tab, id } = await enter(t, server.page, {}, Unreachable);
    assert.equal(await server.stop(), 0);
    await tab.until(() => !document.querySelector('#closed').hidden);
    assert.match(await tab.text('#close-info'), /The server is stopping or restarting \(code 1001\)\. Reason: “.+”|No connection/);
    assert.match(await tab.text('#status'), /Disconnected|Connecting…/);
    assert.match(await tab.text('#countdown'), /Next try in \d+ s|^$/);
    assert.equal(await tab.evaluate(() => document.querySelector('#send').disabled), true);
    await tab.shoot(picture('stopped'));

    const next = await serve(t, `ws://127.0.0.1:${server.port}`);
    await connected(tab);
    assert.notEqual(await ownId(tab), id);
    assert.equal(await tab.isHidden('#closed'), true);

    assert.equal(await next.stop(), 0);
    await tab.until(() => document.querySelector('#close-info').textContent.startsWith('No connection'));
    await serve(t, `ws://127.0.0.1:${server.port}`);
    await tab.evaluate(() => document.querySelector('#reconnect').click()); // it may have come back by itself just before
    await connected(tab);
    await send(tab, 'back');
    assert.deepEqual(await messages(tab, 1), ['back']);
});

// Firefox holds WebSockets back, for up to a minute, after some that failed.
test('no connection is tried while the server is not there', async t => {
    const server = await serve(t);
    const { tab } = await enter(t, server.page, {}, Unreachable);
    await tab.evaluate(() => {
        window.tries = 0;
        const Real = window.WebSocket;
        window.WebSocket = class extends Real {
            constructor(...given) {
                super(...given);
                ++window.tries;
            }
        };
        window.asked = 0;
        const fetched = window.fetch;
        window.fetch = (...given) => { ++window.asked; return fetched(...given); };
    });
    assert.equal(await server.stop(), 0);
    for (let n = 1; n <= 3; ++n) {
        await tab.until(times => window.asked >= times && document.querySelector('#status').dataset.state === 'closed', n);
        await tab.evaluate(() => document.querySelector('#reconnect').click());
    }
    assert.equal(await tab.evaluate(() => window.tries), 0);
    for (let asked = 3; asked < 6; ++asked) { // to look costs little: the wait does not grow as it does for tries
        await tab.until(times => window.asked > times && document.querySelector('#status').dataset.state === 'closed', asked);
        assert.match(await tab.text('#countdown'), /^$|Next try in [1-5] s/);
    }
    await serve(t, `ws://127.0.0.1:${server.port}`);
    await tab.evaluate(() => document.querySelector('#reconnect').click());
    await connected(tab);
    assert.equal(await tab.evaluate(() => window.tries), 1);
});

test('a connection that does not open is left alone while the server is there', async t => {
    const server = await serve(t);
    const { tab } = await enter(t, server.page, {}, Unreachable);
    await tab.evaluate(() => {
        window.closes = 0;
        window.asked = 0;
        const fetched = window.fetch;
        window.fetch = (...given) => { ++window.asked; return fetched(...given); };
        const later = window.setTimeout; // what takes ten seconds takes none
        window.setTimeout = (what, time, ...given) => later(what, time === 10000 ? 10 : time, ...given);
        window.WebSocket = class {
            static CONNECTING = 0;
            readyState = 0;
            close() { ++window.closes; }
        };
        document.querySelector('#reconnect').click();
    });
    await tab.until(() => window.asked >= 5);
    assert.equal(await tab.evaluate(() => window.closes), 0);
    assert.equal(await tab.text('#status'), 'Connecting…');
});

test('a connection that ends with an error alone is taken for lost', async t => {
    const server = await serve(t);
    const { tab } = await enter(t, server.page);
    await tab.evaluate(() => {
        window.WebSocket = class {
            static CONNECTING = 0;
            readyState = 3;
            constructor() { setTimeout(() => this.onerror(new Event('error'))); }
            close() {}
        };
        document.querySelector('#reconnect').click();
    });
    await tab.until(() => document.querySelector('#close-info').textContent.startsWith('No connection'));
});

test('who leaves the page goes away with code 1001', async t => {
    const server = await Server.start([], {}, { events: [{ type: 'disconnect', script: 'sendSignal("left with " + event.code);' }] });
    atEnd(t, () => server.stop());
    const { tab: stays } = await enter(t, server.page);
    const { tab: goes } = await enter(t, server.page);
    await goes.goto(server.page + '?path=/other');
    assert.deepEqual(await messages(stays, 1), ['left with 1001']);
    await connected(goes);
    await goes.leave();
    assert.deepEqual(await messages(stays, 2), ['left with 1001', 'left with 1001']);
});

test('long texts that are written leave the newest message in sight', async t => {
    const server = await serve(t);
    const { tab } = await enter(t, server.page, { height: 500 });
    for (let n = 1; n <= 12; ++n) {
        await send(tab, 'message ' + n);
        await messages(tab, n);
    }
    const atEnd = () => {
        const list = document.querySelector('#messages');
        return list.scrollHeight - list.scrollTop - list.clientHeight < 2;
    };
    await tab.until(atEnd);
    const height = await tab.evaluate(() => document.querySelector('#message').offsetHeight);
    for (let line = 1; line <= 6; ++line) {
        await tab.evaluate(n => {
            const field = document.querySelector('#message');
            field.value += (n > 1 ? '\n' : '') + 'line ' + n;
            field.dispatchEvent(new Event('input', { bubbles: true }));
        }, line);
        await tab.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
    }
    assert.ok(await tab.evaluate(() => document.querySelector('#message').offsetHeight) > height + 60);
    await tab.until(atEnd);
    await tab.shoot(picture('writing'));
    await tab.press('#message', 'Enter');
    await messages(tab, 13);
    await tab.until(atEnd);
    assert.equal(await tab.evaluate(() => document.querySelector('#message').offsetHeight), height);
});

test('joined emoji and cursive letters stay joined, and elsewhere nothing hides', async t => {
    const server = await serve(t);
    const { tab } = await enter(t, server.page);
    const family = '\u{1f469}\u{1f3fd}\u200d\u{1f680} \u{1f468}\u200d\u{1f469}\u200d\u{1f467}';
    const persian = '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645';
    const devanagari = '\u0915\u094d\u200d\u0937';
    await send(tab, family);
    await send(tab, persian);
    await send(tab, devanagari);
    await send(tab, 'pay\u200dpal a\u200cb \u200c\u0645');
    assert.deepEqual(await messages(tab, 4), [family, persian, devanagari, 'pay⟨U+200D⟩pal a⟨U+200C⟩b ⟨U+200C⟩\u0645']);
    assert.ok((await tab.texts('#frames code')).includes(persian.replace('\u200c', '⟨U+200C⟩')));
});

test('the lists keep the last five hundred', async t => {
    const server = await serve(t);
    const { tab } = await enter(t, server.page);
    await tab.evaluate(() => new Promise(resolve => {
        const socket = new WebSocket(location.href.replace('http', 'ws'));
        let echoes = 0;
        socket.onmessage = () => { if (++echoes === 700) resolve(); };
        socket.onopen = () => { for (let i = 0; i < 700; ++i) socket.send(JSON.stringify({ message: 'line ' + i })); };
    }));
    await tab.until(() => document.querySelector('#messages li:last-child .text')?.textContent === 'line 699');
    const texts = await messages(tab, 500);
    assert.equal(texts.length, 500);
    assert.deepEqual([texts[0], texts.at(-1)], ['line 200', 'line 699']);
    assert.equal((await frames(tab)).length, 500);
});

test('the page speaks wss where it came by https', async t => {
    const server = await serve(t, 'wss://127.0.0.1:0');
    assert.match(server.page, /^https:/);
    const { tab } = await enter(t, server.page);
    assert.match(await tab.text('#address'), /^wss:/);
    await send(tab, 'over TLS');
    assert.deepEqual(await messages(tab, 1), ['over TLS']);
});

test('a phone shows everything without scrolling sideways', async t => {
    const server = await serve(t);
    const phone = { width: 360, height: 740, phone: true };
    const { tab } = await enter(t, server.page + '?path=/class&name=Ada', phone);
    await send(tab, 'Hello');
    await send(tab, 'A longer text with one word that has no place to break: ' + 'x'.repeat(120));
    await send(tab, '{"ResponseTimes":[123,101,104],"unit":"ms"}', { json: true });
    await messages(tab, 3);
    const fits = () => tab.evaluate(() => {
        const root = document.scrollingElement;
        const beyond = [...document.querySelectorAll('body *')].filter(e => {
            const box = e.getBoundingClientRect();
            return box.width > 1 && box.right > innerWidth + 1 && !e.closest('.spoken');
        });
        return { wide: root.scrollWidth <= innerWidth, beyond: beyond.map(e => e.id || e.className || e.tagName) };
    });
    for (const scheme of tab.dark ? ['light', 'dark'] : ['as it is']) {
        await tab.dark?.(scheme === 'dark');
        assert.deepEqual(await fits(), { wide: true, beyond: [] });
        await tab.shoot(picture('phone-' + scheme.replaceAll(' ', '-')));
    }
    await tab.click('#frames-panel summary h2');
    await tab.click('#you summary h2');
    assert.deepEqual(await fits(), { wide: true, beyond: [] });
    await tab.shoot(picture('phone-unfolded'));
});

test('without JavaScript the page says so, in sight', async t => {
    if (browser.name !== 'Chromium')
        return t.skip('switched off for one page in Chromium alone');
    const server = await serve(t);
    const tab = await browser.open({ script: false, width: 360, height: 640 });
    atEnd(t, () => tab.close());
    await tab.goto(server.page);
    const box = await tab.page.locator('.unscripted').boundingBox();
    assert.ok(box.y < 200 && box.height > 20, JSON.stringify(box));
    assert.equal(await tab.page.locator('#status').isVisible(), false);
    await tab.shoot(picture('unscripted'));
});

test('the keyboard alone is enough', async t => {
    const server = await serve(t);
    const { tab } = await enter(t, server.page);
    await tab.focus('#message');
    await tab.type('first');
    await tab.key('Shift+Enter');
    await tab.type('second');
    await tab.key('Enter');
    assert.deepEqual(await messages(tab, 1), ['first\nsecond']);
    const unnamed = await tab.evaluate(() => [...document.querySelectorAll('input, select, textarea, button')]
        .filter(e => !(e.labels?.length || e.getAttribute('aria-label') || e.textContent.trim())).map(e => e.id));
    assert.deepEqual(unnamed, []);
});
