// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// The way of a message through the stages, and of those that it became.
import { Fragment } from "preact";
import { useMemo } from "preact/hooks";
import type { Branch, Change, GivenUp, Output, Step } from "./api";
import { leadTo, useBench } from "./bench";
import { contentText, differencesOf } from "./diff";
import { show } from "./json";
import { FailureView } from "./failure";
import { LongText } from "./longtext";
import { Took } from "./stage";
import { failuresOf, slowestOf, type StepLine, stepLines } from "./steps";

interface Props {
  branch: Branch;
  /** The id of the processor. */
  processor: string;
  /** The longest time of a step in all the way. */
  slowest?: number;
}

// So many of the messages of a fan-out are shown.
const maxBranches = 100;

export function BranchView({ branch, processor, slowest = slowestOf(branch) }: Props) {
  const failed = failuresOf(branch);
  return (
    <>
      <ol class="steps">
        {stepLines(branch.steps).map((line, i) => (
          <li key={i}>
            <StepView {...{ line, processor, slowest }} failed={failed.some((f) => f.stage === line.steps[0]!.stage)} />
          </li>
        ))}
      </ol>
      <End {...{ branch, processor, slowest }} />
    </>
  );
}

interface StepProps {
  line: StepLine;
  processor: string;
  slowest: number;
  /** Whether there is a failure of the stage, which says more. */
  failed: boolean;
}

function StepView({ line, processor, slowest, failed }: StepProps) {
  const bench = useBench();
  const step = line.steps[0]!;
  return (
    <div class={`step${step.holds === false ? " off" : ""}`}>
      <div class="step-head">
        <button class="link stage-name" onClick={() => leadTo(bench, processor, step.stage)} title="Go to its script">
          {line.title}
        </button>
        {step.holds !== undefined && <span class={`holds ${step.holds}`}>{String(step.holds)}</span>}
        <Took ns={line.tookNs} slowest={slowest} />
      </div>
      {step.given_up && !failed && <GivenUpView given={step.given_up} processor={processor} step={step} />}
      {step.changes?.length === 1 && <ChangeView change={step.changes[0]!} />}
    </div>
  );
}

function GivenUpView({ given, processor, step }: { given: GivenUp; processor: string; step: Step }) {
  const bench = useBench();
  const { reason, line = 0, column = 0 } = given;
  return (
    <p class="note">
      Given up in Go and run again in a VM: {reason}{" "}
      {line > 0 && (
        <button class="link" onClick={() => leadTo(bench, processor, step.stage, line, column)}>
          at or after line {line}:{column}
        </button>
      )}
    </p>
  );
}

const signs = { "+": "set", "~": "changed", "-": "removed" };

function ChangeView({ change }: { change: Change }) {
  const differences = useMemo(() => differencesOf(change), [change]);
  if (differences.length === 0) return null;
  return (
    <ul class="changes">
      {differences.map((d) => (
        <li key={d.name} class={signs[d.sign]}>
          <span class="sign" aria-hidden="true">
            {d.sign}
          </span>
          <span class="unseen">{signs[d.sign]} </span>
          <span class="name">{d.name}</span>
          {d.sign === "~" ? ": " : " = "}
          {d.before !== undefined && (
            <del>
              <LongText text={d.before} />
            </del>
          )}
          {d.sign === "~" && " → "}
          {d.after !== undefined && (
            <ins>
              <LongText text={d.after} />
            </ins>
          )}
        </li>
      ))}
    </ul>
  );
}

function End({ branch, processor, slowest }: Required<Props>) {
  const last = branch.steps.at(-1);
  switch (branch.end) {
    case "emitted":
      return branch.output ? <OutputView output={branch.output} /> : null;
    case "dropped":
      return <p class="end warn">∅ dropped by {last?.stage}</p>;
    case "failed":
      return branch.failure ? <FailureView failure={branch.failure} processor={processor} /> : null;
    case "unfinished":
      return <p class="end bad">✕ given up</p>;
  }
  const branches = branch.branches ?? [];
  return (
    <ol class="branches">
      {branches.slice(0, maxBranches).map((b, i) => (
        <li key={i}>
          <h4>
            message {i + 1} of {branches.length}
          </h4>
          {last?.changes?.[i] && <ChangeView change={last.changes[i]} />}
          <BranchView branch={b} processor={processor} slowest={slowest} />
        </li>
      ))}
      {branches.length > maxBranches && <li class="muted">and {branches.length - maxBranches} more messages</li>}
    </ol>
  );
}

function OutputView({ output }: { output: Output }) {
  const { topic } = output;
  return (
    <div class="output">
      <p class="topic">
        <span aria-hidden="true">→</span>
        {topic ? (
          <strong>
            <Topic topic={topic} />
          </strong>
        ) : (
          <span class="muted">goes on</span>
        )}
      </p>
      <p class="body">
        <LongText text={contentText(output)} />
      </p>
      {Object.keys(output.meta ?? {}).length > 0 && <MetaView meta={output.meta} />}
    </div>
  );
}

// Topic has a long topic wrapped at its dots.
function Topic({ topic }: { topic: string }) {
  return (
    <>
      {topic.split(".").map((part, i) => (
        <Fragment key={i}>
          {i > 0 && (
            <>
              .<wbr />
            </>
          )}
          {part}
        </Fragment>
      ))}
    </>
  );
}

function MetaView({ meta }: { meta: Record<string, unknown> }) {
  const keys = Object.keys(meta).sort();
  return (
    <details class="meta">
      <summary>
        {keys.length} metadata {keys.length === 1 ? "key" : "keys"}
      </summary>
      <dl>
        {keys.map((key) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>
              <LongText text={typeof meta[key] === "string" ? meta[key] : show(meta[key])} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
