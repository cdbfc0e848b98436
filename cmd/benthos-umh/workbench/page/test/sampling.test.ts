// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { test } from "node:test";
import { Runner } from "../src/runner";
import { readable, Sampling } from "../src/sampling";
import { FakeServer, until } from "./fakeserver";
import { opened, row, samples } from "./opened";

function sampling(...ids: number[]) {
  const server = new FakeServer();
  const store = opened(...ids);
  return { server, store, sampling: new Sampling(store, new Runner(store, 0)) };
}

test("a sample is shown on several lines, with its digits as they are", () => {
  assert.equal(readable('{"payload":{"n":1.0},"meta":{}}'), '{\n  "payload": {\n    "n": 1.0\n  },\n  "meta": {}\n}');
  for (const text of ["46.20", "pump started", '{"a": 1,\n"b": 2}', "{"]) assert.equal(readable(text), text);
});

test("next and previous stop at the ends, and keep to the filter", () => {
  const { store, sampling: s } = sampling(1, 2, 3);
  store.dispatch({ type: "rows", rows: [row(1), row(2, "dropped"), row(3, "failed")] });
  s.step(-1);
  assert.equal(store.state.chosen, 1);
  s.step(1);
  s.step(1);
  s.step(1);
  assert.equal(store.state.chosen, 3);
  store.dispatch({ type: "filter", filter: { text: "", outcome: "dropped" } });
  s.step(1);
  assert.equal(store.state.chosen, 2);
});

test("the next failed one comes behind the chosen one, and then from the top", () => {
  const { store, sampling: s } = sampling(1, 2, 3, 4);
  s.step(1, true);
  assert.equal(store.state.notice.text, "No message has failed.");
  store.dispatch({ type: "rows", rows: [row(1, "failed"), row(2), row(3, "failed"), row(4)] });
  const failed: number[] = [];
  for (let i = 0; i < 3; i++) {
    s.step(1, true);
    failed.push(store.state.chosen);
  }
  assert.deepEqual(failed, [3, 1, 3]);
});

test("choosing reads the text of the sample", async () => {
  const { server, store, sampling: s } = sampling(1, 2);
  s.choose(2);
  (await server.next("GET", "api/samples/2")).answer({ text: '{"payload":1}' });
  await until(() => store.state.text !== undefined);
  assert.deepEqual(store.state.text, { sample: 2, text: '{\n  "payload": 1\n}', problem: "" });
});

test("what was typed is sent before another sample is chosen", async () => {
  const { server, store, sampling: s } = sampling(1, 2);
  s.edit("47");
  s.choose(2);
  const put = await server.next("PUT", "api/samples/1");
  assert.deepEqual(put.body, { text: "47" });
  assert.equal(store.state.chosen, 2);
});

test("what the server does not take is said at the text", async () => {
  const { server, store, sampling: s } = sampling(1);
  s.edit("{");
  (await server.next("PUT", "api/samples/1")).answer({ error: "is too long" }, 422);
  await until(() => store.state.text?.problem !== "");
  assert.deepEqual(store.state.text, { sample: 1, text: "{", problem: "is too long" });
});

test("the first of those that are added is chosen", async () => {
  const { server, store, sampling: s } = sampling(1);
  const adding = s.add("2\n3", 1);
  const asked = await server.next("POST", "api/samples");
  assert.deepEqual(asked.body, { text: "2\n3", after: 1 });
  asked.answer(samples(1, 2, 3));
  await adding;
  assert.equal(store.state.chosen, 2);
  assert.equal(store.state.notice.text, "2 messages were added.");
});

test("a copy stands behind its original", async () => {
  const { server, store, sampling: s } = sampling(1, 2);
  store.dispatch({ type: "text", sample: 1, text: "46.2", problem: "" });
  void s.duplicate();
  assert.deepEqual((await server.next("POST", "api/samples")).body, { text: "46.2", after: 1 });
});

test("capturing says how many there are, and why there are no more", async () => {
  const { server, store, sampling: s } = sampling();
  const counts: number[] = [];
  const capturing = s.capture({ input: "input", count: 5, seconds: 1 }, (count) => counts.push(count));
  const asked = await server.next("POST", "api/capture");
  asked.event("captured", { count: 1 });
  asked.event("captured", { count: 2 });
  asked.event("done", { count: 2, why: "the time is over" });
  asked.end();
  (await server.next("GET", "api/samples")).answer(samples(7, 8));
  await capturing;
  assert.deepEqual(counts, [1, 2]);
  assert.equal(store.state.samples.samples.length, 2);
  assert.equal(store.state.notice.text, "2 messages were captured: the time is over.");
});
