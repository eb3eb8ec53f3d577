// What a script finds around it. Evaluated once, in the engine that all scripts share, before any of them.
// `host` is the worker's ScriptApi; `global` is the engine's global object. Gives the functions that the worker calls.
(function (host, global) {
    'use strict';

    const parse = JSON.parse;
    const stringify = JSON.stringify;
    const compile = Function;
    const isArray = Array.isArray;
    const keys = Object.keys;
    const { isExtensible, defineProperty } = Object;
    const isError = value => value instanceof Error;
    const Purpose = { Message: 0, Connect: 1, Disconnect: 2, Http: 3, Timer: 4 };
    const Modes = { auto: 0, broadcast: 1, direct: 2 };

    const hostSend = host.send, hostReply = host.reply;
    let purpose = Purpose.Timer;
    let original; // the value of the message that is handled,
    let raw; // and its own bytes, when it is not a text

    function textOf(value, name) {
        if (typeof value === 'string')
            return value;
        const json = stringify(value);
        if (json === undefined)
            throw new TypeError(name + ' needs a value');
        // A message that is sent on untouched keeps its digits and the order of its keys.
        if (raw !== undefined && value === original && stringify(parse(raw)) === json)
            return raw;
        return json;
    }

    function need(condition, sentence) {
        if (!condition)
            throw new TypeError(sentence);
    }

    function checked(problem) {
        if (problem !== '')
            throw new RangeError(problem);
    }

    function optionOf(options, key, flag) {
        const value = options[key];
        need(value === null || typeof value === 'string', "sendSignal(): '" + key + "' must be a text");
        return value === null ? '' : value;
    }

    const api = {
        sendSignal(value, options) {
            const text = textOf(value, 'sendSignal()');
            const isText = typeof value === 'string';
            if (options === undefined || options === null) {
                checked(hostSend(text, isText));
                return;
            }
            need(typeof options === 'object', 'sendSignal(): what follows the value must be an object, such as {path: "/chat"}');
            let given = 0, path = '', group = '', clientId = '', mode = Modes.auto;
            for (const key of Object.keys(options)) {
                if (options[key] === undefined)
                    continue;
                if (key === 'path') {
                    path = optionOf(options, key);
                    given |= 1;
                } else if (key === 'group') {
                    group = optionOf(options, key);
                    given |= 2;
                } else if (key === 'clientId') {
                    clientId = optionOf(options, key);
                    given |= 4;
                } else if (key === 'mode') {
                    need(Modes.hasOwnProperty(options.mode), "sendSignal(): 'mode' must be \"auto\", \"broadcast\" or \"direct\"");
                    mode = Modes[options.mode];
                } else {
                    throw new TypeError("sendSignal(): '" + key + "' is not one of path, group, clientId, mode");
                }
            }
            need(mode !== Modes.direct || purpose === Purpose.Message || purpose === Purpose.Connect,
                 'sendSignal(): mode "direct" needs a sender, and there is none here');
            checked(host.sendTo(text, isText, given, path, group, clientId, mode));
        },
        reply(value) {
            need(purpose === Purpose.Message || purpose === Purpose.Connect, 'reply(): there is no sender here to reply to');
            checked(hostReply(textOf(value, 'reply()'), typeof value === 'string'));
        },
        pass() {
            need(purpose === Purpose.Message, 'pass(): there is no message here to pass on');
            host.pass();
        },
        drop(why) {
            need(purpose === Purpose.Message, 'drop(): there is no message here to drop');
            host.drop(why === undefined ? '' : String(why));
        },
        clients(path) {
            return parse(host.clients(path === undefined || path === null ? '' : String(path)));
        },
        closeClient(id, code, reason) {
            checked(host.close(String(id), code === undefined ? 1000 : Number(code), reason === undefined ? '' : String(reason)));
        },
        log() {
            const parts = [];
            for (let i = 0; i < arguments.length; ++i) {
                const part = arguments[i];
                parts.push(typeof part === 'string' || part === undefined ? String(part) : isError(part) ? String(part) : stringify(part));
            }
            host.log(parts.join(' '));
        },
        respond(status, body, headers) {
            need(purpose === Purpose.Http, 'respond(): there is no HTTP request here to answer');
            const isText = typeof body === 'string';
            const fields = [];
            if (headers !== undefined && headers !== null)
                for (const name of Object.keys(headers))
                    fields.push(name, String(headers[name]));
            const hasBody = body !== undefined && body !== null;
            checked(host.respond(Number(status), hasBody ? textOf(body, 'respond()') : '', isText || !hasBody, fields));
        },
    };
    for (const name of Object.keys(api))
        global[name] = api[name];
    global.console = { log: api.log, info: api.log, warn: api.log, error: api.log, debug: api.log };

    let stateValue; // of this run; undefined: not read yet
    let stateText = '';
    let stateVersion = -1;
    let stateReads = 0; // of this version, by runs that left it as it is
    let makeState; // makes this version's value, and
    let picture; // looks like it; undefined: not prepared yet
    const CallsOfCold = 4; // then the engine makes machine code of it
    const ReadsOfStable = 16; // to prepare takes as long as to parse ten times

    function readState() {
        if (stateValue === undefined) {
            const version = host.readState();
            if (version !== stateVersion)
                noteState(host.state(), version);
            // Anew for each run: what its JSON does not show stays with the run before.
            stateValue = makeState === undefined ? parse(stateText) : makeState();
        }
        return stateValue;
    }
    function noteState(text, version) {
        stateText = text;
        stateVersion = version;
        stateReads = 0;
        makeState = picture = undefined;
    }
    function pictureOf(value) {
        if (typeof value !== 'object' || value === null)
            return value;
        const names = isArray(value) ? undefined : keys(value);
        const parts = [];
        for (let i = 0; i < (names || value).length; ++i)
            parts.push(pictureOf(value[names ? names[i] : i]));
        return { names: names, parts: parts };
    }
    // Whether the value's JSON is that of which the picture is. In doubt not.
    function looksLike(value, picture) {
        if (typeof picture !== 'object' || picture === null)
            return value === picture;
        if (typeof value !== 'object' || value === null || value.toJSON !== undefined)
            return false;
        const names = picture.names, parts = picture.parts, count = parts.length;
        if (names === undefined) {
            if (!isArray(value) || value.length !== count)
                return false;
            for (let i = 0; i < count; ++i)
                if (!looksLike(value[i], parts[i]))
                    return false;
            return true;
        }
        const own = keys(value);
        if (own.length !== count || isArray(value))
            return false;
        for (let i = 0; i < count; ++i)
            if (own[i] !== names[i] || !looksLike(value[own[i]], parts[i]))
                return false;
        return true;
    }
    Object.defineProperty(global, 'state', {
        enumerable: true,
        get: readState,
        set(value) {
            need(typeof value === 'object' && value !== null, '"state" must be an object');
            readState(); // notes that it has been touched
            stateValue = value;
        },
    });

    const Unchangeable = 'TypeError: this value cannot be used or changed like this; '
        + 'what all runs share, such as globalThis and Array.prototype, cannot be changed';
    function failed(error) {
        if (isError(error)) {
            const text = String(error);
            host.failed(text === 'TypeError: Type error' ? Unchangeable : text, String(error.stack), error.lineNumber | 0);
        }
        else
            host.failed(typeof error === 'string' ? error : String(stringify(error)), '', 0);
    }

    function returned(value) {
        if (value === undefined)
            return;
        if (purpose === Purpose.Http)
            checked(host.returned(textOf(value, 'return'), typeof value === 'string'));
        else if (value !== null)
            host.returnedToNobody();
    }

    // The engine knows one way to write times and numbers, and takes no notice of what else it is asked for.
    function tellIgnored(prototype, name) {
        const own = prototype[name];
        const first = own === String.prototype.localeCompare ? 1 : 0; // behind the other text
        const method = {
            [name]() {
                if (arguments.length > first && arguments[first] !== undefined || arguments.length > first + 1)
                    host.hint(name + '(): the language and the options are ignored; scripts have no Intl');
                return own.apply(this, arguments);
            },
        }[name];
        Object.defineProperty(prototype, name, { value: method });
    }
    for (const name of ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString'])
        tellIgnored(Date.prototype, name);
    tellIgnored(Number.prototype, 'toLocaleString');
    tellIgnored(Array.prototype, 'toLocaleString');
    for (const name of ['localeCompare', 'toLocaleLowerCase', 'toLocaleUpperCase'])
        tellIgnored(String.prototype, name);

    // The engine's own put values into what the constructor makes also where that can take nothing.
    function makeHere(constructor, list) {
        const made = new constructor();
        need(isExtensible(made), 'this object cannot be changed');
        list.forEach((value, i) => defineProperty(made, i, { value: value, writable: true, enumerable: true, configurable: true }));
        made.length = list.length;
        return made;
    }
    function guard(name) {
        const own = Array[name];
        const method = {
            [name]() {
                const list = own.apply(Array, arguments);
                return this === Array || typeof this !== 'function' ? list : makeHere(this, list);
            },
        }[name];
        Object.defineProperty(Array, name, { value: method });
    }
    guard('from');
    guard('of');

    const blank = /(?:)/;
    const nothing = Object.freeze([]);
    function run(script, event) {
        stateValue = undefined;
        blank.exec(''); // RegExp.$1 and the like tell of the last match
        try {
            const result = script(event);
            if (result !== undefined && result !== null && typeof result.then === 'function') {
                host.promised();
                result.then(value => { host.settled(); returned(value); }).then(undefined, error => { host.settled(); failed(error); });
            } else {
                returned(result);
            }
        } catch (error) {
            failed(error);
        }
    }

    return {
        message(script, text, isText, path, group, clientId, direct, on, timestamp) {
            purpose = Purpose.Message;
            raw = isText ? undefined : text;
            try {
                original = isText ? text : parse(text);
            } catch (error) { // it is JSON: only a number beyond 1e308 can be the matter
                failed('the message holds a number that is too large for scripts');
                return;
            }
            let client, context, route;
            run(script, {
                data: { message: original, path: path, group: group, clientId: clientId, direct: direct },
                path: on,
                get client() { return client || (client = parse(host.client())); },
                get endpoint() { return (context || (context = parse(host.context()))).endpoint; },
                get request() { return (context || (context = parse(host.context()))).request; },
                get route() { return route || (route = parse(host.route())); },
                get timestamp() { return new Date(timestamp).toISOString(); },
                streamed: true,
            });
        },
        document(script, kind, text, hasClient) {
            purpose = kind;
            raw = original = undefined;
            const event = parse(text);
            if (hasClient)
                event.client = parse(host.client());
            run(script, event);
        },
        // What realm.js cannot keep out: an index on the prototype of all objects, or of all lists.
        isSpoilt() { return 0 in nothing; },
        // Called when a run has read the state and has ended well. True: prepareState() is worth its time.
        saveState() {
            try {
                if (makeState !== undefined && looksLike(stateValue, picture))
                    return false;
                const text = stringify(stateValue);
                if (text !== stateText) {
                    checked(host.setState(text));
                    noteState(text, host.readState());
                }
            } catch (error) {
                failed(error);
            }
            return ++stateReads === ReadsOfStable;
        },
        // Called between runs: makes a function of the state, a literal.
        prepareState() {
            try {
                const text = stringify(parse(stateText)); // which is JSON alone, whatever the other holds
                if (/[\u2028\u2029]/.test(text)) // texts of JSON hold them, those of scripts do not
                    return;
                const make = compile('return ' + text);
                const seen = pictureOf(make());
                for (let i = 0; i < CallsOfCold; ++i)
                    if (!looksLike(make(), seen))
                        return;
                if (stringify(make()) !== text) // "__proto__" is a key in JSON alone
                    return;
                picture = seen;
                makeState = make;
            } catch (error) {
                // too deep or too long for a literal: it is parsed each time
            }
        },
    };
})
