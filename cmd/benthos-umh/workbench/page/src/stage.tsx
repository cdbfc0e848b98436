// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// One stage: its heading says how it runs and how it went, its editors hold its scripts.
import type { ComponentChildren, KeyboardEventHandler } from "preact";
import { useMemo } from "preact/hooks";
import type { Mistake, Processor, Running } from "./api";
import { leadTo, useBench } from "./bench";
import { Code } from "./code";
import { withText } from "./sheet";
import { failuresIn, heldText, runningOf, type StageInfo, stageInfos, tookOf, wayText } from "./stageinfo";
import { duration } from "./status";
import { useSelect } from "./store";
import type { Known } from "./suggest";

/** One script of a stage. */
export interface StageScript {
  /** What the server calls it. */
  stage: string;
  slot: string;
  place: string;
  text: string;
  /** "if" or "then", shown before the editor. */
  label?: string;
}

export interface StageProps {
  title: string;
  processor: Processor;
  scripts: StageScript[];
  known: () => Known;
  /** Buttons in the heading. */
  children?: ComponentChildren;
  onKeyDown?: KeyboardEventHandler<HTMLElement>;
}

const noInfos = new Map<string, StageInfo>();

export function Stage({ title, processor, scripts, known, children, onKeyDown }: StageProps) {
  const { scripting } = useBench();
  const running = useSelect((state) => state.run.checked?.running);
  const lint = useSelect((state) => state.run.checked?.problems);
  const current = useSelect((state) => state.detail?.run === state.run.checked?.run);
  const result = useSelect((state) => (state.detail?.sample === state.chosen ? state.detail.result : undefined));
  const infos = useMemo(() => (result ? stageInfos(result, processor.id) : noInfos), [result, processor.id]);
  const problems = useMemo(
    () => [...(lint ?? []), ...(current ? failuresIn(result, processor) : [])],
    [lint, current, result, processor],
  );
  const condition = scripts[0]?.label === "if";
  const ways = scripts.map((s) => runningOf(running, processor.path, s.stage)).filter((r) => r !== undefined);
  return (
    <section class="stage" aria-label={title} onKeyDown={onKeyDown}>
      <header>
        <h3>{title}</h3>
        <Ways ways={ways} />
        {condition && <Held text={heldText(infos, infos.size > 0, scripts[0]!.stage)} />}
        <Took ns={tookOf(infos, scripts.map((s) => s.stage))} slowest={slowest(infos)} />
        {children}
      </header>
      {scripts.map((s) => (
        <div class={s.label ? "part" : undefined} key={s.slot}>
          {s.label && <span class="part-name" aria-hidden="true">{s.label}</span>}
          <Script {...{ script: s, processor, known, problems }} onChange={(text) => scripting.edit(processor.path, (sheet) => withText(sheet, s.slot, text))} />
        </div>
      ))}
    </section>
  );
}

interface ScriptProps {
  script: StageScript;
  processor: Processor;
  known: () => Known;
  problems: Mistake[];
  onChange: (text: string) => void;
}

function Script({ script, processor, known, problems, onChange }: ScriptProps) {
  const own = useMemo(
    () => problems.filter((p) => p.processor === processor.path && p.stage === script.stage),
    [problems, processor.path, script.stage],
  );
  return (
    <Code
      place={script.place}
      label={script.stage}
      text={script.text}
      language="javascript"
      oneLine={script.label === "if"}
      readOnly={processor.no_edit !== ""}
      problems={own}
      known={known}
      onChange={onChange}
    />
  );
}

function slowest(infos: Map<string, StageInfo>): number {
  return Math.max(1, ...[...infos.values()].map((info) => info.tookNs));
}

// Ways says how scripts run; where one costs something, what and why.
function Ways({ ways }: { ways: Running[] }) {
  const dear = ways.filter((r) => r.way !== "go");
  if (ways.length === 0) return null;
  if (dear.length === 0) return <span class="chip">in Go</span>;
  const own = dear.find((r) => r.way === "own_vm") ?? dear[0]!;
  return (
    <details class="way">
      <summary class={`chip ${own.way}`} title={[wayText(own.way), ...dear.map((r) => r.note)].join("\n")}>
        {own.way === "own_vm" ? "own VM" : wayText(own.way)}
      </summary>
      {dear.map((r) => (
        <WayNote key={r.stage} running={r} />
      ))}
    </details>
  );
}

/** What a way to run costs, and a link to the words that cost it. */
export function WayNote({ running }: { running: Running }) {
  const bench = useBench();
  const { processor, stage, note, line, column } = running;
  return (
    <p class="note">
      {stage}: {note}{" "}
      {line > 0 && (
        <button class="link" onClick={() => leadTo(bench, processor, stage, line, column)}>
          Go to line {line}
        </button>
      )}
    </p>
  );
}

function Held({ text }: { text: string }) {
  if (text === "") return null;
  const mark = text === "held" ? "✓" : text.startsWith("held for") ? "✓" : text === "not held" ? "✗" : "–";
  return (
    <span class={`held${mark === "✓" ? " yes" : ""}`}>
      <span aria-hidden="true">{mark} </span>
      {text}
    </span>
  );
}

/** A time, and a bar that compares it with the slowest. */
export function Took({ ns, slowest: most }: { ns: number | undefined; slowest: number }) {
  if (ns === undefined) return <span class="took" />;
  return (
    <span class="took">
      <span class="bar" aria-hidden="true">
        <span style={{ width: `${Math.max(2, Math.min(100, (100 * ns) / most))}%` }} />
      </span>
      {duration(ns)}
    </span>
  );
}
