// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Result, Step } from "../src/api";
import { failuresIn, heldText, stageInfos, tookOf, wayText } from "../src/stageinfo";
import { failuresOf, slowestOf, stepLines } from "../src/steps";
import { topicTail } from "../src/topics";

const step = (stage: string, holds?: boolean, extra: Partial<Step> = {}): Step => ({
  stage,
  took_ns: 10,
  way: "go",
  ...(holds === undefined ? {} : { holds }),
  ...extra,
});

test("neighbouring conditions that were false share a line", () => {
  const lines = stepLines([
    step("defaults"),
    step("condition 1 if", false),
    step("condition 2 if", false),
    step("condition 3 if", true),
    step("condition 3 then"),
    step("condition 4 if", false),
    step("advancedProcessing"),
  ]);
  assert.deepEqual(
    lines.map((l) => [l.title, l.tookNs]),
    [
      ["defaults", 10],
      ["conditions 1 to 2 if", 20],
      ["condition 3 if", 10],
      ["condition 3 then", 10],
      ["condition 4 if", 10],
      ["advancedProcessing", 10],
    ],
  );
});

test("a condition that was given up in Go has a line of its own", () => {
  const given_up = { reason: "a date in an unusual form" };
  const lines = stepLines([
    step("condition 1 if", false),
    step("condition 2 if", false, { given_up }),
    step("condition 3 if", false),
  ]);
  assert.deepEqual(
    lines.map((l) => l.title),
    ["condition 1 if", "condition 2 if", "condition 3 if"],
  );
});

const fanOut: Result = {
  line: 1,
  outcome: "failed",
  outputs: [],
  runs: [
    {
      processor: "press",
      kind: "tag_processor",
      steps: [step("condition 1 if", true), step("condition 1 then")],
      end: "branched",
      branches: [
        { steps: [step("condition 2 if", true), step("condition 2 then", undefined, { took_ns: 70 })], end: "emitted" },
        {
          steps: [step("condition 2 if", false)],
          end: "failed",
          failure: { stage: "advancedProcessing", reason: "throw", error: "boom" },
        },
      ],
    },
    { processor: "other", kind: "nodered_js", steps: [step("code")], end: "emitted" },
  ],
};

test("failures and the slowest step are looked for in all branches", () => {
  assert.deepEqual(
    failuresOf(fanOut.runs[0]!).map((f) => f.error),
    ["boom"],
  );
  assert.equal(slowestOf(fanOut.runs[0]!), 70);
});

test("stages behind a fan-out count all messages", () => {
  const infos = stageInfos(fanOut, "press");
  assert.deepEqual(infos.get("condition 2 if"), { tookNs: 20, times: 2, held: 1 });
  assert.equal(infos.has("code"), false);
  assert.equal(tookOf(infos, ["condition 2 if", "condition 2 then"]), 90);
  assert.equal(tookOf(infos, ["condition 9 if"]), undefined);
  assert.deepEqual(
    [
      heldText(infos, true, "condition 1 if"),
      heldText(infos, true, "condition 2 if"),
      heldText(infos, true, "condition 9 if"),
      heldText(infos, false, "condition 9 if"),
    ],
    ["held", "held for 1 of 2", "not reached", ""],
  );
});

test("failures of the chosen message are underlined in their scripts, as far as they have a place", () => {
  const failure = { stage: "code", reason: "throw", error: "RangeError: too hot", line: 2, column: 9 };
  const run = {
    processor: "press",
    kind: "nodered_js",
    steps: [],
    end: "failed",
    failures: [failure, { stage: "topic", reason: "invalid_topic", error: "no" }],
  };
  const result = { line: 1, outcome: "failed", runs: [run, { ...run, processor: "other" }], outputs: [] };
  assert.deepEqual(
    failuresIn(result, { path: "pipeline.processors.0", id: "press" }).map((m) => [
      m.processor,
      m.stage,
      m.line,
      m.column,
      m.severity,
      m.text,
    ]),
    [["pipeline.processors.0", "code", 2, 9, "error", "RangeError: too hot"]],
  );
  assert.deepEqual(failuresIn(undefined, { path: "p", id: "p" }), []);
});

test("ways to run have names", () => {
  assert.deepEqual(["go", "shared_vm", "own_vm"].map(wayText), ["in Go", "shared VM", "own VM per message"]);
});

test("topics in a column", () => {
  assert.equal(topicTail("umh.v1.acme.graz._raw.press.ram.force"), "press.ram.force");
  assert.equal(topicTail("some.topic.else"), "topic.else");
  assert.equal(topicTail(""), "");
});
