// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Places in a script: the server counts columns in code points, the editor in UTF-16.

/** The offset of a line and column, both from 1, in a text; the nearest one that exists. */
export function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let i = 1; i < line; i++) {
    const end = text.indexOf("\n", start);
    if (end < 0) break;
    start = end + 1;
  }
  const lineEnd = text.indexOf("\n", start);
  const end = lineEnd < 0 ? text.length : lineEnd;
  let offset = start;
  for (let i = 1; i < column && offset < end; i++) {
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return Math.min(offset, end);
}

/** The end of the word at an offset; where there is no word, of the character. */
export function wordEnd(text: string, offset: number): number {
  const word = /[\w$\u00a1-\uffff]+/y;
  word.lastIndex = offset;
  const found = word.exec(text);
  if (found) return offset + found[0].length;
  const next = text[offset];
  return next === undefined || next === "\n" ? offset : offset + 1;
}
