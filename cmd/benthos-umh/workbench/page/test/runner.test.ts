// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { test } from "node:test";
import { Runner } from "../src/runner";
import { withText } from "../src/sheet";
import { FakeServer, until } from "./fakeserver";
import { checked, detail, done, opened, path, row } from "./opened";

test("a run sends what differs from the file, and its events reach the page", async () => {
  const server = new FakeServer();
  const store = opened(1, 2);
  store.dispatch({ type: "edited", path, sheet: withText(store.state.sheets[path]!, "defaults", "return null;") });
  void new Runner(store).now();
  const run = await server.next("POST", "api/run");
  assert.deepEqual(run.body, {
    draft: {
      processors: [{ path, scripts: { defaults: "return null;", conditions: [], advancedProcessing: "", code: "" } }],
    },
    processor: "",
    chosen: 1,
    patient: false,
  });
  assert.equal(store.state.run.phase, "running");
  run.event("checked", checked(1));
  run.event("result", detail(1, 1));
  run.event("rows", [row(1), row(2, "failed")]);
  run.event("done", done(1));
  run.end();
  await until(() => store.state.run.phase === "over");
  assert.deepEqual(
    [...store.state.run.rows.values()].map((r) => r.outcome),
    ["processed", "failed"],
  );
  assert.equal(store.state.detail?.sample, 1);
});

test("a new run ends the one before", async () => {
  const server = new FakeServer();
  const store = opened(1);
  const runner = new Runner(store);
  void runner.now();
  const first = await server.next("POST", "api/run");
  first.event("checked", checked(1));
  await until(() => store.state.run.checked !== undefined);
  void runner.now();
  const second = await server.next("POST", "api/run");
  assert.ok(first.aborted());
  second.event("checked", checked(2));
  second.event("result", detail(2, 1));
  second.event("rows", [row(1)]);
  second.event("done", done(2));
  second.end();
  await until(() => store.state.run.phase === "over");
  assert.equal(store.state.run.failure, "");
  assert.equal(store.state.run.done?.run, 2);
});

test("typing quickly runs once", async () => {
  const server = new FakeServer();
  const runner = new Runner(opened(1), 0);
  for (let i = 0; i < 10; i++) runner.soon();
  await server.next("POST", "api/run");
  assert.equal(server.count("POST", "api/run"), 0);
});

test("a sample that is chosen later has its result asked for", async () => {
  const server = new FakeServer();
  const store = opened(1, 2);
  const runner = new Runner(store);
  void runner.now();
  const run = await server.next("POST", "api/run");
  run.event("checked", checked(1));
  run.event("result", detail(1, 1));
  run.event("rows", [row(1)]);
  await until(() => store.state.run.fresh.has(1));
  store.dispatch({ type: "chose", sample: 2 });
  await runner.detail();
  assert.equal(server.count("GET", "api/results/2"), 0); // the run has not come by
  run.event("rows", [row(2)]);
  const asked = await server.next("GET", "api/results/2");
  asked.answer(detail(1, 2));
  await until(() => store.state.detail?.sample === 2);
});

test("a result that is not kept any more is brought by one run, not by run after run", async () => {
  const server = new FakeServer();
  const store = opened(1);
  const runner = new Runner(store, 0);
  void runner.now();
  for (const number of [1, 2]) {
    const run = await server.next("POST", "api/run");
    run.event("checked", checked(number));
    run.event("rows", [row(1)]);
    (await server.next("GET", "api/results/1")).answer({ error: "not kept" }, 410);
    if (number === 2) await until(() => store.state.notice.bad);
  }
  assert.equal(store.state.notice.text, "not kept");
});

test("what goes wrong is said", async () => {
  const server = new FakeServer();
  const store = opened(1);
  const runner = new Runner(store);
  void runner.now();
  (await server.next("POST", "api/run")).lose();
  await until(() => store.state.run.phase === "over");
  assert.match(store.state.run.failure, /^The workbench does not answer/);
  void runner.now();
  (await server.next("POST", "api/run")).answer({ error: "too large" }, 413);
  await until(() => store.state.run.phase === "over");
  assert.equal(store.state.run.failure, "too large");
  void runner.now();
  const early = await server.next("POST", "api/run");
  early.event("checked", checked(3));
  early.end();
  await until(() => store.state.run.phase === "over");
  assert.equal(store.state.run.failure, "the run ended early");
});
