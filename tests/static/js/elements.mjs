// What a script that makes elements of its own needs to be imported without a page, for its pure parts to be tested.

globalThis.HTMLElement = class {};
globalThis.window = { addEventListener() {} };
globalThis.document = { querySelector: () => null, querySelectorAll: () => [] };
globalThis.customElements = { define() {} };
