// What a page needs of CodeMirror: Python, undo, indentation, a way out of it, and our colours. See codemirror.d.ts.
import { defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory, simplifySelection } from "@codemirror/commands"
import { pythonLanguage } from "@codemirror/lang-python"
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language"
import { EditorState } from "@codemirror/state"
import { EditorView, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view"
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
  ".cm-activeLine": { backgroundColor: "var(--md-code-hl-color--light, transparent)" },
  ".cm-content ::selection": { backgroundColor: "var(--md-accent-fg-color--transparent)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "transparent", outline: "1px solid currentColor" }
})

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
      lineNumbers(), EditorView.lineWrapping, highlightSpecialChars(), highlightActiveLine(), history(),
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
    focus() {
      view.focus()
    },
    destroy() {
      view.destroy()
      host.remove()
    }
  }
}
