// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// What the tests of the page's work begin with.
import type { Config, Detail, Row, Samples, State } from "../src/api";
import { Store } from "../src/store";

export const path = "pipeline.processors.0";

export const config: Config = {
  file: "line.yaml",
  name: "",
  text: "",
  version: "1",
  processors: [
    {
      path,
      id: "press",
      kind: "tag_processor",
      scripts: { defaults: "return msg;", conditions: [], advancedProcessing: "", code: "" },
      no_edit: "",
      tried: true,
    },
  ],
  inputs: [],
  no_save: "",
  broken: "",
};

export const server: State = {
  config,
  declarations: "",
  samples_file: "",
  max_samples: 5000,
  max_sample_bytes: 1 << 20,
};

export const samples = (...ids: number[]): Samples => ({
  samples: ids.map((id) => ({ id, preview: `${id}`, bytes: 1 })),
  members: { meta: [], payload: [] },
  note: "",
  unsaved: false,
});

export const row = (sample: number, outcome = "processed"): Row => ({
  sample,
  outcome,
  tags: [],
  tag_count: 0,
  error: "",
  logged: 0,
  took_ns: 1,
});

export const detail = (run: number, sample: number): Detail => ({
  run,
  sample,
  result: { line: sample, outcome: "processed", runs: [], outputs: [] },
});

export const checked = (run: number) => ({ run, problems: [], running: [], notes: [], stopped: "" });

export const done = (run: number) => ({ run, processed: 1, dropped: 0, failed: 0, took_ns: 1, stopped: "" });

/** A store with a config and samples, the first of them chosen. */
export function opened(...ids: number[]): Store {
  const store = new Store();
  store.dispatch({ type: "opened", server });
  store.dispatch({ type: "samples", samples: samples(...ids) });
  return store;
}
