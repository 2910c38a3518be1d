// What a page needs of CodeMirror: Python, undo, indentation, a way out of it, and our colours. See codemirror.d.ts.
import { defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory, simplifySelection } from "@codemirror/commands"
import { pythonLanguage } from "@codemirror/lang-python"
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language"
import { EditorState, StateEffect, StateField } from "@codemirror/state"
import { Decoration, EditorView, WidgetType, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view"
import { tags } from "@lezer/highlight"

/** Long enough to find the Tab key; any other key ends it. */
const UNTIL_ANOTHER_KEY = 1e9

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--md-code-hl-keyword-color)" },
  { tag: [tags.string, tags.escape], color: "var(--md-code-hl-string-color)" },
  { tag: tags.number, color: "var(--md-code-hl-number-color)" },
  { tag: tags.comment, color: "var(--md-code-hl-comment-color)" },
  { tag: [tags.bool, tags.null], color: "var(--md-code-hl-constant-color)" },
  { tag: [tags.operator, tags.meta], color: "var(--md-code-hl-operator-color)" },
  { tag: [tags.punctuation, tags.bracket, tags.separator], color: "var(--md-code-hl-punctuation-color)" },
  { tag: tags.function(tags.definition(tags.variableName)), color: "var(--md-code-hl-function-color)" },
  { tag: tags.definition(tags.className), color: "var(--md-code-hl-function-color)" }
])

const theme = EditorView.theme({
  "&": { backgroundColor: "var(--md-code-bg-color)", color: "var(--md-code-fg-color)", fontSize: "inherit" },
  "&.cm-focused": { outline: "2px solid var(--md-accent-fg-color)", outlineOffset: "0" },
  ".cm-scroller": { fontFamily: "var(--md-code-font-family, monospace)", lineHeight: "1.4", overflow: "auto" },
  ".cm-content": { caretColor: "var(--md-code-fg-color)", padding: "0.6em 0" },
  ".cm-gutters": { backgroundColor: "var(--md-code-bg-color)", color: "var(--md-default-fg-color--light)", border: "none" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 0.6em 0 0.4em" },
  ".cm-activeLine": { backgroundColor: "var(--cw-paper, transparent)" },
  ".cm-ran": { backgroundColor: "var(--cw-mark)" },
  ".cm-at": { outline: "1px solid var(--cw-accent)" },
  ".cm-wrong": { boxShadow: "inset 3px 0 var(--cw-wrong)" },
  ".cm-says": { display: "inline-block", width: "100%", color: "var(--cw-wrong)", fontFamily: "var(--md-text-font-family)", whiteSpace: "normal" },
  ".cm-waits": { float: "right", paddingLeft: "0.6em", color: "var(--cw-accent)", fontWeight: "700" },
  ".cm-content ::selection": { backgroundColor: "var(--md-accent-fg-color--transparent)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "transparent", outline: "1px solid currentColor" }
})

class Words extends WidgetType {
  constructor(text, kind) {
    super()
    Object.assign(this, { text, kind })
  }

  eq(other) {
    return other.text === this.text && other.kind === this.kind
  }

  toDOM() {
    const words = document.createElement("span")
    words.className = this.kind
    words.textContent = this.text
    return words
  }
}

const marked = StateEffect.define()

/** What a run says of lines. What is wrong stays at its line while that is mended; the lines of a step go with an edit. */
const marks = StateField.define({
  create: () => Decoration.none,
  update(now, { changes, docChanged, effects, state }) {
    if (docChanged) now = now.map(changes).update({ filter: (from, to, { spec }) => spec.stays })
    return effects.filter((one) => one.is(marked)).reduce((before, { value }) => drawn(state.doc, value), now)
  },
  provide: (field) => EditorView.decorations.from(field)
})

const drawn = (doc, { ran = [], at = 0, waits = false, wrong = [] }) => {
  const ranges = []
  const on = (number, what) => {
    if (number >= 1 && number <= doc.lines) ranges.push(...what(doc.line(number)))
  }
  for (const number of ran) on(number, ({ from }) => [Decoration.line({ class: number === at ? "cm-ran cm-at" : "cm-ran" }).range(from)])
  if (waits) on(at, ({ from }) => [Decoration.widget({ widget: new Words("suspended here", "cm-waits"), side: -1 }).range(from)])
  for (const { line, says } of wrong)
    on(line, ({ from, to }) => [
      Decoration.line({ class: "cm-wrong", stays: true }).range(from),
      Decoration.widget({ widget: new Words(says, "cm-says"), side: 1, stays: true }).range(to)
    ])
  return Decoration.set(ranges, true)
}

const escape = (view) => {
  simplifySelection(view)
  view.setTabFocusMode(UNTIL_ANOTHER_KEY)
  return true
}

export function createEditor({ parent, text, label, onRun, onChange }) {
  const host = document.createElement("div")
  host.className = "cw-editor"
  // In a shadow, because there CodeMirror puts its styles in constructed sheets, which a strict policy allows.
  const root = host.attachShadow({ mode: "open" })
  const hint = document.createElement("span")
  hint.id = "hint"
  hint.hidden = true
  hint.textContent = "Tab indents. To leave the editor press Escape, then Tab."
  root.append(hint)
  parent.append(host)
  const fresh = (doc) => EditorState.create({
    doc,
    extensions: [
      lineNumbers(), EditorView.lineWrapping, highlightSpecialChars(), highlightActiveLine(), marks, history(),
      indentOnInput(), bracketMatching(),
      pythonLanguage, indentUnit.of("    "), syntaxHighlighting(colours), theme,
      EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": "hint", autocapitalize: "off" }),
      keymap.of([
        { key: "Mod-Enter", run: () => (onRun?.(), true) },
        { key: "Escape", run: escape },
        indentWithTab, ...historyKeymap, ...defaultKeymap
      ]),
      EditorView.updateListener.of((update) => update.docChanged && onChange?.(update.state.doc.toString()))
    ]
  })
  const view = new EditorView({ parent: root, root, state: fresh(text) })
  return {
    host,
    get text() {
      return view.state.doc.toString()
    },
    set text(value) {
      const changes = { from: 0, to: view.state.doc.length, insert: value }
      view.dispatch({ changes, annotations: isolateHistory.of("full") })
    },
    reset() {
      this.text = text
    },
    goTo(line) {
      const at = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines)).from
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "nearest" }) })
      view.focus()
    },
    mark(value) {
      view.dispatch({ effects: marked.of(value) })
    },
    focus() {
      view.focus()
    },
    destroy() {
      view.destroy()
      host.remove()
    }
  }
}
