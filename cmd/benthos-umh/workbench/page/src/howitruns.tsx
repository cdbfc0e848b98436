// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// How each script runs, what that costs, and how long it took on the chosen message.
import { leadTo, useBench } from "./bench";
import { Took } from "./stage";
import { type StageInfo, stageInfos, wayText } from "./stageinfo";
import { count } from "./status";
import { useSelect } from "./store";

// So many scripts are listed in any case.
const most = 200;

export function HowItRuns() {
  const bench = useBench();
  const checked = useSelect((state) => state.run.checked);
  const result = useSelect((state) => (state.detail?.sample === state.chosen ? state.detail.result : undefined));
  const processors = useSelect((state) => state.server?.config.processors) ?? [];
  if (!checked || checked.running.length === 0)
    return <p class="empty">Nothing is known before the scripts can run.</p>;

  const idOf = (path: string) => processors.find((p) => p.path === path)?.id ?? path;
  const infos = new Map<string, Map<string, StageInfo>>();
  for (const { processor } of checked.running) {
    if (!infos.has(processor)) infos.set(processor, stageInfos(result, idOf(processor)));
  }
  // The first ones, and all that cost something.
  const shown = checked.running.filter((r, i) => i < most || r.way !== "go");
  const slowest = Math.max(1, ...[...infos.values()].flatMap((m) => [...m.values()].map((info) => info.tookNs)));
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label="How it runs">
      {checked.notes.length > 0 && (
        <ul class="notes">
          {checked.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <table class="running">
        <thead>
          <tr>
            <th scope="col">script</th>
            <th scope="col">runs</th>
            <th scope="col">time</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((r) => (
            <tr key={`${r.processor} ${r.stage}`}>
              <th scope="row">
                {processors.length > 1 && <span class="muted">{idOf(r.processor)} </span>}
                <button class="link" onClick={() => leadTo(bench, r.processor, r.stage, r.line, r.column)}>
                  {r.stage}
                </button>
              </th>
              <td>
                <span class={`chip ${r.way}`}>{wayText(r.way)}</span>
                {r.note !== "" && <p class="note">{r.note}</p>}
              </td>
              <td>
                <Took ns={infos.get(r.processor)?.get(r.stage)?.tookNs} slowest={slowest} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < checked.running.length && (
        <p class="hint">and {count(checked.running.length - shown.length, "script")} more that run in Go</p>
      )}
    </div>
  );
}
