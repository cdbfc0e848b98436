// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { test } from "node:test";
import { equal, isObject, members, parse, show } from "../src/json";

test("numbers keep their digits and members their order", () => {
  for (const text of [
    "12345678901234567890",
    "1.0",
    "1e400",
    "-0",
    '{"b":1,"10":2,"9":[1.50,null,true]}',
    '{"__proto__":{"a":1}}',
    '"Öltemperatur 🌡️ \\u0000"',
    "[]",
    "{}",
  ]) {
    assert.equal(show(parse(text)), text);
  }
});

test("it reads what JSON.parse reads", () => {
  for (const text of [' { "a" : [ 1 , { } , "x\\n\\"y" ] } ', "0", "-1.5e-3", '"\\ud83d\\ude00"', "\n\ttrue\r\n"]) {
    assert.deepEqual(JSON.parse(show(parse(text))), JSON.parse(text));
  }
});

test("what is no JSON is refused", () => {
  for (const text of [
    "",
    "{",
    "[1,]",
    '{"a":1,}',
    "{a:1}",
    "01",
    "1 2",
    "+1",
    '"\n"',
    "nul",
    '{"a" 1}',
    "'a'",
    "[1 2]",
    '"\\x"',
  ]) {
    assert.throws(() => parse(text), SyntaxError, text);
  }
});

test("an object whose order had to be kept shows no sign of it", () => {
  const value = parse('{"b":1,"2":3}');
  assert.ok(isObject(value));
  assert.deepEqual(members(value), ["b", "2"]);
  assert.deepEqual(Object.keys(value).sort(), ["2", "b"]);
});

test("a key that comes twice has its last value", () => {
  assert.equal(show(parse('{"1":1,"a":2,"1":3}')), '{"1":3,"a":2}');
});

test("several lines", () => {
  assert.equal(show(parse('{"a":[1,{}],"b":[]}'), "  "), '{\n  "a": [\n    1,\n    {}\n  ],\n  "b": []\n}');
});

test("values are equal whatever the order of members", () => {
  assert.ok(equal(parse('{"a":1,"b":[1.0]}'), parse('{"b":[1.0],"a":1}')));
  for (const [a, b] of [
    ["1.0", "1"],
    ["[1]", "[1,2]"],
    ['{"a":1}', '{"b":1}'],
    ["null", "{}"],
    ["[]", "{}"],
    ['{"a":1}', '{"a":1,"b":2}'],
  ] as const) {
    assert.ok(!equal(parse(a), parse(b)), `${a} and ${b}`);
  }
});
