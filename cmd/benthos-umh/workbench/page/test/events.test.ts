// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { test } from "node:test";
import { EventReader, readEvents, type ServerEvent } from "../src/events";

const stream =
  'event: checked\ndata: {"run":1}\n\n: still here\n\nevent: rows\r\ndata: [1]\r\n\r\ndata: a\ndata: b\n\nevent: done\n\n';
const events = [
  { name: "checked", data: '{"run":1}' },
  { name: "rows", data: "[1]" },
  { name: "message", data: "a\nb" },
];

test("events are the same wherever the connection cuts them", () => {
  for (let size = 1; size <= stream.length; size++) {
    const reader = new EventReader();
    const found: ServerEvent[] = [];
    for (let at = 0; at < stream.length; at += size) found.push(...reader.push(stream.slice(at, at + size)));
    assert.deepEqual(found, events, `pieces of ${size}`);
  }
});

test("a character that is cut stays whole", async () => {
  const bytes = new TextEncoder().encode('event: rows\ndata: "Öl 🌡️"\n\n');
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  const found: ServerEvent[] = [];
  await readEvents(body, (event) => found.push(event));
  assert.deepEqual(found, [{ name: "rows", data: '"Öl 🌡️"' }]);
});

test("an event whose end has not come is none", () => {
  assert.deepEqual(new EventReader().push("event: done\ndata: {}\n"), []);
});
