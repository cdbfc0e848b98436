// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// All that the page shows, and what can happen to it. Nothing here knows a screen or a
// network.
import type * as api from "./api";
import { type Sheet, sheetsOf } from "./sheet";

export type Tab = "happened" | "namespace" | "running";

export type Outcome = "all" | "failed" | "dropped";

/** What stands in front of the page, if anything. */
export type Dialog =
  | { kind: "save"; preview: api.Preview }
  | { kind: "noSave"; reason: string }
  | { kind: "conflict"; conflict: api.Conflict }
  | { kind: "reload" }
  | { kind: "add" }
  | { kind: "capture" }
  | { kind: "test" }
  | { kind: "kept"; kept: api.Kept }
  | { kind: "help" };

/** A run of all samples. */
export interface Run {
  phase: "idle" | "running" | "over";
  checked?: api.Checked;
  /** By sample. Those of the run before stay until this one has theirs. */
  rows: ReadonlyMap<number, api.Row>;
  /** The samples that this run has come by. */
  fresh: ReadonlySet<number>;
  done?: api.Done;
  /** Why there is no answer, "" if there is. */
  failure: string;
}

export interface State {
  server?: api.State;
  /** What is written, by the processors' paths. */
  sheets: Record<string, Sheet>;
  /** The path of the processor on the left. */
  shown: string;
  samples: api.Samples;
  /** The id of a sample, 0 for none. */
  chosen: number;
  /** The text of the chosen one; missing while it is on its way. */
  text?: { sample: number; text: string; problem: string };
  run: Run;
  /** What happened to the chosen one, or to the one chosen before while it is on its way. */
  detail?: api.Detail;
  filter: { text: string; outcome: Outcome };
  tab: Tab;
  dialog?: Dialog;
  /** The last thing to say. */
  notice: { text: string; bad: boolean };
}

export type Action =
  | { type: "opened"; server: api.State; sheets?: Record<string, Sheet> }
  | { type: "saved"; config: api.Config }
  | { type: "edited"; path: string; sheet: Sheet }
  | { type: "showed"; path: string }
  | { type: "samples"; samples: api.Samples }
  | { type: "chose"; sample: number }
  | { type: "text"; sample: number; text: string; problem: string }
  | { type: "began" }
  | { type: "checked"; checked: api.Checked }
  | { type: "rows"; rows: api.Row[] }
  | { type: "detail"; detail: api.Detail }
  | { type: "done"; done: api.Done }
  | { type: "broke"; failure: string }
  | { type: "filter"; filter: State["filter"] }
  | { type: "tab"; tab: Tab }
  | { type: "dialog"; dialog?: Dialog }
  | { type: "notice"; text: string; bad: boolean };

export const initial: State = {
  sheets: {},
  shown: "",
  samples: { samples: [], members: { meta: [], payload: [] }, note: "", unsaved: false },
  chosen: 0,
  run: { phase: "idle", rows: new Map(), fresh: new Set(), failure: "" },
  filter: { text: "", outcome: "all" },
  tab: "happened",
  notice: { text: "", bad: false },
};

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case "opened":
      return opened(state, action.server, action.sheets ?? sheetsOf(action.server.config, state.sheets));
    case "saved": {
      if (!state.server) return state;
      const server = { ...state.server, config: action.config };
      return opened(state, server, sheetsOf(action.config, state.sheets));
    }
    case "edited":
      return { ...state, sheets: { ...state.sheets, [action.path]: action.sheet }, notice: initial.notice };
    case "showed":
      return { ...state, shown: action.path, notice: initial.notice };
    case "samples":
      return withSamples(state, action.samples);
    case "chose":
      return { ...state, chosen: action.sample, notice: initial.notice };
    case "text":
      return { ...state, text: { sample: action.sample, text: action.text, problem: action.problem } };
    case "detail":
      return action.detail.sample === state.chosen ? { ...state, detail: action.detail } : state;
    case "filter":
      return { ...state, filter: action.filter };
    case "tab":
      return { ...state, tab: action.tab };
    case "dialog": {
      const { dialog: _, ...rest } = state;
      return action.dialog ? { ...rest, dialog: action.dialog, notice: initial.notice } : rest;
    }
    case "notice":
      return { ...state, notice: { text: action.text, bad: action.bad } };
    default:
      return { ...state, run: reduceRun(state.run, action) };
  }
}

type RunAction = Extract<Action, { type: "began" | "checked" | "rows" | "done" | "broke" }>;

function reduceRun(run: Run, action: RunAction): Run {
  switch (action.type) {
    case "began": {
      const { done: _, ...rest } = run;
      return { ...rest, phase: "running", fresh: new Set(), failure: "" };
    }
    case "checked":
      return { ...run, checked: action.checked };
    case "rows": {
      const rows = new Map(run.rows);
      const fresh = new Set(run.fresh);
      for (const row of action.rows) {
        rows.set(row.sample, row);
        fresh.add(row.sample);
      }
      return { ...run, rows, fresh };
    }
    case "done":
      return { ...run, phase: "over", done: action.done, rows: ranRows(run) };
    case "broke":
      return { ...run, phase: "over", failure: action.failure };
  }
}

// ranRows has no rows of samples that the run did not come by. Where it did not run at all,
// those of the run before stay, to look at while a mistake is corrected.
function ranRows(run: Run): Run["rows"] {
  if ((run.checked?.stopped ?? "") !== "" || run.fresh.size === run.rows.size) return run.rows;
  return new Map([...run.rows].filter(([sample]) => run.fresh.has(sample)));
}

function opened(state: State, server: api.State, sheets: Record<string, Sheet>): State {
  const { processors } = server.config;
  const stays = processors.some((p) => p.path === state.shown);
  const first = processors.find((p) => p.tried) ?? processors[0];
  return { ...state, server, sheets, shown: stays ? state.shown : (first?.path ?? "") };
}

// withSamples has the same sample chosen as long as it is there, else the one at its place.
function withSamples(state: State, samples: api.Samples): State {
  const { samples: heads } = samples;
  if (heads.some((head) => head.id === state.chosen)) return { ...state, samples };
  const place = state.samples.samples.findIndex((head) => head.id === state.chosen);
  const next = heads[Math.min(Math.max(place, 0), heads.length - 1)];
  return { ...state, samples, chosen: next?.id ?? 0 };
}
