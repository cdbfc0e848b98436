// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { test } from "node:test";
import { type DiffLine, lineDiff } from "../src/linediff";

const text = (before: string, after: string) =>
  lineDiff(before, after).map((group) =>
    group.map((l) => ({ same: " ", added: "+", removed: "-" })[l.kind] + l.text).join("\n"),
  );

test("texts that are the same have no differences", () => {
  assert.deepEqual(lineDiff("a\nb\n", "a\nb\n"), []);
});

test("a line that changed, with three lines around it", () => {
  assert.deepEqual(text("1\n2\n3\n4\n5\n6\n7\n8\n9", "1\n2\n3\n4\nx\n6\n7\n8\n9"), [" 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8"]);
});

test("changes far from each other are groups of their own", () => {
  const before = Array.from({ length: 20 }, (_, i) => `${i}`);
  const after = before.map((line) => ({ 2: "x", 15: "y" })[line] ?? line);
  assert.deepEqual(text(before.join("\n"), after.join("\n")), [
    " 0\n 1\n-2\n+x\n 3\n 4\n 5",
    " 12\n 13\n 14\n-15\n+y\n 16\n 17\n 18",
  ]);
});

test("lines that moved are removed here and added there", () => {
  assert.deepEqual(text("a\nb\nc", "b\nc\na"), ["-a\n b\n c\n+a"]);
});

test("numbers of lines", () => {
  const [group] = lineDiff("a\nb\nc", "a\nx\ny\nc");
  assert.deepEqual(
    group!.map((l) => [l.before, l.after]),
    [
      [1, 1],
      [2, undefined],
      [undefined, 2],
      [undefined, 3],
      [3, 4],
    ],
  );
});

// patched is the text after, made of the text before and the diff.
function patched(before: string[], diff: DiffLine[]): string[] {
  const after: string[] = [];
  const untouched = before.filter((_, i) => !diff.some((l) => l.before === i + 1));
  for (const line of diff) if (line.after !== undefined) after[line.after - 1] = line.text;
  for (let i = 0; untouched.length > 0; i++) after[i] ??= untouched.shift()!;
  return after;
}

test("every diff makes the text after of the text before", () => {
  let seed = 1;
  const random = (n: number) => (seed = (seed * 48271) % 2147483647) % n;
  const make = () => Array.from({ length: 1 + random(14) }, () => "abc"[random(3)]!);
  for (let round = 0; round < 500; round++) {
    const [before, after] = [make(), make()];
    const diff = lineDiff(before.join("\n"), after.join("\n")).flat();
    assert.deepEqual(patched(before, diff), after, `${before} to ${after}`);
    assert.ok(diff.every((l) => l.before === undefined || before[l.before - 1] === l.text));
  }
});

test("texts of which nothing is the same and that are long", () => {
  const many = (letter: string) => Array.from({ length: 3000 }, () => letter).join("\n");
  assert.equal(lineDiff(many("a"), many("b")).flat().length, 6000);
});
