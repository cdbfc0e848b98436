// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { test } from "node:test";
import { lineDiff } from "../src/linediff";

const text = (before: string, after: string) =>
  lineDiff(before, after).map((group) => group.map((l) => ({ same: " ", added: "+", removed: "-" })[l.kind] + l.text).join("\n"));

test("texts that are the same have no differences", () => {
  assert.deepEqual(lineDiff("a\nb\n", "a\nb\n"), []);
});

test("a line that changed, with three lines around it", () => {
  assert.deepEqual(text("1\n2\n3\n4\n5\n6\n7\n8\n9", "1\n2\n3\n4\nx\n6\n7\n8\n9"), [" 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8"]);
});

test("changes far from each other are groups of their own", () => {
  const before = Array.from({ length: 20 }, (_, i) => `${i}`);
  const after = before.map((line) => ({ 2: "x", 15: "y" })[line] ?? line);
  assert.deepEqual(text(before.join("\n"), after.join("\n")), [" 0\n 1\n-2\n+x\n 3\n 4\n 5", " 12\n 13\n 14\n-15\n+y\n 16\n 17\n 18"]);
});

test("lines that moved are removed here and added there", () => {
  assert.deepEqual(text("a\nb\nc", "b\nc\na"), ["-a\n b\n c\n+a"]);
});

test("numbers of lines", () => {
  const [group] = lineDiff("a\nb\nc", "a\nx\ny\nc");
  assert.deepEqual(group!.map((l) => [l.before, l.after]), [[1, 1], [2, undefined], [undefined, 2], [undefined, 3], [3, 4]]);
});

test("every diff makes the one text of the other", () => {
  let seed = 1;
  const random = (n: number) => (seed = (seed * 48271) % 2147483647) % n;
  for (let round = 0; round < 300; round++) {
    const make = () => Array.from({ length: random(12) }, () => "abc"[random(3)]);
    const [before, after] = [make(), make()];
    const lines = lineDiff(before.join("\n"), after.join("\n")).flat();
    const side = (drop: string) => lines.filter((l) => l.kind !== drop).map((l) => l.text);
    const rest = (all: (string | undefined)[], shown: string[]) => shown.every((line) => all.join("\n").split("\n").includes(line));
    if (lines.length === 0) assert.equal(before.join("\n"), after.join("\n"));
    assert.ok(rest(before, side("added")) && rest(after, side("removed")));
    for (const l of lines) {
      if (l.before !== undefined) assert.equal(before.join("\n").split("\n")[l.before - 1], l.text);
      if (l.after !== undefined) assert.equal(after.join("\n").split("\n")[l.after - 1], l.text);
    }
  }
});

test("texts of which nothing is the same and that are long", () => {
  const many = (letter: string) => Array.from({ length: 3000 }, () => letter).join("\n");
  assert.equal(lineDiff(many("a"), many("b")).flat().length, 6000);
});
