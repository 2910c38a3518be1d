// The editor, which is CodeMirror; or a plain field where that could not be loaded, for a program is text after all.
import { element } from "../base/element.js";

const CODEMIRROR = new URL("../vendor/codemirror.js", import.meta.url).href;

/** @typedef {{ parent: HTMLElement, text: string, label: string, onRun: () => void, onChange: () => void }} Options */
/** @typedef {{ text: string, reset: () => void, goTo: (line: number) => void,
 *   mark: (marks: import("../vendor/codemirror.js").Marks) => void, destroy: () => void }} Editor */

/** @param {Options} options @returns {Promise<Editor>} */
export async function editor(options) {
  try {
    return (await import(CODEMIRROR)).createEditor(options);
  } catch {
    return plain(options);
  }
}

/** @param {Options} options @returns {Editor} */
function plain({ parent, text, label, onRun, onChange }) {
  const field = element("textarea", { "aria-label": label, rows: `${text.split("\n").length + 1}`, spellcheck: "false" });
  field.value = text;
  field.addEventListener("input", onChange);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onRun();
  });
  parent.append(field);
  return {
    get text() { return field.value; },
    set text(value) { field.value = value; },
    reset() { field.value = text; },
    goTo(line) {
      const before = field.value.split("\n").slice(0, line - 1).join("\n").length;
      field.focus();
      field.setSelectionRange(before + 1, before + 1);
    },
    mark() {}, // plain text has no marks; what went wrong is said below it as well
    destroy: () => field.remove(),
  };
}
