"""The worker of a page, started by hand."""

from __future__ import annotations

from tests.support.browser import ADDRESS

WORKER = f"{ADDRESS}assets/chunkwise/try/worker.js"


LESSON = "lessons/streaming-responses/learn/"


START = """(source) => new Promise((resolve) => {
  const worker = new Worker(source, { type: "module" })
  const heard = []
  // The page keeps what a later start needs; in the product try/python.js asks for it.
  const kept = import(source.replace("worker.js", "keep.js"))
  window.run = (text) => new Promise((done) => {
    const id = heard.length
    worker.addEventListener("message", function hear({ data }) {
      if (data.type !== "failed" && (data.id !== id || !["done", "raised"].includes(data.type))) return
      worker.removeEventListener("message", hear)
      done({ ...data, before: heard.filter((one) => one.id === id || one.type === "output") })
    })
    worker.postMessage({ type: "run", id, text, given: { given: [1, 2] } })
  })
  worker.addEventListener("message", ({ data }) => {
    heard.push(data)
    if (data.type === "ready") kept.then(({ keepRuntime }) => keepRuntime())
    if (data.type === "used") kept.then(({ keepRuntime }) => keepRuntime([data.name]))
    if (["ready", "failed"].includes(data.type)) resolve(heard)
  })
})"""
