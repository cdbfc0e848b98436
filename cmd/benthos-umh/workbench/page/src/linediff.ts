// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// The lines that differ between two texts, with some lines around them: what saving
// would change.

/** A line of a diff; the numbers are from 1, and missing where the line is in one text only. */
export interface DiffLine {
  kind: "same" | "added" | "removed";
  text: string;
  before?: number;
  after?: number;
}

const context = 3;

// Beyond this many comparisons, what differs is shown as removed and added as a whole.
const maxCells = 4_000_000;

/** Groups of neighbouring lines that differ; none where the texts are the same. */
export function lineDiff(before: string, after: string): DiffLine[][] {
  return groups(allLines(before.split("\n"), after.split("\n")));
}

function allLines(a: string[], b: string[]): DiffLine[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;

  const lines: DiffLine[] = [];
  const same = (i: number, j: number) => lines.push({ kind: "same", text: a[i]!, before: i + 1, after: j + 1 });
  for (let i = 0; i < start; i++) same(i, i);
  let [i, j] = [start, start];
  for (const [x, y] of [...pairs(a, b, start, end), [a.length - end, b.length - end] as const]) {
    for (; i < x; i++) lines.push({ kind: "removed", text: a[i]!, before: i + 1 });
    for (; j < y; j++) lines.push({ kind: "added", text: b[j]!, after: j + 1 });
    if (i < a.length - end) same(i++, j++);
  }
  for (; i < a.length; i++, j++) same(i, j);
  return lines;
}

// pairs are the lines between start and end that both have: a longest common subsequence.
function pairs(a: string[], b: string[], start: number, end: number): (readonly [number, number])[] {
  const [n, m] = [a.length - start - end, b.length - start - end];
  if (n * m === 0 || n * m > maxCells) return [];
  const width = m + 1;
  const longest = new Uint32Array((n + 1) * width);
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      longest[i * width + j] =
        a[start + i] === b[start + j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
    }
  }
  const found: [number, number][] = [];
  for (let i = 0, j = 0; i < n && j < m;) {
    if (a[start + i] === b[start + j]) found.push([start + i++, start + j++]);
    else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) i++;
    else j++;
  }
  return found;
}

function groups(lines: DiffLine[]): DiffLine[][] {
  const found: DiffLine[][] = [];
  let last = -1; // the last line that is shown
  lines.forEach((line, i) => {
    if (line.kind === "same") return;
    const from = Math.max(last + 1, i - context);
    const to = Math.min(lines.length - 1, i + context);
    if (found.length === 0 || from > last + 1) found.push([]);
    found.at(-1)!.push(...lines.slice(from, to + 1));
    last = Math.max(last, to);
  });
  return found;
}
