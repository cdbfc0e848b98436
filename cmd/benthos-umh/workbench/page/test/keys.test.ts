// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { test } from "node:test";
import { commandOf } from "../src/keys";
import { placeForKey } from "../src/virtual";

const press = (key: string, code: string, ...with_: ("altKey" | "ctrlKey" | "metaKey" | "shiftKey")[]) =>
  commandOf({
    key,
    code,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    ...Object.fromEntries(with_.map((m) => [m, true])),
  });

test("keys that work everywhere", () => {
  assert.equal(press("Enter", "Enter", "ctrlKey"), "run");
  assert.equal(press("s", "KeyS", "ctrlKey"), "save");
  assert.equal(press("S", "KeyS", "metaKey"), "save");
  assert.equal(press("z", "KeyZ", "ctrlKey"), "undo");
  assert.equal(press("F8", "F8"), "next");
  assert.equal(press("F8", "F8", "shiftKey"), "previous");
  assert.equal(press("F1", "F1"), "help");
});

test("with Alt it is the place of the key that counts: a Mac writes ˜ for Alt+N", () => {
  assert.equal(press("˜", "KeyN", "altKey"), "next");
  assert.equal(press("p", "KeyP", "altKey"), "previous");
  assert.equal(press("€", "KeyE", "altKey"), "nextFailed");
});

test("what people type is left alone", () => {
  for (const typed of [
    press("s", "KeyS"),
    press("Enter", "Enter"),
    press("€", "KeyE", "ctrlKey", "altKey"),
    press("n", "KeyN", "ctrlKey"),
    press("S", "KeyS", "ctrlKey", "shiftKey"),
  ]) {
    assert.equal(typed, undefined);
  }
});

test("keys in lists", () => {
  const to = (key: string, at = 5) => placeForKey(key, at, 100, 10);
  assert.deepEqual(
    ["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End", "a"].map((key) => to(key)),
    [4, 6, 0, 15, 0, 99, undefined],
  );
  assert.equal(to("ArrowDown", 99), 99);
  assert.equal(to("ArrowDown", -1), 0);
  assert.equal(placeForKey("End", -1, 0, 10), undefined);
});
