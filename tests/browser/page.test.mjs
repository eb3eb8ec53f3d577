// The demo page, served by the real server, in a real browser. Run by CTest, which sets SIGNALBOX (the server), CHROMIUM,
// NODE_PATH (where playwright-core is) and SCREENSHOTS (a folder).
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { Server } from './server.mjs';

const { chromium } = createRequire(import.meta.url)('playwright-core');

const Patience = 15_000; // milliseconds, for everything that is waited for
const Uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let browser;

before(async () => {
    await mkdir(process.env.SCREENSHOTS, { recursive: true });
    browser = await chromium.launch({
        executablePath: process.env.CHROMIUM,
        args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync',
            '--disable-quic', '--no-first-run'],
    });
});
after(() => browser?.close());

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
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ignoreHTTPSErrors: true, ...options });
    context.setDefaultTimeout(Patience);
    const page = await context.newPage();
    const complaints = [];
    page.on('console', message => {
        if (['error', 'warning'].includes(message.type()) && !allowed?.test(message.text()))
            complaints.push(message.text());
    });
    page.on('pageerror', error => complaints.push(String(error)));
    page.on('request', request => {
        if (new URL(request.url()).host !== new URL(address).host && !request.url().startsWith('data:'))
            complaints.push('asked for ' + request.url());
    });
    t.after(() => assert.deepEqual(complaints, []));
    atEnd(t, () => context.close());
    await page.goto(address);
    return page;
}

const connected = page => page.locator('#status[data-state="connected"]').waitFor();
const ownId = async page => {
    await page.waitForFunction(() => document.querySelector('#client-id').textContent.length === 36);
    return page.locator('#client-id').textContent();
};
async function enter(t, address, options, allowed) {
    const page = await open(t, address, options, allowed);
    await connected(page);
    return { page, id: await ownId(page) };
}

async function send(page, text, { to = 'all', value = '', json = false } = {}) {
    await page.selectOption('#target', to);
    if (value)
        await page.fill('#target-value', value);
    await page.setChecked('#as-json', json);
    await page.fill('#message', text);
    await page.press('#message', 'Enter');
}

/** The texts of the messages that arrived, once there are `count`. */
async function messages(page, count) {
    await page.waitForFunction(n => document.querySelectorAll('#messages li').length >= n, count);
    return page.locator('#messages .text').allTextContents();
}
const frames = page => page.locator('#frames li').evaluateAll(
    rows => rows.map(row => [row.className, row.querySelector('code').textContent]));

test('two tabs talk, and both see every frame', async t => {
    const server = await serve(t);
    const { page: ada, id } = await enter(t, server.page + '?name=Ada');
    const { page: bob, id: other } = await enter(t, server.page + '?name=Bob');
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
    await ada.screenshot({ path: join(process.env.SCREENSHOTS, 'page-light.png') });
    await ada.emulateMedia({ colorScheme: 'dark' });
    await ada.screenshot({ path: join(process.env.SCREENSHOTS, 'page-dark.png') });
});

test('a message goes to a path, a group, one client, or only back', async t => {
    const server = await serve(t);
    const { page: ada, id: adaId } = await enter(t, server.page + '?path=/chat&group=blue');
    const { page: bob } = await enter(t, server.page + '?path=/Chat%20room&group=blue');
    const { page: eve } = await enter(t, server.page + '?path=/chat&group=red');
    assert.equal(await ada.locator('#path').textContent(), '/chat');

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
    const { page: ada } = await enter(t, server.page);
    const { page: bob } = await enter(t, server.page);
    const hostile = '<img src=x onerror="document.title=\'caught\'"><script>document.title=\'caught\'</script><b>bold</b>';
    await send(ada, hostile);
    assert.deepEqual(await messages(bob, 1), [hostile]);
    await send(ada, 'in\u202evoice \u200bzero\u0007', {});
    assert.equal((await messages(bob, 2))[1], 'in⟨U+202E⟩voice ⟨U+200B⟩zero⟨U+0007⟩');
    for (const list of ['#messages', '#frames'])
        assert.equal(await bob.locator(`${list} :is(img, script, b)`).count(), 0);
    assert.equal(await bob.title(), 'Signalbox');
});

test('messages are compressed where the endpoint says so', async t => {
    const server = await Server.start([], { compression: true });
    atEnd(t, () => server.stop());
    const { page: ada } = await enter(t, server.page);
    const { page: bob } = await enter(t, server.page);
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
    const refused = /WebSocket connection to .* failed/;
    const { page, id } = await enter(t, server.page, {}, refused);
    assert.equal(await server.stop(), 0);
    await page.locator('#closed').waitFor();
    const words = await page.locator('#close-info').textContent();
    assert.match(words, /The server is stopping or restarting \(code 1001\)\. Reason: “.+”/);
    assert.equal(await page.locator('#status').textContent(), 'Disconnected');
    assert.match(await page.locator('#countdown').textContent(), /Next try in \d+ s|^$/);
    assert.equal(await page.locator('#send').isDisabled(), true);
    await page.screenshot({ path: join(process.env.SCREENSHOTS, 'page-stopped.png') });

    const next = await serve(t, `ws://127.0.0.1:${server.port}`);
    await connected(page);
    assert.notEqual(await ownId(page), id);
    assert.equal(await page.locator('#closed').isHidden(), true);

    assert.equal(await next.stop(), 0);
    await page.waitForFunction(() => document.querySelector('#close-info').textContent.startsWith('No connection'));
    await serve(t, `ws://127.0.0.1:${server.port}`);
    await page.click('#reconnect', { timeout: 1000 }).catch(() => {}); // it may have come back by itself just before
    await connected(page);
    await send(page, 'back');
    assert.deepEqual(await messages(page, 1), ['back']);
});

test('the lists keep the last five hundred', async t => {
    const server = await serve(t);
    const { page } = await enter(t, server.page);
    await page.evaluate(() => new Promise(resolve => {
        const socket = new WebSocket(location.href.replace('http', 'ws'));
        let echoes = 0;
        socket.onmessage = () => { if (++echoes === 700) resolve(); };
        socket.onopen = () => { for (let i = 0; i < 700; ++i) socket.send(JSON.stringify({ message: 'line ' + i })); };
    }));
    await page.locator('#messages li:last-child .text', { hasText: 'line 699' }).waitFor();
    const texts = await messages(page, 500);
    assert.equal(texts.length, 500);
    assert.deepEqual([texts[0], texts.at(-1)], ['line 200', 'line 699']);
    assert.equal((await frames(page)).length, 500);
});

test('the page speaks wss where it came by https', async t => {
    const server = await serve(t, 'wss://127.0.0.1:0');
    assert.match(server.page, /^https:/);
    const { page } = await enter(t, server.page);
    assert.match(await page.locator('#address').textContent(), /^wss:/);
    await send(page, 'over TLS');
    assert.deepEqual(await messages(page, 1), ['over TLS']);
});

test('a phone shows everything without scrolling sideways', async t => {
    const server = await serve(t);
    const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
    const { page } = await enter(t, server.page + '?path=/class&name=Ada', phone);
    await send(page, 'Hello');
    await send(page, 'A longer text with one word that has no place to break: ' + 'x'.repeat(120));
    await send(page, '{"ResponseTimes":[123,101,104],"unit":"ms"}', { json: true });
    await messages(page, 3);
    const fits = () => page.evaluate(() => {
        const root = document.scrollingElement;
        const beyond = [...document.querySelectorAll('body *')].filter(e => {
            const box = e.getBoundingClientRect();
            return box.width > 1 && box.right > innerWidth + 1 && !e.closest('.spoken');
        });
        return { wide: root.scrollWidth <= innerWidth, beyond: beyond.map(e => e.id || e.className || e.tagName) };
    });
    for (const scheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme: scheme });
        assert.deepEqual(await fits(), { wide: true, beyond: [] });
        await page.screenshot({ path: join(process.env.SCREENSHOTS, `page-phone-${scheme}.png`) });
    }
    await page.click('#frames-panel summary h2');
    await page.click('#you summary h2');
    assert.deepEqual(await fits(), { wide: true, beyond: [] });
    await page.screenshot({ path: join(process.env.SCREENSHOTS, 'page-phone-unfolded.png') });
});

test('the keyboard alone is enough', async t => {
    const server = await serve(t);
    const { page } = await enter(t, server.page);
    await page.focus('#message');
    await page.keyboard.type('first');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('second');
    await page.keyboard.press('Enter');
    assert.deepEqual(await messages(page, 1), ['first\nsecond']);
    const unnamed = await page.evaluate(() => [...document.querySelectorAll('input, select, textarea, button')]
        .filter(e => !(e.labels?.length || e.getAttribute('aria-label') || e.textContent.trim())).map(e => e.id));
    assert.deepEqual(unnamed, []);
});
