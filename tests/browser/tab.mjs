import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

export const Patience = 15_000; // milliseconds, for everything that is waited for

/**
 * One page in one browser, as a person uses it. What differs between browsers is in the classes that are derived from it: evaluate(),
 * goto(), click(), key(), type(), shoot(), resize(), close(), and optionally dark().
 */
export class Tab {
    complaints = []; // what the page or the browser complained about

    /** Waits until the function says something true of the page, and gives that. */
    async until(condition, argument) {
        const end = Date.now() + Patience;
        for (;;) {
            const found = await this.evaluate(condition, argument);
            if (found)
                return found;
            assert.ok(Date.now() < end, `waited in vain for ${condition} ${argument ?? ''}; ` + await this.evaluate(
                () => `the page says: ${document.querySelector('#status')?.textContent} ${document.querySelector('#close-info')?.textContent}`));
            await pause(20);
        }
    }

    text(selector) {
        return this.evaluate(s => document.querySelector(s).textContent, selector);
    }

    texts(selector) {
        return this.evaluate(s => [...document.querySelectorAll(s)].map(e => e.textContent), selector);
    }

    count(selector) {
        return this.evaluate(s => document.querySelectorAll(s).length, selector);
    }

    isHidden(selector) {
        return this.evaluate(s => document.querySelector(s).getClientRects().length === 0, selector);
    }

    focus(selector) {
        return this.evaluate(s => document.querySelector(s).focus(), selector);
    }

    /** Sets a field's value, tick or choice as if it had been entered. */
    fill(selector, value) {
        return this.evaluate(([s, v]) => {
            const field = document.querySelector(s);
            field[typeof v === 'boolean' ? 'checked' : 'value'] = v;
            field.dispatchEvent(new Event('input', { bubbles: true }));
            field.dispatchEvent(new Event('change', { bubbles: true }));
        }, [selector, value]);
    }

    async press(selector, key) {
        await this.focus(selector);
        await this.key(key);
    }
}
