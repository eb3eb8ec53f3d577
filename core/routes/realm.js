// Makes everything that a script finds around it unchangeable, so that no run leaves anything there for the next one. Evaluated once per
// engine, behind the prelude. `global` is the engine's global object, with all in it that scripts are to have. `isAssignable`: objects that a
// script makes take properties of any name. Gives the names that they do not take.
(function (global, isAssignable) {
    'use strict';

    const { defineProperty, freeze, getOwnPropertyDescriptor, getOwnPropertyNames, getOwnPropertySymbols, getPrototypeOf, isExtensible,
            preventExtensions } = Object;
    const bind = Function.prototype.bind;
    // Gives what it is called on, and nothing of the engine's is called faster than what is bound to it.
    const itself = getPrototypeOf(getPrototypeOf([][Symbol.iterator]()))[Symbol.iterator];
    const found = [];

    // The engine's push() and unshift() put values also into objects that can take none, unless they have once had an index of another
    // kind. The two on which lists are built have not: all lists would become slow. What happens to them is seen (isSpoilt() in prelude.js).
    const slow = { get: () => undefined, configurable: true };
    function close(object) {
        if (object !== Object.prototype && object !== Array.prototype) {
            defineProperty(object, 0, slow);
            delete object[0];
        }
        return preventExtensions(object);
    }

    function add(value) {
        if (((typeof value === 'object' && value !== null) || typeof value === 'function') && isExtensible(value))
            found.push(close(value)); // which also says that it has been found
    }

    function addOwn(object, key) {
        const property = getOwnPropertyDescriptor(object, key);
        add(property.value);
        add(property.get);
        add(property.set);
    }

    add(global);
    // What no name leads to:
    const parameters = (function () { return arguments; })();
    addOwn(parameters, 'callee');
    for (const value of [function* () {}, [][Symbol.iterator](), ''[Symbol.iterator](), new Map()[Symbol.iterator](), new Set()[Symbol.iterator]()])
        add(getPrototypeOf(value));
    for (let i = 0; i < found.length; ++i) { // it grows meanwhile
        const object = found[i];
        add(getPrototypeOf(object));
        for (const key of getOwnPropertyNames(object))
            if (typeof object !== 'function' || (key !== 'name' && key !== 'length')) // texts and numbers
                addOwn(object, key);
        for (const key of getOwnPropertySymbols(object))
            addOwn(object, key);
    }

    // What a prototype has unchangeably cannot be assigned to an object below it either: `error.name = "Mine"` would fail. So prototypes
    // have their properties as pairs of functions, of which the second does what the assignment is to do. To find a method then takes a
    // sixth of a call longer, which scripts that are known to assign none of these names need not pay.
    // Texts, numbers, truth values and symbols take no assignment, only what derives from them: theirs stay as they are.
    const ofValues = [String.prototype, Number.prototype, Boolean.prototype, Symbol.prototype];
    const refused = [];
    function open(prototype, key) {
        const property = getOwnPropertyDescriptor(prototype, key);
        if (!property.writable || !property.configurable || (ofValues.indexOf(prototype) >= 0 && !(key in Object.prototype)))
            return;
        if (!isAssignable && !(prototype instanceof Error || prototype === Error.prototype)) {
            refused.push(key);
            return;
        }
        const value = property.value;
        const get = freeze(close(bind.call(itself, value)));
        const set = freeze(close({
            set(own) { defineProperty(this, key, { value: own, writable: true, enumerable: true, configurable: true }); },
        }.set));
        defineProperty(prototype, key, { enumerable: property.enumerable, get: get, set: set });
    }
    for (const object of found) {
        const prototype = typeof object === 'function' ? object.prototype : undefined;
        if ((typeof prototype === 'object' && prototype !== null) || typeof prototype === 'function') // Function.prototype is one
            for (const key of getOwnPropertyNames(prototype))
                open(prototype, key);
    }

    for (const object of found)
        freeze(object);
    return refused;
})
