// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// The steps of a message, as they are shown: neighbouring conditions that were false share
// a line, as in `tag try`.
import type { Branch, Failure, Step } from "./api";

/** One line: a step, or several ifs that were false. */
export interface StepLine {
  title: string;
  steps: Step[];
  tookNs: number;
}

export function stepLines(steps: Step[]): StepLine[] {
  const lines: StepLine[] = [];
  for (const step of steps) {
    const last = lines.at(-1);
    if (last && quiet(step) && quiet(last.steps[0]!)) {
      last.steps.push(step);
      last.tookNs += step.took_ns;
      last.title = `conditions ${numberOf(last.steps[0]!)} to ${numberOf(step)} if`;
    } else {
      lines.push({ title: step.stage, steps: [step], tookNs: step.took_ns });
    }
  }
  return lines;
}

// quiet says that a step is an if of which there is nothing to say but that it was false.
function quiet(step: Step): boolean {
  return step.holds === false && !step.given_up;
}

function numberOf(step: Step): string {
  return step.stage.split(" ")[1] ?? "";
}

/** Whether a stage is a script; the topic is made by none. */
export function isScript(stage: string): boolean {
  return /^(?:defaults|condition \d+ (?:if|then)|advancedProcessing|code)$/.test(stage);
}

/** The failures of a branch and of those that it became. */
export function failuresOf(branch: Branch): Failure[] {
  return [...(branch.failure ? [branch.failure] : []), ...(branch.branches ?? []).flatMap(failuresOf)];
}

export function sameFailure(a: Failure, b: Failure): boolean {
  return (
    a.stage === b.stage && a.reason === b.reason && a.error === b.error && a.line === b.line && a.column === b.column
  );
}

/** The longest time of a step, to compare the others with. */
export function slowestOf(branch: Branch): number {
  const own = stepLines(branch.steps).map((line) => line.tookNs);
  return Math.max(1, ...own, ...(branch.branches ?? []).map(slowestOf));
}
