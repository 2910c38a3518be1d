/** An editor for Python, made by `make editor` from scripts/editor/entry.js. */
export interface Editor {
  /** The element that it lives in; its styles are those of the page's palette. */
  readonly host: HTMLElement;
  /** What is in it. To set it is a change that a reader can undo. */
  text: string;
  /** Put the first text back, as a change that a reader can undo. */
  reset(): void;
  /** Move the cursor, and the focus, to a line counted from 1. */
  goTo(line: number): void;
  /** Mark the lines of a step, and say below others what is wrong with them. It takes the marks before it away. */
  mark(marks: Marks): void;
  focus(): void;
  /** Take it out of the page. */
  destroy(): void;
}

export interface Marks {
  /** The lines that ran in a step. */
  ran?: number[];
  /** The last one of them. */
  at?: number;
  /** Whether the program is suspended there. */
  waits?: boolean;
  wrong?: { line: number; says: string }[];
}

/** Tab indents; Escape, then Tab, leaves. `onRun` is called for Ctrl+Enter or Cmd+Enter, `onChange` for each change. */
export function createEditor(options: {
  parent: Element;
  text: string;
  label: string;
  onRun?: () => void;
  onChange?: (text: string) => void;
}): Editor;
