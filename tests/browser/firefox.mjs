import { createRequire } from 'node:module';

import { Patience, Tab } from './tab.mjs';

const puppeteer = createRequire(import.meta.url)('puppeteer-core');

class FirefoxTab extends Tab {
    constructor(context, page) {
        super();
        this.context = context;
        this.page = page;
        page.on('console', message => {
            if (['error', 'warn', 'warning'].includes(message.type()))
                this.complaints.push(message.text());
        });
        page.on('pageerror', error => this.complaints.push(String(error)));
        page.on('request', request => this.onRequest?.(request.url()));
    }
    goto(address) { return this.page.goto(address); }
    evaluate(what, argument) { return this.page.evaluate(what, argument); }
    click(selector) { return this.page.click(selector); }
    async key(key) { // Shift+Enter
        const keys = key.split('+');
        for (const each of keys)
            await this.page.keyboard.down(each);
        for (const each of keys.reverse())
            await this.page.keyboard.up(each);
    }
    type(text) { return this.page.keyboard.type(text); }
    shoot(path) { return this.page.screenshot({ path }); }
    leave() { return this.page.goto('about:blank'); }
    close() { return this.context.close(); }
}

/** Debian's Firefox, by WebDriver BiDi. */
export async function launch() {
    const browser = await puppeteer.launch({
        browser: 'firefox', executablePath: process.env.FIREFOX, headless: true, acceptInsecureCerts: true,
        extraPrefsFirefox: { 'network.captive-portal-service.enabled': false, 'network.connectivity-service.enabled': false },
    });
    return {
        name: 'Firefox',
        /** In a profile of its own. */
        async open({ width = 1280, height = 800 } = {}) {
            const context = await browser.createBrowserContext();
            const page = await context.newPage();
            page.setDefaultTimeout(Patience);
            await page.setViewport({ width, height });
            return new FirefoxTab(context, page);
        },
        close: () => browser.close(),
    };
}
