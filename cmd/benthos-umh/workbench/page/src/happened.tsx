// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// What happened to the chosen message, processor by processor and stage by stage.
import type { Failure, LogEntry, Result, Run } from "./api";
import { BranchView } from "./branch";
import { FailureView } from "./failure";
import { OutcomeMark } from "./sampletable";
import { failuresOf, sameFailure } from "./steps";
import { useSelect } from "./store";

export function Happened() {
  const chosen = useSelect((state) => state.chosen);
  const detail = useSelect((state) => state.detail);
  const number = useSelect((state) => state.samples.samples.findIndex((head) => head.id === state.chosen) + 1);
  const idle = useSelect((state) => state.run.phase !== "running");
  if (chosen === 0) return <p class="empty">Add a message to see what happens to it.</p>;
  if (!detail || detail.sample !== chosen) {
    return <p class="empty">{idle ? "This message was not run." : "Running …"}</p>;
  }
  return (
    <div class="scroll happened" tabIndex={0} role="group" aria-label={`What happened to message ${number}`}>
      <p class="summary">
        Message {number} <OutcomeMark outcome={detail.result.outcome} />
      </p>
      <ResultView result={detail.result} />
    </div>
  );
}

function ResultView({ result }: { result: Result }) {
  return (
    <>
      {result.runs.map((run, i) => (
        <RunView key={i} run={run} titled={result.runs.length > 1} />
      ))}
      {result.log && result.log.length > 0 && <Log entries={result.log} />}
    </>
  );
}

function RunView({ run, titled }: { run: Run; titled: boolean }) {
  const shown = failuresOf(run);
  const others = (run.failures ?? []).filter((f: Failure) => !shown.some((s) => sameFailure(s, f)));
  return (
    <section class="run" aria-label={run.processor}>
      {titled && <h3>{run.processor}</h3>}
      <BranchView branch={run} processor={run.processor} />
      {others.map((failure, i) => (
        <FailureView key={i} failure={failure} processor={run.processor} />
      ))}
      {run.flagged && <p class="end bad">The original goes on, flagged with the error.</p>}
    </section>
  );
}

// So many lines of the log are shown.
const maxEntries = 200;

function Log({ entries }: { entries: LogEntry[] }) {
  return (
    <section class="log" aria-label="Log">
      <h3>Log</h3>
      <ul>
        {entries.slice(0, maxEntries).map((entry, i) => (
          <li key={i}>
            <span class={`level ${entry.level.toLowerCase()}`}>{entry.level.toLowerCase()}</span>{" "}
            <span class="text">{entry.text}</span>
          </li>
        ))}
      </ul>
      {entries.length > maxEntries && <p class="muted">and {entries.length - maxEntries} more lines</p>}
    </section>
  );
}
