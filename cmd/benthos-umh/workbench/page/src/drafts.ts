// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Scripts that are not saved survive a reload of the page in the browser's tab.
import type { Config } from "./api";
import { draftOf, type Sheet, sheetOf, sheetsOf } from "./sheet";

type Storage = Pick<globalThis.Storage, "getItem" | "setItem" | "removeItem">;

function keyOf(config: Config): string {
  return JSON.stringify(["draft", config.file, config.name, config.version]);
}

/** Keeps what differs from the file, or forgets it where nothing does. */
export function keepDraft(storage: Storage, config: Config, sheets: Record<string, Sheet>): void {
  const draft = draftOf(config, sheets);
  try {
    if (draft.processors.length === 0) storage.removeItem(keyOf(config));
    else storage.setItem(keyOf(config), JSON.stringify(draft));
  } catch {
    // The storage is full or forbidden: leaving the page still asks.
  }
}

/** The sheets of a config with what was kept of it; undefined where nothing was. */
export function keptDraft(storage: Storage, config: Config): Record<string, Sheet> | undefined {
  try {
    const kept = JSON.parse(storage.getItem(keyOf(config)) ?? "null") as ReturnType<typeof draftOf> | null;
    if (!kept) return undefined;
    const sheets = sheetsOf(config);
    for (const { path, scripts } of kept.processors) {
      if (sheets[path]) sheets[path] = sheetOf(scripts, sheets[path]);
    }
    return sheets;
  } catch {
    return undefined; // written by another version of this page
  }
}
