// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Checked, Config, Row, Samples, State as ServerState } from "../src/api";
import { matching } from "../src/samplefilter";
import { type Action, initial, reduce, type State } from "../src/state";
import { duration, size, statusOf, stopOf } from "../src/status";

const samples = (...ids: number[]): Samples => ({
  samples: ids.map((id) => ({ id, preview: `{"n":${id}}`, bytes: 7 })),
  members: { meta: [], payload: [] },
  note: "",
  unsaved: false,
});

const row = (sample: number, outcome = "processed", tags = outcome === "processed" ? 1 : 0): Row => ({
  sample,
  outcome,
  tags: Array.from({ length: tags }, () => ({ topic: "umh.v1.acme._raw.Öl", value: "1", timestamp_ms: 0 })),
  tag_count: tags,
  error: outcome === "failed" ? "defaults: boom" : "",
  logged: 0,
  took_ns: 1000,
});

const checked = (run: number, stopped = ""): Checked => ({ run, problems: [], running: [], notes: [], stopped });
const after = (...actions: Action[]): State => actions.reduce(reduce, initial);
const done = (run: number, stopped = "") =>
  ({ type: "done", done: { run, processed: 1, dropped: 1, failed: 1, took_ns: 4e8, stopped } }) as const;
const run1: Action[] = [
  { type: "samples", samples: samples(1, 2, 3) },
  { type: "began" },
  { type: "checked", checked: checked(1) },
  { type: "rows", rows: [row(1), row(2, "dropped")] },
  { type: "rows", rows: [row(3, "failed")] },
  done(1),
];

test("the first sample is chosen, and the chosen one stays when others come and go", () => {
  assert.equal(after({ type: "samples", samples: samples(4, 5) }).chosen, 4);
  const chose = after({ type: "samples", samples: samples(1, 2, 3) }, { type: "chose", sample: 2 });
  assert.equal(reduce(chose, { type: "samples", samples: samples(2, 9) }).chosen, 2);
});

test("where the chosen one is removed, the one that takes its place is chosen", () => {
  const chose = after({ type: "samples", samples: samples(1, 2, 3) }, { type: "chose", sample: 2 });
  assert.equal(reduce(chose, { type: "samples", samples: samples(1, 3) }).chosen, 3);
  assert.equal(reduce(chose, { type: "samples", samples: samples(1) }).chosen, 1);
  assert.equal(reduce(chose, { type: "samples", samples: samples() }).chosen, 0);
});

test("the status of a run", () => {
  assert.equal(statusOf(initial), "");
  assert.equal(statusOf(after(...run1.slice(0, 4))), "Running … 2 messages of 3");
  assert.equal(statusOf(after(...run1)), "3 messages: 1 tag, 1 dropped, 1 failed, 400 ms");
  assert.equal(
    statusOf(after(...run1, { type: "began" }, { type: "broke", failure: "no answer" })),
    "No results: no answer",
  );
});

test("results of the run before stay until there are others", () => {
  const again = after(
    ...run1,
    { type: "began" },
    { type: "checked", checked: checked(2) },
    { type: "rows", rows: [row(1, "failed")] },
  );
  assert.deepEqual(
    [...again.run.rows.values()].map((r) => r.outcome),
    ["failed", "dropped", "failed"],
  );
  assert.deepEqual([...again.run.fresh], [1]);
});

test("a run that stops early leaves no older results behind", () => {
  const stopped = after(
    ...run1,
    { type: "began" },
    { type: "checked", checked: checked(2) },
    { type: "rows", rows: [row(1, "failed")] },
    done(2, "3 messages timed out"),
  );
  assert.deepEqual([...stopped.run.rows.keys()], [1]);
  assert.equal(stopOf(stopped), "3 messages timed out");
});

test("while a script does not parse, the results before it stay to be seen", () => {
  const broken = after(
    ...run1,
    { type: "began" },
    { type: "checked", checked: checked(2, "the config would not start") },
    done(2, "the config would not start"),
  );
  assert.equal(broken.run.rows.size, 3);
  assert.equal(statusOf(broken), "Not run: the config would not start");
  assert.equal(stopOf(broken), ""); // there is nothing to decide
});

test("a detail that comes late is not shown for another sample", () => {
  const late: Action = {
    type: "detail",
    detail: { run: 1, sample: 2, result: { line: 2, outcome: "dropped", runs: [], outputs: [] } },
  };
  assert.equal(after(...run1, late).detail, undefined);
  assert.equal(after(...run1, { type: "chose", sample: 2 }, late).detail?.sample, 2);
});

test("the processor that is run by itself is shown first", () => {
  const processor = (path: string, tried: boolean) => ({
    path,
    id: path,
    kind: "nodered_js",
    scripts: { defaults: "", conditions: [], advancedProcessing: "", code: "" },
    no_edit: "",
    tried,
  });
  const config = {
    processors: [processor("input.processors.0", false), processor("pipeline.processors.0", true)],
  } as unknown as Config;
  const server = { config } as ServerState;
  assert.equal(after({ type: "opened", server }).shown, "pipeline.processors.0");
  assert.equal(
    after({ type: "opened", server }, { type: "showed", path: "input.processors.0" }, { type: "opened", server }).shown,
    "input.processors.0",
  );
  assert.equal(
    statusOf(after({ type: "opened", server }, ...run1)),
    "3 messages: 1 result, 1 dropped, 1 failed, 400 ms",
  );
});

test("closing a dialog leaves none", () => {
  assert.equal("dialog" in after({ type: "dialog", dialog: { kind: "help" } }, { type: "dialog" }), false);
});

test("the filter looks at text, topic, value, error and outcome", () => {
  const { samples: all, run } = after(...run1);
  const ids = (text: string, outcome: State["filter"]["outcome"] = "all") =>
    matching(all.samples, run.rows, { text, outcome }).map((h) => h.id);
  assert.deepEqual(ids(""), [1, 2, 3]);
  assert.deepEqual(ids("ÖL"), [1]);
  assert.deepEqual(ids("n boom"), [3]);
  assert.deepEqual(ids('"n":2'), [2]);
  assert.deepEqual(ids("", "failed"), [3]);
  assert.deepEqual(ids("", "dropped"), [2]);
  assert.deepEqual(ids("öl", "failed"), []);
});

test("durations and sizes", () => {
  assert.deepEqual([500, 25_685_694, 190_000_000, 15_100_000_000].map(duration), [
    "0.001 ms",
    "25.7 ms",
    "190 ms",
    "15.1 s",
  ]);
  assert.deepEqual([80, 1200, 1_500_000].map(size), ["80 B", "1.2 kB", "1.5 MB"]);
});
