// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// The table of all messages and what became of them.
import { memo } from "./memo";
import { useMemo, useRef } from "preact/hooks";
import type { Row, SampleHead } from "./api";
import { useBench } from "./bench";
import { matching } from "./samplefilter";
import { useSelect } from "./store";
import { topicTail } from "./topics";
import { placeForKey, VirtualList } from "./virtual";

const rowHeight = 24;

export function SampleTable() {
  const { sampling } = useBench();
  const all = useSelect((state) => state.samples.samples);
  const rows = useSelect((state) => state.run.rows);
  const fresh = useSelect((state) => state.run.fresh);
  const filter = useSelect((state) => state.filter);
  const chosen = useSelect((state) => state.chosen);
  const heads = useMemo(() => matching(all, rows, filter), [all, rows, filter]);
  const numbers = useMemo(() => new Map(all.map((head, i) => [head.id, i + 1])), [all]);
  const at = useMemo(() => heads.findIndex((head) => head.id === chosen), [heads, chosen]);
  const table = useRef<HTMLElement | null>(null);

  const keys = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((table.current?.clientHeight ?? 240) / rowHeight) - 2);
    if (event.key === "Delete") return void sampling.remove();
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const to = placeForKey(event.key, at, heads.length, page);
    if (to === undefined) return;
    event.preventDefault();
    sampling.choose(heads[to]!.id);
  };

  if (heads.length === 0) return <p class="empty grow">No message matches the filter.</p>;
  return (
    <VirtualList
      class="samples"
      role="grid"
      aria-label="Messages"
      aria-rowcount={heads.length + 1}
      aria-activedescendant={at >= 0 ? `sample-${chosen}` : undefined}
      tabIndex={0}
      onFocusIn={(event) => (table.current = event.currentTarget)}
      onKeyDown={keys}
      count={heads.length}
      rowHeight={rowHeight}
      chosen={at}
      innerRole="rowgroup"
      head={<Head />}
      row={(place) => {
        const head = heads[place]!;
        return (
          <Line
            key={head.id}
            head={head}
            row={rows.get(head.id)}
            old={!fresh.has(head.id)}
            number={numbers.get(head.id)!}
            place={place}
            chosen={head.id === chosen}
            choose={sampling.choose}
          />
        );
      }}
    />
  );
}

function Head() {
  const columns = ["#", "outcome", "topic", "value or error", "message"];
  return (
    <div role="rowgroup" class="samples-head">
      <div role="row" aria-rowindex={1} class="sample-row">
        {columns.map((name) => (
          <span role="columnheader" key={name}>
            {name}
          </span>
        ))}
      </div>
    </div>
  );
}

interface LineProps {
  head: SampleHead;
  row: Row | undefined;
  /** Whether the row is of a run before this one. */
  old: boolean;
  number: number;
  place: number;
  chosen: boolean;
  choose: (sample: number) => void;
}

const Line = memo(function Line({ head, row, old, number, place, chosen, choose }: LineProps) {
  const first = row?.tags[0];
  const more = (row?.tag_count ?? 0) - 1;
  const failed = row?.outcome === "failed";
  const alone = !failed && !first; // the message itself is all there is to show
  return (
    <div
      role="row"
      id={`sample-${head.id}`}
      aria-rowindex={place + 2}
      aria-selected={chosen}
      class={`sample-row${chosen ? " chosen" : ""}${old ? " old" : ""}`}
      style={{ top: `${place * rowHeight}px` }}
      onMouseDown={() => choose(head.id)}
    >
      <span role="gridcell" class="number">
        {number}
      </span>
      <span role="gridcell">
        <OutcomeMark outcome={row?.outcome} />
      </span>
      {failed && (
        <span role="gridcell" aria-colspan={2} class="bad error" title={row.error}>
          {row.error}
        </span>
      )}
      {!failed && first && (
        <>
          <span role="gridcell" title={first.topic}>
            {topicTail(first.topic)}
            {more > 0 ? ` +${more}` : ""}
          </span>
          <span role="gridcell" title={first.value}>
            {first.value}
          </span>
        </>
      )}
      <span role="gridcell" class={`preview${alone ? " alone" : ""}`} aria-colspan={alone ? 3 : 1} title={head.preview}>
        {head.preview}
      </span>
    </div>
  );
});

const marks: Record<string, string> = { processed: "✓", dropped: "∅", failed: "✕" };

/** An outcome as icon and word. */
export function OutcomeMark({ outcome }: { outcome: string | undefined }) {
  if (outcome === undefined) return <span class="outcome">…</span>;
  return (
    <span class={`outcome ${outcome}`}>
      <span aria-hidden="true">{marks[outcome] ?? ""} </span>
      {outcome}
    </span>
  );
}
