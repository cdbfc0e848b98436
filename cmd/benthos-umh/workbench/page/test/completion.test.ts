// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { complete } from "../src/completion";
import { parseDeclarations } from "../src/declarations";

const declarations = parseDeclarations(readFileSync("../../types/umh.d.ts", "utf8"));
const seen = {
  meta: [
    { path: "sensor", example: "oil_level" },
    { path: "mqtt_topic", example: "graz/line3" },
    { path: "pump-id", example: "7" },
  ],
  payload: [
    { path: "time", example: "1773295200000" },
    { path: "sensors.flow", example: "46.2" },
    { path: "sensors.druck.öl", example: "3" },
    { path: "max flow", example: "1" },
  ],
};
const at = (text: string) => complete(text, declarations, seen);
const labels = (text: string) => at(text)?.completions.map((c) => c.label) ?? [];

test("behind msg. stand payload and meta", () => {
  assert.deepEqual(labels("msg."), ["payload", "meta"]);
  assert.deepEqual(labels("if (msg?.pa"), ["payload", "meta"]);
  assert.equal(at("return msg.pa")!.from, "return msg.".length);
});

test("behind msg.meta. stand known keys and those of the samples", () => {
  const found = at("x = msg.meta.loc")!;
  assert.equal(found.from, "x = msg.meta.".length);
  const by = (label: string) => found.completions.find((c) => c.label === label)!;
  assert.ok(!by("location_path").seen);
  assert.match(by("location_path").doc, /^Required\. Where the machine stands/);
  assert.deepEqual([by("sensor").seen, by("sensor").detail], [true, "oil_level"]);
  assert.deepEqual([by("mqtt_topic").seen, by("mqtt_topic").detail], [true, "graz/line3"]);
  assert.match(by("mqtt_topic").doc, /^MQTT: /);
  assert.ok(by("pump-id").brackets);
  assert.deepEqual(labels("msg.meta?.x"), labels("msg.meta."));
});

test("keys in brackets need no brackets of their own", () => {
  const found = at('msg.meta["pum')!;
  assert.equal(found.from, 'msg.meta["'.length);
  assert.equal(found.completions.find((c) => c.label === "pump-id")!.brackets, false);
  assert.ok(labels("msg.meta['").includes("sensor"));
  assert.deepEqual(labels('msg.meta["a"].'), []);
});

test("behind msg.payload. stand the members of the samples, level by level", () => {
  assert.deepEqual(labels("msg.payload."), ["time", "sensors", "max flow"]);
  assert.deepEqual(labels("msg.payload.sensors."), ["flow", "druck"]);
  assert.deepEqual(labels("msg.payload?.sensors?.druck."), ["öl"]);
  assert.deepEqual(labels("msg\n  .payload\n  .sensors.f"), ["flow", "druck"]);
  assert.deepEqual(labels("msg.payload.nothing."), []);
  assert.equal(at("msg.payload.")!.completions[0]!.detail, "1773295200000");
});

test("cache and console", () => {
  assert.deepEqual(labels("cache."), ["get", "set", "exists", "delete", "update"]);
  assert.ok(labels("console.l").includes("log"));
  assert.equal(at("cache.g")!.completions[0]!.kind, "method");
});

test("a word of its own may be a global", () => {
  assert.deepEqual(labels("const x = m"), ["msg", "console", "cache"]);
});

test("members of other things are not ours", () => {
  for (const text of ["x.msg.", "other.", "msg.meta.a.", "", "1.", "(", "x.cache."])
    assert.deepEqual(labels(text), [], text);
});
