// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// What the parts of the page work with.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Places } from "./places";
import type { Runner } from "./runner";
import type { Sampling } from "./sampling";
import type { Scripting } from "./scripting";
import { slotsOf } from "./sheet";
import type { Store } from "./store";

export interface Bench {
  store: Store;
  runner: Runner;
  scripting: Scripting;
  sampling: Sampling;
  places: Places;
}

export const BenchContext = createContext<Bench | undefined>(undefined);

export function useBench(): Bench {
  const bench = useContext(BenchContext);
  if (!bench) throw new Error("outside of the workbench");
  return bench;
}

/** The name of an editor's place. */
export function placeOf(processor: string, slot: string): string {
  return `${processor} ${slot}`;
}

/** Puts the cursor into a stage's script. The processor is a path or an id. */
export function leadTo(bench: Bench, processor: string, stage: string, line = 1, column = 1): void {
  const { server, sheets, shown } = bench.store.state;
  const processors = server?.config.processors ?? [];
  const found = processors.find((p) => p.path === processor) ?? processors.find((p) => p.id === processor);
  const sheet = found && sheets[found.path];
  if (!found || !sheet) return;
  const slot = slotsOf(sheet, found.kind).find((s) => s.stage === stage);
  if (!slot) return;
  if (found.path !== shown) bench.scripting.show(found.path);
  bench.places.jump(placeOf(found.path, slot.id), line || 1, column || 1);
}
