// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// The right column: what happened, in three tabs.
import { useRef } from "preact/hooks";
import { useBench } from "./bench";
import { Happened } from "./happened";
import { HowItRuns } from "./howitruns";
import { NamespaceTree } from "./tree";
import type { Tab } from "./state";
import { useSelect } from "./store";

const tabs: { id: Tab; title: string }[] = [
  { id: "happened", title: "What happened" },
  { id: "namespace", title: "Namespace" },
  { id: "running", title: "How it runs" },
];

export function Right() {
  const { store } = useBench();
  const tab = useSelect((state) => state.tab);
  const stale = useSelect((state) => state.run.phase === "over" && (state.run.checked?.stopped ?? "") !== "");
  const list = useRef<HTMLDivElement>(null);

  const keys = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = tabs.findIndex((t) => t.id === tab);
    const next = tabs[(at + step + tabs.length) % tabs.length]!;
    store.dispatch({ type: "tab", tab: next.id });
    list.current?.querySelector<HTMLElement>(`#tab-${next.id}`)?.focus();
  };

  return (
    <div class="filled">
      <h2 class="unseen">What happened</h2>
      <div class="tabs" role="tablist" aria-label="What to show" ref={list} onKeyDown={keys}>
        {tabs.map(({ id, title }) => (
          <button
            key={id}
            id={`tab-${id}`}
            role="tab"
            aria-selected={id === tab}
            aria-controls="tab-panel"
            tabIndex={id === tab ? 0 : -1}
            onClick={() => store.dispatch({ type: "tab", tab: id })}
          >
            {title}
          </button>
        ))}
      </div>
      {stale && <p class="hint warn">▲ These results are from before the last change, which does not run.</p>}
      <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${tab}`} class="filled">
        {tab === "happened" ? <Happened /> : tab === "namespace" ? <NamespaceTree /> : <HowItRuns />}
      </div>
    </div>
  );
}
