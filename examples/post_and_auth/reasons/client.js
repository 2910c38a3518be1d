const states = ["connecting", "open", "closed"];

for (const path of ["/refused", "/broken", "/nothing-left", "/other-type", "/ends"]) {
  const source = new EventSource(path);
  const error = await new Promise((resolve) => (source.onerror = resolve));
  console.log(`${path}: status ${error.status}, message ${error.message}, ${states[source.readyState]}`);
  source.close();
}

const response = await fetch("/refused");
console.log("fetch of /refused:", response.status, await response.text());
