// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// An editor for a script or a sample: CodeMirror with what is of use here.
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyField, historyKeymap } from "@codemirror/commands";
import { javascript, javascriptLanguage } from "@codemirror/lang-javascript";
import { json } from "@codemirror/lang-json";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState, type Extension, Prec } from "@codemirror/state";
import { EditorView, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import type { Mistake } from "./api";
import { highlighting, look } from "./editorlook";
import { offsetOf, wordEnd } from "./position";
import { type Known, suggest } from "./suggest";

/** What an editor is for. */
export interface EditorOptions {
  text: string;
  /** What a screen reader calls it. */
  label: string;
  language: "javascript" | "json";
  /** Enter makes no new line. */
  oneLine: boolean;
  readOnly: boolean;
  /** What scripts see, asked for whenever something is to be completed. */
  known: () => Known;
  onChange: (text: string) => void;
  /** What stateOf gave of an editor for the same text before. */
  left?: unknown;
}

// Marks a change that did not come from the user.
const fromOutside = Annotation.define<boolean>();

// Of each editor, as they may change.
const writing = new Compartment();
const naming = new Compartment();

/** Makes an editor in an element. Tab leaves it; Ctrl+] and Ctrl+[ indent. */
export function createEditor(parent: HTMLElement, options: EditorOptions): EditorView {
  const view = new EditorView({ parent, state: beginning(options) });
  setText(view, options.text);
  return view;
}

/** What an editor is like, for another one to go on with: its text, its cursor and its undo. */
export function stateOf(view: EditorView): unknown {
  return view.state.toJSON(kept);
}

const kept = { history: historyField };

function beginning(options: EditorOptions): EditorState {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
  const extensions = [
    EditorView.cspNonce.of(nonce),
    look,
    syntaxHighlighting(highlighting),
    options.language === "json" ? json() : [javascript(), scripts(options.known)],
    options.oneLine ? oneLine : lineNumbers(),
    common,
    typingOver,
    longestLine(options.text) <= maxWrapped ? EditorView.lineWrapping : [],
    naming.of(named(options.label)),
    writing.of(writable(options.readOnly)),
    EditorView.updateListener.of((update) => {
      if (!update.docChanged || update.transactions.some((t) => t.annotation(fromOutside))) return;
      options.onChange(update.state.doc.toString());
    }),
  ];
  if (options.left === undefined) return EditorState.create({ doc: options.text, extensions });
  return EditorState.fromJSON(options.left, { extensions }, kept);
}

// Browsers take seconds to wrap a line of a million characters.
const maxWrapped = 20_000;

function longestLine(text: string): number {
  return text.split("\n").reduce((most, line) => Math.max(most, line.length), 0);
}

const common: Extension = [
  history(),
  highlightSpecialChars(),
  bracketMatching(),
  closeBrackets(),
  indentOnInput(),
  indentUnit.of("  "),
  highlightSelectionMatches(),
  keymap.of([...closeBracketsKeymap, ...completionKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap]),
];

// What is typed in the place of a selection. Chrome would give it the style of what was
// selected as an attribute, which the content security policy forbids.
const typingOver = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    const { data, inputType } = event;
    const { from, to, empty } = view.state.selection.main;
    if (inputType !== "insertText" || !data || empty || view.composing || view.state.readOnly) return false;
    const insert = () =>
      view.state.update(view.state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
    const handled = view.state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, data, insert));
    if (!handled) view.dispatch(insert());
    event.preventDefault();
    return true;
  },
});

// Shift+Enter still makes a new line.
const oneLine = Prec.high(keymap.of([{ key: "Enter", run: () => true }]));

// A list that is on its way when the editor is left would cover the one below.
const noLateList = EditorView.domEventHandlers({
  blur: (_event, view) => void setTimeout(() => view.hasFocus || closeCompletion(view), 300),
});

function scripts(known: () => Known): Extension {
  return [autocompletion({ icons: false }), noLateList, javascriptLanguage.data.of({ autocomplete: suggest(known) })];
}

function named(label: string): Extension {
  return EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" });
}

function writable(readOnly: boolean): Extension {
  return readOnly ? [EditorState.readOnly.of(true), EditorView.contentAttributes.of({ "aria-readonly": "true" })] : [];
}

/** Has the editor show a text, if it shows another one. What stays the same keeps its cursor. */
export function setText(view: EditorView, text: string): void {
  const old = view.state.doc.toString();
  if (old === text) return;
  let from = 0;
  while (from < old.length && from < text.length && old[from] === text[from]) from++;
  let end = 0;
  while (end < old.length - from && end < text.length - from && old.at(-1 - end) === text.at(-1 - end)) end++;
  view.dispatch({
    changes: { from, to: old.length - end, insert: text.slice(from, text.length - end) },
    annotations: fromOutside.of(true),
  });
}

export function setLabel(view: EditorView, label: string): void {
  view.dispatch({ effects: naming.reconfigure(named(label)) });
}

export function setReadOnly(view: EditorView, readOnly: boolean): void {
  view.dispatch({ effects: writing.reconfigure(writable(readOnly)) });
}

/** Underlines what is wrong. */
export function setProblems(view: EditorView, problems: Mistake[]): void {
  const text = view.state.doc.toString();
  const diagnostics = problems.map(({ line, column, severity, text: message }): Diagnostic => {
    const from = line > 0 ? offsetOf(text, line, Math.max(column, 1)) : 0;
    const to = column > 0 ? wordEnd(text, from) : lineEnd(text, from);
    return { from, to, message, severity: severity === "error" || severity === "warning" ? severity : "info" };
  });
  diagnostics.sort((a, b) => a.from - b.from);
  view.dispatch(setDiagnostics(view.state, diagnostics));
}

/**
 * Has the cursor in view again, if it was when its surroundings had another height; for what
 * scrolls when there comes less room for it.
 */
export function followCursor(scroll: HTMLElement, height: number): void {
  const { activeElement } = document;
  const view = activeElement instanceof HTMLElement && scroll.contains(activeElement) && EditorView.findFromDOM(activeElement);
  const cursor = view && view.coordsAtPos(view.state.selection.main.head);
  if (!cursor) return;
  const { top } = scroll.getBoundingClientRect();
  const hidden = cursor.bottom - top - scroll.clientHeight;
  if (hidden > 0 && cursor.bottom <= top + height) scroll.scrollTop += hidden + 4;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

/** Puts the cursor at a line and column, both from 1, and the editor into view. */
export function putCursor(view: EditorView, line: number, column: number): void {
  const anchor = offsetOf(view.state.doc.toString(), Math.max(line, 1), Math.max(column, 1));
  view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
  view.focus();
}
