import { createRequire } from 'node:module';

import { Patience, Tab } from './tab.mjs';

const { chromium } = createRequire(import.meta.url)('playwright-core');

class ChromiumTab extends Tab {
    constructor(context, page) {
        super();
        this.context = context;
        this.page = page;
        page.on('console', message => {
            if (['error', 'warning'].includes(message.type()))
                this.complaints.push(message.text());
        });
        page.on('pageerror', error => this.complaints.push(String(error)));
        page.on('request', request => this.onRequest?.(request.url()));
    }
    goto(address) { return this.page.goto(address); }
    evaluate(what, argument) { return this.page.evaluate(what, argument); }
    click(selector) { return this.page.click(selector); }
    key(key) { return this.page.keyboard.press(key); }
    type(text) { return this.page.keyboard.type(text); }
    shoot(path) { return this.page.screenshot({ path }); }
    dark(on) { return this.page.emulateMedia({ colorScheme: on ? 'dark' : 'light' }); }
    leave() { return this.page.goto('about:blank'); }
    close() { return this.context.close(); }
}

/** Debian's Chromium, by Playwright. */
export async function launch() {
    const browser = await chromium.launch({
        executablePath: process.env.CHROMIUM,
        args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync',
            '--disable-quic', '--no-first-run'],
    });
    return {
        name: 'Chromium',
        /** In a profile of its own. */
        async open({ width = 1280, height = 800, phone = false, script = true } = {}) {
            const context = await browser.newContext({
                viewport: { width, height }, ignoreHTTPSErrors: true, javaScriptEnabled: script,
                ...(phone && { deviceScaleFactor: 2, hasTouch: true, isMobile: true }),
            });
            context.setDefaultTimeout(Patience);
            return new ChromiumTab(context, await context.newPage());
        },
        close: () => browser.close(),
    };
}
