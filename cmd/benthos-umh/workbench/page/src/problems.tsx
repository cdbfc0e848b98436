// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// What lint found, below the editors.
import type { Mistake } from "./api";
import { leadTo, useBench } from "./bench";
import { count } from "./status";
import { useSelect } from "./store";

const icons: Record<string, string> = { error: "✕", warning: "▲", note: "i" };

// So many problems are listed.
const most = 100;

export function Problems() {
  const problems = useSelect((state) => state.run.checked?.problems);
  if (!problems || problems.length === 0) return null;
  return (
    <section class="problems" aria-label="Problems">
      <h3>{summary(problems)}</h3>
      <ul>
        {problems.slice(0, most).map((problem, i) => (
          <li key={i}>
            <Problem problem={problem} />
          </li>
        ))}
      </ul>
      {problems.length > most && <p class="muted">and {problems.length - most} more</p>}
    </section>
  );
}

function summary(problems: Mistake[]): string {
  const parts = ["error", "warning", "note"].map(
    (severity) => [problems.filter((p) => p.severity === severity).length, severity] as const,
  );
  return parts
    .filter(([n]) => n > 0)
    .map(([n, severity]) => count(n, severity))
    .join(", ");
}

function Problem({ problem }: { problem: Mistake }) {
  const bench = useBench();
  const { processor, stage, line, column, file_line, file_column, severity, text } = problem;
  const place =
    processor === ""
      ? file_line > 0
        ? `file ${file_line}:${file_column}`
        : "config"
      : line > 0
        ? `${stage} ${line}:${column}`
        : stage;
  const what = (
    <>
      <span class={`severity ${severity}`}>
        <span aria-hidden="true">{icons[severity] ?? "i"} </span>
        {severity}
      </span>{" "}
      <span class="place">{place}</span> {text}
    </>
  );
  if (processor === "") return <div class="problem">{what}</div>;
  return (
    <button class="problem" onClick={() => leadTo(bench, processor, stage, line, column)}>
      {what}
    </button>
  );
}
