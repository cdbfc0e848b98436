// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// What a message's way says of each stage of one processor.
import type { Branch, Mistake, Result, Running, Step } from "./api";

/** How a stage went on the chosen message. */
export interface StageInfo {
  /** How long it took in all, in nanoseconds. */
  tookNs: number;
  /** How many messages came by: more than one behind a fan-out. */
  times: number;
  /** How often an if held; undefined for other stages. */
  held: number | undefined;
}

// Of each result, as every stage asks for them.
const known = new WeakMap<Result, Map<string, Map<string, StageInfo>>>();

/** By stage, for the processor with this id. */
export function stageInfos(result: Result | undefined, processorId: string): Map<string, StageInfo> {
  if (!result) return new Map();
  const ofResult = known.get(result) ?? new Map<string, Map<string, StageInfo>>();
  known.set(result, ofResult);
  const infos = ofResult.get(processorId) ?? collect(result, processorId);
  ofResult.set(processorId, infos);
  return infos;
}

function collect(result: Result, processorId: string): Map<string, StageInfo> {
  const infos = new Map<string, StageInfo>();
  const visit = (branch: Branch) => {
    branch.steps.forEach((step) => add(infos, step));
    branch.branches?.forEach(visit);
  };
  result.runs.filter((run) => run.processor === processorId).forEach(visit);
  return infos;
}

function add(infos: Map<string, StageInfo>, step: Step) {
  const { tookNs, times, held } = infos.get(step.stage) ?? { tookNs: 0, times: 0, held: undefined };
  infos.set(step.stage, {
    tookNs: tookNs + step.took_ns,
    times: times + 1,
    held: step.holds === undefined ? held : (held ?? 0) + (step.holds ? 1 : 0),
  });
}

/** Where scripts of a processor failed on the chosen message, to be underlined like what lint finds. */
export function failuresIn(result: Result | undefined, processor: { path: string; id: string }): Mistake[] {
  const failures = (result?.runs ?? [])
    .filter((run) => run.processor === processor.id)
    .flatMap((run) => run.failures ?? []);
  return failures
    .filter(({ line = 0 }) => line > 0)
    .map(({ stage, line = 0, column = 0, file_line = 0, file_column = 0, reason, error }) => ({
      processor: processor.path,
      stage,
      line,
      column,
      file_line,
      file_column,
      severity: "error",
      text: error,
      rule: reason,
    }));
}

/** The time of a condition: of its if and its then. */
export function tookOf(infos: Map<string, StageInfo>, stages: string[]): number | undefined {
  const found = stages.map((stage) => infos.get(stage)).filter((info) => info !== undefined);
  return found.length === 0 ? undefined : found.reduce((sum, info) => sum + info.tookNs, 0);
}

/** Whether a condition held, in words; "" where it is not known. */
export function heldText(infos: Map<string, StageInfo>, known: boolean, stage: string): string {
  const info = infos.get(stage);
  if (!info) return known ? "not reached" : "";
  if (info.times === 1) return info.held ? "held" : "not held";
  return `held for ${info.held} of ${info.times}`;
}

/** What people call a way to run. */
export function wayText(way: string): string {
  return way === "go" ? "in Go" : way === "shared_vm" ? "shared VM" : way === "own_vm" ? "own VM per message" : way;
}

/** How a stage of a processor runs. */
export function runningOf(running: Running[] | undefined, processor: string, stage: string): Running | undefined {
  return running?.find((r) => r.processor === processor && r.stage === stage);
}
