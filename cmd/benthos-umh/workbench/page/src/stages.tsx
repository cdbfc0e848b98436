// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// The left column: the scripts of a processor.
import { useCallback, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { Processor } from "./api";
import { placeOf, useBench } from "./bench";
import { ConditionList } from "./conditions";
import { parseDeclarations } from "./declarations";
import { followCursor } from "./editor";
import { Problems } from "./problems";
import type { Sheet } from "./sheet";
import { Stage } from "./stage";
import { useSelect } from "./store";
import type { Known } from "./suggest";

export function Stages() {
  const bench = useBench();
  const config = useSelect((state) => state.server?.config);
  const shown = useSelect((state) => state.shown);
  const sheet = useSelect((state) => state.sheets[state.shown]);
  const known = useKnown();
  const scroll = useScroll(shown);
  if (!config) return null;
  if (config.broken !== "") return <Broken reason={config.broken} />;
  const processor = config.processors.find((p) => p.path === shown);
  if (!processor || !sheet) return <p class="empty">The config has no tag_processor and no nodered_js.</p>;
  return (
    <>
      <div class="toolbar">
        <h2 class="title">
          {config.processors.length > 1 ? <label for="processor">Processor</label> : `${processor.kind}`}
        </h2>
        {config.processors.length > 1 && (
          <select id="processor" value={shown} onChange={(e) => bench.scripting.show(e.currentTarget.value)}>
            {config.processors.map((p) => (
              <option key={p.path} value={p.path}>
                {p.id} – {p.kind}
              </option>
            ))}
          </select>
        )}
      </div>
      {config.processors.length > 1 && !processor.tried && (
        <p class="hint">Messages go through this processor alone while it is shown here.</p>
      )}
      {processor.no_edit !== "" && <p class="hint">Cannot be changed here: {processor.no_edit}</p>}
      <div class="scroll" key={processor.path} ref={scroll}>
        {processor.kind === "nodered_js" ? (
          <One name="code" {...{ processor, sheet, known }} />
        ) : (
          <>
            <One name="defaults" {...{ processor, sheet, known }} />
            <ConditionList {...{ processor, sheet, known }} />
            <One name="advancedProcessing" {...{ processor, sheet, known }} />
          </>
        )}
      </div>
      <Problems />
    </>
  );
}

// useScroll keeps where each processor's scripts were scrolled to, and the cursor in view
// when problems come up below it.
function useScroll(path: string) {
  const scroll = useRef<HTMLDivElement>(null);
  const tops = useRef(new Map<string, number>());
  useLayoutEffect(() => {
    const box = scroll.current;
    if (!box) return;
    box.scrollTop = tops.current.get(path) ?? 0;
    const scrolled = () => tops.current.set(path, box.scrollTop);
    box.addEventListener("scroll", scrolled, { passive: true });
    let height = box.clientHeight;
    const resized = new ResizeObserver(() => {
      followCursor(box, height);
      height = box.clientHeight;
    });
    resized.observe(box);
    return () => {
      box.removeEventListener("scroll", scrolled);
      resized.disconnect();
    };
  }, [path]);
  return scroll;
}

interface OneProps {
  name: "defaults" | "advancedProcessing" | "code";
  processor: Processor;
  sheet: Sheet;
  known: () => Known;
}

function One({ name, processor, sheet, known }: OneProps) {
  return (
    <Stage
      title={name}
      processor={processor}
      scripts={[{ stage: name, slot: name, place: placeOf(processor.path, name), text: sheet[name] }]}
      known={known}
    />
  );
}

function Broken({ reason }: { reason: string }) {
  const { scripting } = useBench();
  return (
    <div class="empty" role="alert">
      <h2>The config cannot be shown</h2>
      <pre class="reason">{reason}</pre>
      <button onClick={() => void scripting.reload()}>Reload</button>
    </div>
  );
}

// useKnown gives what completion offers; editors ask for it when they need it.
function useKnown(): () => Known {
  const { store } = useBench();
  const text = useSelect((state) => state.server?.declarations ?? "");
  const declarations = useMemo(() => parseDeclarations(text), [text]);
  return useCallback(() => ({ declarations, members: store.state.samples.members }), [declarations, store]);
}
