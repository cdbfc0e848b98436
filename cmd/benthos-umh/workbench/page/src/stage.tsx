// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// One stage: its heading says how it runs and how it went, its editors hold its scripts.
import type { ComponentChildren, KeyboardEventHandler } from "preact";
import { useMemo, useRef } from "preact/hooks";
import type { Mistake, Processor, Running } from "./api";
import { leadTo, useBench } from "./bench";
import { Code } from "./code";
import { useNear } from "./near";
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

export function Stage(props: StageProps) {
  const { title, processor, scripts, known, children, onKeyDown } = props;
  const { scripting } = useBench();
  const section = useRef<HTMLElement>(null);
  const near = useNear(section);
  return (
    <section class="stage" aria-label={title} onKeyDown={onKeyDown} ref={section}>
      <header>
        <h3>{title}</h3>
        {near && <StageMarks processor={processor} scripts={scripts} />}
        {children}
      </header>
      {scripts.map((s) => (
        <div class={s.label ? "part" : undefined} key={s.slot}>
          {s.label && (
            <span class="part-name" aria-hidden="true">
              {s.label}
            </span>
          )}
          <Script
            {...{ script: s, processor, known, near }}
            onChange={(text) => scripting.edit(processor.path, (sheet) => withText(sheet, s.slot, text))}
          />
        </div>
      ))}
    </section>
  );
}

// StageMarks says how a stage runs, and how it went on the chosen message.
function StageMarks({ processor, scripts }: { processor: Processor; scripts: StageScript[] }) {
  const running = useSelect((state) => state.run.checked?.running);
  const result = useSelect((state) => (state.detail?.sample === state.chosen ? state.detail.result : undefined));
  const infos = stageInfos(result, processor.id);
  const stages = scripts.map((s) => s.stage);
  const ways = stages.map((stage) => runningOf(running, processor.path, stage)).filter((r) => r !== undefined);
  return (
    <>
      <Ways ways={ways} />
      {scripts[0]?.label === "if" && <Held text={heldText(infos, infos.size > 0, scripts[0].stage)} />}
      <Took ns={tookOf(infos, stages)} slowest={slowest(infos)} />
    </>
  );
}

interface ScriptProps {
  script: StageScript;
  processor: Processor;
  known: () => Known;
  /** Only what can be seen follows each run. */
  near: boolean;
  onChange: (text: string) => void;
}

const noMistakes: Mistake[] = [];

function Script({ script, processor, known, near, onChange }: ScriptProps) {
  const lint = useSelect((state) => (near ? state.run.checked?.problems : undefined));
  const result = useSelect((state) =>
    near && state.detail?.sample === state.chosen && state.detail.run === state.run.checked?.run
      ? state.detail.result
      : undefined,
  );
  const own = useMemo(() => {
    const all = [...(lint ?? []), ...failuresIn(result, processor)];
    const found = all.filter((p) => p.processor === processor.path && p.stage === script.stage);
    return found.length > 0 ? found : noMistakes;
  }, [lint, result, processor, script.stage]);
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
