// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// What the status line says.
import type { State } from "./state";

/** A number of things: "5,000 messages", "1 tag". */
export function count(n: number, one: string, many = one + "s"): string {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}

/** A size: "80 B", "1.2 MB". */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** A duration, as `tag try` has it: with as many digits as say something. */
export function duration(ns: number): string {
  if (ns < 1e6) return `${(ns / 1e6).toFixed(3)} ms`;
  if (ns < 1e9) return `${(ns / 1e6).toFixed(ns < 1e8 ? 1 : 0)} ms`;
  return `${(ns / 1e9).toFixed(1)} s`;
}

/** What became of the samples. Anything that asks for a decision is in stopOf. */
export function statusOf(state: State): string {
  const { run, samples } = state;
  const all = samples.samples.length;
  if (run.phase === "idle") return "";
  if (run.failure !== "") return `No results: ${run.failure}`;
  if (run.checked?.stopped && run.checked.stopped !== "") return `Not run: ${run.checked.stopped}`;
  if (all === 0) return "No messages yet.";
  if (run.phase === "running") return `Running … ${count(run.fresh.size, "message")} of ${all.toLocaleString("en")}`;
  const { processed, dropped, failed, took_ns } = run.done!;
  const parts = [madeOf(state)];
  if (dropped > 0) parts.push(`${dropped.toLocaleString("en")} dropped`);
  if (failed > 0) parts.push(`${failed.toLocaleString("en")} failed`);
  return `${count(processed + dropped + failed, "message")}: ${parts.join(", ")}, ${duration(took_ns)}`;
}

/** Why the rest of the samples was not run, "" if all were. */
export function stopOf(state: State): string {
  const { phase, checked, done } = state.run;
  return phase === "over" && (checked?.stopped ?? "") === "" ? (done?.stopped ?? "") : "";
}

// madeOf counts tags; without a tag_processor there are none, and messages count that go on.
function madeOf(state: State): string {
  const rows = [...state.run.fresh].map((sample) => state.run.rows.get(sample)).filter((row) => row !== undefined);
  if (noderedOnly(state)) return count(sum(rows.map((row) => row.tag_count)), "result");
  const tags = rows.map((row) => row.tag_count - row.tags.filter((tag) => tag.topic === "").length);
  return count(sum(tags), "tag");
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}

function noderedOnly(state: State): boolean {
  return state.server?.config.processors.every((p) => p.kind === "nodered_js") ?? false;
}
