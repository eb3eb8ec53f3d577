import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A headless Signalbox under test, on 127.0.0.1, with a folder of its own for all that it keeps. */
export class Server {
    /**
     * @param {string[]} urls what to listen on; port 0 takes a free one
     * @param {object} endpoint given: instead of the URLs, one endpoint with these keys of the configuration
     * @param {object} rest other keys of that configuration
     * @returns {Promise<Server>} listening; `pages` holds the address of the page of each endpoint
     */
    static async start(urls = ['ws://127.0.0.1:0'], endpoint = null, rest = {}) {
        const server = new Server();
        server.home = await mkdtemp(join(tmpdir(), 'signalbox-browser-'));
        const file = join(server.home, 'signalbox.json');
        if (endpoint)
            await writeFile(file, JSON.stringify({ endpoints: [{ port: 0, ...endpoint }], ...rest }));
        const listen = endpoint ? [file] : urls.flatMap(url => ['--listen', url]);
        const environment = { ...process.env, HOME: server.home };
        for (const [key, folder] of [['XDG_CONFIG_HOME', 'config'], ['XDG_DATA_HOME', 'data'], ['XDG_CACHE_HOME', 'cache']])
            environment[key] = join(server.home, folder);
        server.process = spawn(process.env.SIGNALBOX, ['--headless', ...listen],
            { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
        server.exited = once(server.process, 'exit');
        let said = '';
        server.process.stderr.on('data', text => { said += text; });
        server.pages = [];
        for await (const line of createInterface(server.process.stdout)) {
            if (line === 'ready')
                return server;
            server.pages.push(line.replace('listening ws', 'http'));
        }
        throw new Error('the server did not start: ' + said);
    }

    get page() { return this.pages[0]; }
    get port() { return new URL(this.page).port; }

    /** Asks it to end, as a system does, and gives its exit status. */
    async stop() {
        if (this.process.exitCode === null && this.process.signalCode === null)
            this.process.kill('SIGTERM');
        const [status] = await this.exited;
        await rm(this.home, { recursive: true, force: true });
        return status;
    }
}
