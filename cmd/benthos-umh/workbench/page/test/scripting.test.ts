// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { test } from "node:test";
import { Runner } from "../src/runner";
import { Scripting } from "../src/scripting";
import { moved, withCondition, withText } from "../src/sheet";
import type { Store } from "../src/store";
import { FakeServer, until } from "./fakeserver";
import { config, opened, path, server as state } from "./opened";

const kept = new Map<string, string>();
globalThis.sessionStorage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
} as Storage;

function edited(): { store: Store; scripting: Scripting } {
  kept.clear();
  const store = opened(1);
  const scripting = new Scripting(store, new Runner(store, 0));
  scripting.edit(path, (sheet) => withText(sheet, "defaults", "return null;"));
  return { store, scripting };
}

const scripts = { defaults: "return null;", conditions: [], advancedProcessing: "", code: "" };
const draft = { processors: [{ path, scripts }] };
const saved = { ...config, version: "2", processors: [{ ...config.processors[0]!, scripts }] };

test("saving shows first what would be written", async () => {
  const server = new FakeServer();
  const { store, scripting } = edited();
  void scripting.preview();
  const asked = await server.next("POST", "api/preview");
  assert.deepEqual(asked.body, draft);
  asked.answer({ before: "a", after: "b" });
  await until(() => store.state.dialog !== undefined);
  assert.deepEqual(store.state.dialog?.kind === "save" && { ...store.state.dialog.preview }, {
    before: "a",
    after: "b",
  });

  void scripting.save();
  const save = await server.next("POST", "api/save");
  assert.deepEqual(save.body, { draft, version: "1", overwrite: "" });
  save.answer({ config: saved });
  await until(() => store.state.dialog === undefined);
  assert.ok(!scripting.unsaved());
  assert.equal(kept.size, 0);
  assert.equal(store.state.notice.text, "Saved line.yaml.");
});

test("a file that changed meanwhile is written only after another question", async () => {
  const server = new FakeServer();
  const { store, scripting } = edited();
  void scripting.save();
  const conflict = { version: "9", text: "theirs", error: "the file has changed" };
  (await server.next("POST", "api/save")).answer(conflict, 409);
  await until(() => store.state.dialog !== undefined);
  assert.deepEqual(store.state.dialog, { kind: "conflict", conflict });
  assert.ok(scripting.unsaved());

  void scripting.save("9");
  const again = await server.next("POST", "api/save");
  assert.deepEqual(again.body, { draft, version: "1", overwrite: "9" });
  again.answer({ config: saved });
  await until(() => !scripting.unsaved());
});

test("where nothing has changed nothing is written", async () => {
  const server = new FakeServer();
  const { store, scripting } = edited();
  scripting.edit(path, (sheet) => withText(sheet, "defaults", "return msg;"));
  await scripting.preview();
  assert.equal(server.count("POST", "api/preview"), 0);
  assert.match(store.state.notice.text, /nothing to save/);
});

test("a config that cannot be saved says why", async () => {
  new FakeServer();
  const { store, scripting } = edited();
  store.dispatch({ type: "opened", server: { ...state, config: { ...config, no_save: "it is a bridge" } } });
  await scripting.preview();
  assert.deepEqual(store.state.dialog, { kind: "noSave", reason: "it is a bridge" });
});

test("reloading asks before it forgets what is not saved", async () => {
  const server = new FakeServer();
  const { store, scripting } = edited();
  await scripting.reload();
  assert.deepEqual(store.state.dialog, { kind: "reload" });
  assert.equal(server.count("POST", "api/reload"), 0);
  void scripting.reload(true);
  (await server.next("POST", "api/reload")).answer(state);
  await until(() => !scripting.unsaved());
});

test("opening the page brings back what was not saved", async () => {
  const server = new FakeServer();
  const { store } = edited();
  const again = new Scripting(store, new Runner(store, 0));
  store.dispatch({ type: "opened", server: state });
  void again.open();
  (await server.next("GET", "api/state")).answer(state);
  await until(() => again.unsaved());
  assert.equal(store.state.sheets[path]!.defaults, "return null;");
});

test("changes of the list of conditions are taken back one by one", () => {
  const { store, scripting } = edited();
  const keys = () => store.state.sheets[path]!.conditions.map((c) => c.key);
  scripting.arrange(path, (sheet) => withCondition(sheet, -1));
  scripting.arrange(path, (sheet) => withCondition(sheet, 0));
  scripting.arrange(path, (sheet) => moved(sheet, 2, -1));
  scripting.arrange(path, (sheet) => moved(sheet, 2, -1)); // is the first one already
  assert.deepEqual(keys(), [2, 1]);
  scripting.undo();
  assert.deepEqual(keys(), [1, 2]);
  scripting.undo();
  scripting.undo();
  assert.deepEqual(keys(), []);
  assert.equal(store.state.sheets[path]!.defaults, "return null;", "what was written stays");
  scripting.undo();
  assert.equal(store.state.notice.text, "There is nothing to undo in the list of conditions.");
});
