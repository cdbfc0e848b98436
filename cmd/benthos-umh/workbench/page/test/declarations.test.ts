// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseDeclarations } from "../src/declarations";

// npm runs the tests in the folder of package.json.
const declarations = parseDeclarations(readFileSync("../../types/umh.d.ts", "utf8"));

test("the globals of a script", () => {
  assert.deepEqual(
    declarations.globals.map((g) => [g.name, g.type]),
    [
      ["msg", "UmhMessage"],
      ["console", "UmhConsole"],
      ["cache", "UmhCache"],
    ],
  );
  assert.match(
    declarations.globals[2]!.doc,
    /^Remembers values from one message to the next\. All scripts of a processor share it\. /,
  );
});

test("metadata keys with what is said of them, each once", () => {
  const meta = declarations.interfaces["UmhMeta"]!;
  const names = meta.map((m) => m.name);
  assert.equal(new Set(names).size, names.length);
  for (const name of ["location_path", "_initialMetadata", "mqtt_retained"]) assert.ok(names.includes(name), name);
  assert.deepEqual(
    meta.find((m) => m.name === "data_contract"),
    {
      name: "data_contract",
      type: "string | undefined",
      method: false,
      doc: 'Required. What kind of data it is, with a leading underscore: "_raw".',
    },
  );
});

test("members of msg, cache and console", () => {
  const names = (name: string) => declarations.interfaces[name]!.map((m) => m.name);
  assert.deepEqual(names("UmhMessage"), ["payload", "meta"]);
  assert.deepEqual(names("UmhCache"), ["get", "set", "exists", "delete", "update"]);
  assert.deepEqual(names("UmhConsole"), ["debug", "log", "info", "warn", "error"]);
  const update = declarations.interfaces["UmhCache"]!.find((m) => m.name === "update")!;
  assert.ok(update.method);
  assert.equal(update.type, "<T>(key: string, fn: (value: T | undefined, exists: boolean) => T): T");
  assert.match(update.doc, /^Puts what fn makes of the value under a key in its place, and returns it; the second/);
});

test("no declarations are no failure", () => {
  assert.deepEqual(parseDeclarations(""), { globals: [], interfaces: {} });
});
