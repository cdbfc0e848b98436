// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { test } from "node:test";
import { offsetOf, wordEnd } from "../src/position";

const text = 'a = "🌡️";\nlet öl = b;\n';

test("columns are code points", () => {
  assert.equal(text.slice(offsetOf(text, 1, 8)), '";\nlet öl = b;\n'); // the thermometer is two code points and three units
  assert.equal(text.slice(offsetOf(text, 2, 5), wordEnd(text, offsetOf(text, 2, 5))), "öl");
});

test("a place that does not exist is the nearest one", () => {
  assert.equal(offsetOf(text, 2, 99), text.length - 1);
  assert.equal(offsetOf(text, 99, 1), text.length);
  assert.equal(offsetOf(text, 0, 0), 0);
  assert.equal(offsetOf("", 3, 3), 0);
});

test("something that is no word is one character", () => {
  assert.equal(wordEnd("a = b", 2), 3);
  assert.equal(wordEnd("a\nb", 1), 1);
  assert.equal(wordEnd("a", 1), 1);
});
