// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// The keys that work everywhere on the page.

export type Command = "run" | "save" | "next" | "previous" | "nextFailed" | "undo" | "help";

type Key = Pick<KeyboardEvent, "key" | "code" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey">;

/** What a key asks for; undefined for one that is not ours. */
export function commandOf({ key, code, altKey, ctrlKey, metaKey, shiftKey }: Key): Command | undefined {
  const control = ctrlKey || metaKey;
  if (control && !altKey && !shiftKey) {
    if (key === "Enter") return "run";
    return ({ s: "save", z: "undo" } as const)[key.toLowerCase()];
  }
  if (control) return undefined;
  // By place: with Alt, some keyboards write another letter.
  if (altKey && !shiftKey)
    return code === "KeyN" ? "next" : code === "KeyP" ? "previous" : code === "KeyE" ? "nextFailed" : undefined;
  if (altKey) return undefined;
  if (key === "F8") return shiftKey ? "previous" : "next";
  return key === "F1" && !shiftKey ? "help" : undefined;
}

/** What the help shows. */
export const keyHelp: [keys: string, what: string][] = [
  ["Ctrl+Enter", "run now"],
  ["Ctrl+S", "save: shows first what would change"],
  ["Alt+N, F8", "next message"],
  ["Alt+P, Shift+F8", "message before"],
  ["Alt+E", "next message that failed"],
  ["F1", "this help"],
  ["Tab", "leaves an editor"],
  ["Ctrl+] and Ctrl+[", "indent in an editor, more and less"],
  ["Ctrl+Space", "in an editor: what can stand here"],
  ["Ctrl+F", "in an editor: find"],
  ["Ctrl+Z", "in an editor: undo; outside: bring back the list of conditions as it was"],
  ["Shift+Enter", "a new line in an if"],
  ["Alt+↑ and Alt+↓", "on a button of a condition: move the condition; in an editor: move the line"],
  ["↑ ↓ PgUp PgDn Home End", "in the table and the tree: choose; Delete removes a message"],
  ["← →", "in the tree: close and open; on a border between columns: move it"],
  ["Ctrl+V", "outside of editors: add what is pasted as messages"],
];
