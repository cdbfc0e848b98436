// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Config } from "../src/api";
import { keepDraft, keptDraft } from "../src/drafts";
import { sheetsOf, withCondition, withText } from "../src/sheet";

const config: Config = {
  file: "line.yaml",
  name: "",
  text: "",
  version: "1",
  processors: [
    {
      path: "p",
      id: "p",
      kind: "tag_processor",
      scripts: { defaults: "a", conditions: [], advancedProcessing: "", code: "" },
      no_edit: "",
      tried: true,
    },
  ],
  inputs: [],
  no_save: "",
  broken: "",
};

function storage() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

test("what is not saved is there again after a reload of the page", () => {
  const place = storage();
  const sheets = sheetsOf(config);
  sheets["p"] = withText(withCondition(sheets["p"]!, -1), "1 if", "true");
  keepDraft(place, config, sheets);
  assert.deepEqual(keptDraft(place, config), sheets);
});

test("but not for another version of the file", () => {
  const place = storage();
  keepDraft(place, config, { p: withText(sheetsOf(config)["p"]!, "defaults", "b") });
  assert.equal(keptDraft(place, { ...config, version: "2" }), undefined);
});

test("nothing is kept of what the file has anyway", () => {
  const place = storage();
  keepDraft(place, config, { p: withText(sheetsOf(config)["p"]!, "defaults", "b") });
  keepDraft(place, config, sheetsOf(config));
  assert.equal(place.kept.size, 0);
});

test("a storage that is full, or that has something else, is no failure", () => {
  const full = {
    ...storage(),
    setItem: () => {
      throw new Error("full");
    },
  };
  keepDraft(full, config, { p: withText(sheetsOf(config)["p"]!, "defaults", "b") });
  assert.equal(keptDraft({ ...storage(), getItem: () => "{" }, config), undefined);
});
