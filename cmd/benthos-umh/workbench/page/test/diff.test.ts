// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Change } from "../src/api";
import { contentText, differencesOf } from "../src/diff";
import { parse } from "../src/json";

const payload = (before: string, after: string): Change => ({
  payload: { before: { payload: parse(before) }, after: { payload: parse(after) } },
});

const lines = (change: Change) =>
  differencesOf(change).map(({ sign, name, before, after }) =>
    [sign, name, before, after].filter((v) => v !== undefined).join(" "),
  );

test("members that were set, changed and removed", () => {
  assert.deepEqual(lines(payload('{"a":1,"b":{"c":2},"d":3}', '{"b":{"c":4},"d":3,"e":{"f":[]}}')), [
    "- payload.a 1",
    "~ payload.b.c 2 4",
    '+ payload.e {"f":[]}',
  ]);
});

test("elements of arrays of one length, else arrays as a whole", () => {
  assert.deepEqual(lines(payload("[1,2,3]", "[1,5,3]")), ["~ payload[1] 2 5"]);
  assert.deepEqual(lines(payload("[1,2]", "[1]")), ["~ payload [1,2] [1]"]);
});

test("a payload of another kind", () => {
  assert.deepEqual(lines(payload('{"value":40}', "40")), ['~ payload {"value":40} 40']);
  assert.deepEqual(lines({ payload: { before: { text: "pump" }, after: { base64: "AAEC" } } }), [
    '~ payload pump base64 "AAEC"',
  ]);
});

test("digits that a double would lose are a difference", () => {
  assert.deepEqual(lines(payload('{"n":12345678901234567890}', '{"n":12345678901234567891}')), [
    "~ payload.n 12345678901234567890 12345678901234567891",
  ]);
});

test("more than 20 differences are one", () => {
  const numbers = (from: number) =>
    JSON.stringify(Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`k${i}`, from + i])));
  assert.equal(differencesOf(payload(numbers(0), numbers(1))).length, 1);
  assert.deepEqual(differencesOf(payload(numbers(0), numbers(0)))[0]?.name, "payload"); // the server says that it is another one
});

test("metadata, sorted by key", () => {
  const meta = { b: { before: "1", after: null }, a: { before: null, after: "" }, c: { before: "x", after: "ö" } };
  assert.deepEqual(lines({ meta }), ["+ meta.a ", "- meta.b 1", "~ meta.c x ö"]);
});

test("a payload as text", () => {
  assert.equal(contentText({ payload: parse('{"a": 1.0}') }), '{"a":1.0}');
  assert.equal(contentText({ text: "pump started" }), "pump started");
});
