// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Row } from "../src/api";
import { namespaceOf, treeLines } from "../src/namespace";

const row = (sample: number, ...topics: string[]): Row => ({
  sample,
  outcome: "processed",
  tags: topics.map((topic, i) => ({ topic, value: `${sample}${i}`, timestamp_ms: sample })),
  tag_count: topics.length,
  error: "",
  logged: 0,
  took_ns: 1,
});

const rows = [
  row(1, "umh.v1.acme._raw.axis10.x", "umh.v1.acme._raw.axis2.x"),
  row(2, "umh.v1.acme._raw.axis2.x"),
  row(3, "umh.v1.acme._raw.axis2"),
];

const shown = (closed: string[] = []) =>
  treeLines(namespaceOf(rows).root, new Set(closed)).map(
    (l) => `${"  ".repeat(l.level - 1)}${l.branch.name} ${l.branch.count} ${l.branch.last?.value ?? ""}`,
  );

test("parts with one child each share a line; the last value stays", () => {
  assert.deepEqual(shown(), ["umh.v1.acme._raw 4 ", "  axis2 3 30", "    x 2 20", "  axis10.x 1 10"]);
});

test("what is closed is not to be seen", () => {
  assert.deepEqual(shown(["umh.v1.acme._raw.axis2"]), ["umh.v1.acme._raw 4 ", "  axis2 3 30", "  axis10.x 1 10"]);
});

test("each line knows its place among its siblings", () => {
  const lines = treeLines(namespaceOf(rows).root, new Set());
  assert.deepEqual(
    lines.map((l) => [l.level, l.position, l.siblings, l.open]),
    [
      [1, 1, 1, true],
      [2, 1, 2, true],
      [3, 1, 1, undefined],
      [2, 2, 2, undefined],
    ],
  );
});

test("the last message of a topic leads to its sample", () => {
  assert.equal(treeLines(namespaceOf(rows).root, new Set())[2]!.branch.last!.sample, 2);
});

test("messages without a topic and those beyond the first 100 are counted", () => {
  const { withoutTopic, unknown } = namespaceOf([
    row(1, "", "umh.v1.a._raw.b"),
    { ...row(2, "umh.v1.a._raw.b"), tag_count: 151 },
  ]);
  assert.deepEqual([withoutTopic, unknown], [1, 150]);
});

test("names that objects have anyway are parts like any other", () => {
  const lines = treeLines(namespaceOf([row(1, "a.__proto__.constructor")]).root, new Set());
  assert.equal(lines[0]!.branch.name, "a.__proto__.constructor");
});
