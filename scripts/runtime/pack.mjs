// Starts Pyodide under Node.js and lets packing.py make the packs: node pack.mjs JOB, where JOB is a JSON file.
import { readFileSync } from "node:fs"
import { pathToFileURL } from "node:url"

const job = JSON.parse(readFileSync(process.argv[2], "utf8"))
const { loadPyodide } = await import(pathToFileURL(`${job.pyodide}/pyodide.mjs`))

// The order in sets, and with it the bytes of the packs, must not depend on chance.
const python = await loadPyodide({ indexURL: job.pyodide, env: { PYTHONHASHSEED: "0" } })
for (const [name, root] of Object.entries({ here: import.meta.dirname, pyodide: job.pyodide, ...job.folders })) {
  python.FS.mkdir(`/${name}`)
  python.FS.mount(python.FS.filesystems.NODEFS, { root }, `/${name}`)
}
for (const file of job.wheels) python.unpackArchive(python.FS.readFile(`/wheels/${file}`).slice(), "wheel")
python.globals.set("job", python.toPy(job))
try {
  await python.runPythonAsync(`
import sys
from pathlib import Path

sys.path.insert(0, "/here")
import packing

out, wheels = Path("/out"), [Path("/wheels", name) for name in job["wheels"]]
packing.write(out / "chunkwise.zip", packing.of_sources({name: out / "ours" / name for name in job["ours"]}))
if wheels:
    sys.path.insert(0, str(out / "chunkwise.zip"))
    import rehearsal

    await rehearsal.rehearse(job["imports"])
    # What is imported by now is what is kept of the library.
    kept = frozenset(sys.modules) - packing.TOOLS
    packing.write(out / "library.zip", packing.of_library(Path("/pyodide/python_stdlib.zip"), kept))
    packing.write(out / "packages.zip", packing.of_packages(wheels))
`)
} catch (error) {
  // Node.js would add the whole of Pyodide, which is one line.
  console.error(error.message)
  process.exitCode = 1
}
