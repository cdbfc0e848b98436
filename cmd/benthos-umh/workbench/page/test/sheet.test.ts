// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Config, Scripts } from "../src/api";
import {
  draftOf,
  moved,
  scriptsOf,
  sheetOf,
  sheetsOf,
  slotsOf,
  unchanged,
  withCondition,
  withConditionsOf,
  withoutCondition,
  withText,
} from "../src/sheet";

const scripts: Scripts = {
  defaults: "return msg;",
  conditions: [
    { from: 0, if: "a", then: "A" },
    { from: 1, if: "b", then: "B" },
  ],
  advancedProcessing: "",
  code: "",
};

const config = (...paths: string[]): Config => ({
  file: "line.yaml",
  name: "",
  text: "",
  version: "1",
  processors: paths.map((path) => ({ path, id: path, kind: "tag_processor", scripts, no_edit: "", tried: true })),
  inputs: [],
  no_save: "",
  broken: "",
});

test("a sheet that nobody touched is what the file has", () => {
  const sheet = sheetOf(scripts);
  assert.ok(unchanged(sheet, scripts));
  assert.deepEqual(scriptsOf(sheet), scripts);
});

test("each change makes it another one, and undoing it the same", () => {
  const sheet = sheetOf(scripts);
  for (const slot of slotsOf(sheet, "tag_processor")) {
    const edited = withText(sheet, slot.id, slot.text + " ");
    assert.ok(!unchanged(edited, scripts), slot.stage);
    assert.ok(unchanged(withText(edited, slot.id, slot.text), scripts), slot.stage);
  }
  const down = moved(sheet, sheet.conditions[0]!.key, 1);
  assert.ok(!unchanged(down, scripts));
  assert.ok(unchanged(moved(down, sheet.conditions[0]!.key, -1), scripts));
  const more = withCondition(sheet, 1);
  assert.ok(!unchanged(more, scripts));
  assert.ok(unchanged(withoutCondition(more, more.conditions[2]!.key), scripts));
});

test("a condition keeps its editors and its place in the file when it moves", () => {
  const sheet = moved(sheetOf(scripts), 1, 1);
  assert.deepEqual(
    sheet.conditions.map((c) => [c.key, c.from, c.if]),
    [
      [2, 1, "b"],
      [1, 0, "a"],
    ],
  );
  assert.deepEqual(
    slotsOf(sheet, "tag_processor").map((s) => [s.id, s.stage]),
    [
      ["defaults", "defaults"],
      ["2 if", "condition 1 if"],
      ["2 then", "condition 1 then"],
      ["1 if", "condition 2 if"],
      ["1 then", "condition 2 then"],
      ["advancedProcessing", "advancedProcessing"],
    ],
  );
});

test("the first cannot move up, nor the last down", () => {
  const sheet = sheetOf(scripts);
  assert.equal(moved(sheet, 1, -1), sheet);
  assert.equal(moved(sheet, 2, 1), sheet);
});

test("a new condition is behind the one asked for, with a key and no place in the file", () => {
  const sheet = withCondition(sheetOf(scripts), 0);
  assert.deepEqual(
    sheet.conditions.map((c) => [c.key, c.from]),
    [
      [1, 0],
      [3, null],
      [2, 1],
    ],
  );
  assert.equal(withCondition(sheet, -1).conditions[0]!.from, null);
});

test("a nodered_js has one script", () => {
  assert.deepEqual(slotsOf({ ...sheetOf(scripts), code: "return msg;" }, "nodered_js"), [
    { id: "code", stage: "code", text: "return msg;" },
  ]);
});

test("the draft has the processors that differ, and only those", () => {
  const opened = config("a", "b");
  const sheets = sheetsOf(opened);
  assert.deepEqual(draftOf(opened, sheets), { processors: [] });
  sheets["b"] = withText(sheets["b"]!, "defaults", "return null;");
  assert.deepEqual(draftOf(opened, sheets), {
    processors: [{ path: "b", scripts: { ...scripts, defaults: "return null;" } }],
  });
});

test("conditions that a saved file has as before keep their keys", () => {
  const before = moved(withText(sheetOf(scripts), "2 then", "B!"), 2, -1);
  const after = sheetOf(
    {
      ...scripts,
      conditions: [
        { from: 0, if: "b", then: "B!" },
        { from: 1, if: "other", then: "A" },
      ],
    },
    before,
  );
  assert.equal(after.conditions[0]!.key, 2);
  assert.ok(!before.conditions.some((c) => c.key === after.conditions[1]!.key));
});

test("the list of conditions comes back as it was, with what was written meanwhile", () => {
  const before = sheetOf(scripts);
  const [a, b] = before.conditions;
  const now = withText(withoutCondition(before, a!.key), `${b!.key} then`, "B2");
  assert.deepEqual(
    withConditionsOf(now, before).conditions.map((c) => c.then),
    ["A", "B2"],
  );
  const more = withCondition(before, 0);
  assert.deepEqual(withConditionsOf(more, before), before);
});
