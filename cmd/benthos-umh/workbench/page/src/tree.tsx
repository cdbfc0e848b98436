// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// The tree of the namespace, as people know it from MQTT browsers.
import { useMemo, useState } from "preact/hooks";
import type { Row } from "./api";
import { useBench } from "./bench";
import { namespaceOf, type TreeLine, treeLines } from "./namespace";
import { count } from "./status";
import { useSelect } from "./store";
import { placeForKey, VirtualList } from "./virtual";

const rowHeight = 24;
const page = 10;

export function NamespaceTree() {
  const { sampling } = useBench();
  const samples = useSelect((state) => state.samples.samples);
  const rows = useSelect((state) => state.run.rows);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState("");
  const namespace = useMemo(
    () => namespaceOf(samples.map((head) => rows.get(head.id)).filter((row): row is Row => row !== undefined)),
    [samples, rows],
  );
  const lines = useMemo(() => treeLines(namespace.root, closed), [namespace, closed]);
  const at = lines.findIndex((line) => line.branch.topic === chosen);

  const setOpen = (line: TreeLine, open: boolean) => {
    const next = new Set(closed);
    if (open) next.delete(line.branch.topic);
    else next.add(line.branch.topic);
    setClosed(next);
  };
  const lead = (line: TreeLine) => {
    setChosen(line.branch.topic);
    if (line.branch.last) sampling.choose(line.branch.last.sample);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const line = lines[at];
    const to = placeForKey(event.key, at, lines.length, page);
    if (to !== undefined) setChosen(lines[to]!.branch.topic);
    else if (event.key === "ArrowRight" && line) {
      if (line.open === false) setOpen(line, true);
      else if (line.open) setChosen(lines[at + 1]!.branch.topic);
    } else if (event.key === "ArrowLeft" && line) {
      if (line.open) setOpen(line, false);
      else setChosen(parentOf(lines, at).branch.topic);
    } else if ((event.key === "Enter" || event.key === " ") && line) {
      if (line.branch.last) lead(line);
      else setOpen(line, !line.open);
    } else return;
    event.preventDefault();
  };

  return (
    <>
      {lines.length === 0 ? (
        <p class="empty">No message has become a tag.</p>
      ) : (
        <VirtualList
          class="tree"
          role="tree"
          aria-label="Namespace"
          aria-activedescendant={at >= 0 ? `branch-${at}` : undefined}
          tabIndex={0}
          onKeyDown={keys}
          onFocus={() => at < 0 && setChosen(lines[0]!.branch.topic)}
          count={lines.length}
          rowHeight={rowHeight}
          chosen={at}
          row={(place) => {
            const line = lines[place]!;
            return (
              <Line
                key={line.branch.topic}
                {...{ line, place }}
                chosen={place === at}
                lead={() => lead(line)}
                toggle={() => setOpen(line, !line.open)}
              />
            );
          }}
        />
      )}
      {namespace.withoutTopic > 0 && <p class="hint">{count(namespace.withoutTopic, "message")} without a topic.</p>}
      {namespace.unknown > 0 && (
        <p class="hint">{count(namespace.unknown, "tag")} of large fan-outs are not in the tree.</p>
      )}
    </>
  );
}

interface LineProps {
  line: TreeLine;
  place: number;
  chosen: boolean;
  lead: () => void;
  toggle: () => void;
}

function Line({ line, place, chosen, lead, toggle }: LineProps) {
  const { branch, level, position, siblings, open } = line;
  const { last } = branch;
  return (
    <div
      role="treeitem"
      id={`branch-${place}`}
      aria-level={level}
      aria-posinset={position}
      aria-setsize={siblings}
      aria-expanded={open}
      aria-selected={chosen}
      class={`tree-row${chosen ? " chosen" : ""}`}
      style={{ top: `${place * rowHeight}px`, paddingLeft: `${4 + (level - 1) * 16}px` }}
      title={branch.topic + (last?.timestampMs ? `\n${new Date(last.timestampMs).toISOString()}` : "")}
      onClick={() => {
        lead();
        if (open !== undefined && !last) toggle();
      }}
    >
      <span
        class="twisty"
        aria-hidden="true"
        onClick={(event) => open !== undefined && (event.stopPropagation(), toggle())}
      >
        {open === undefined ? "" : open ? "▾" : "▸"}
      </span>
      <span class="name">{branch.name}</span>
      {last && <span class="value">{last.value}</span>}
      <span class="count">
        ×{branch.count.toLocaleString("en")}
        <span class="unseen"> messages</span>
      </span>
    </div>
  );
}

function parentOf(lines: TreeLine[], at: number): TreeLine {
  for (let i = at - 1; i >= 0; i--) {
    if (lines[i]!.level < lines[at]!.level) return lines[i]!;
  }
  return lines[at]!;
}
