// Answer for a command that Firefox ESR doesn't know, because Playwright sends it for every context.
//
// Playwright's driver loads this file before itself (tests/support/engine.py). `emulation.setMediaFeaturesOverride`
// came to WebDriver BiDi after Firefox 153. For a light page there is nothing to do; for a dark one the browser's own
// answer stands, "unknown command", so a test that asks for it fails by that name.

"use strict"

const path = require("node:path")

const UNKNOWN = "emulation.setMediaFeaturesOverride"
const main = process.argv[1] || ""

if (path.basename(main) === "cli.js") {
  const { ws } = require(path.join(path.dirname(main), "lib", "utilsBundle.js"))
  const { send } = ws.prototype

  ws.prototype.send = function (text, ...rest) {
    if (text.includes(UNKNOWN)) {
      const { id, method, params } = JSON.parse(text)
      if (method === UNKNOWN && params.features["prefers-color-scheme"] !== "dark") {
        const answer = JSON.stringify({ type: "success", id, result: {} })
        setImmediate(() => this.emit("message", Buffer.from(answer), false))
        return
      }
    }
    send.call(this, text, ...rest)
  }
}
