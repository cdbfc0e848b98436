// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// A list of which only what can be seen is on the page.
import type { ComponentChildren, HTMLAttributes } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

interface Props extends Omit<HTMLAttributes<HTMLDivElement>, "children" | "class" | "ref"> {
  count: number;
  /** In CSS pixels. */
  rowHeight: number;
  /** The place of the chosen row, which is always on the page; -1 for none. */
  chosen: number;
  /** Stands above the rows and does not scroll away. */
  head?: ComponentChildren;
  class?: string;
  innerRole?: "rowgroup" | "none";
  row: (at: number) => ComponentChildren;
}

// So many rows more than can be seen are there on either side.
const spare = 8;

export function VirtualList({
  count,
  rowHeight,
  chosen,
  head,
  innerRole = "none",
  row,
  class: own = "",
  ...rest
}: Props) {
  const box = useRef<HTMLDivElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState({ top: 0, height: 600 });

  useLayoutEffect(() => {
    const look = () => {
      const { scrollTop, clientHeight } = box.current!;
      setSeen((old) =>
        old.top === scrollTop && old.height === clientHeight ? old : { top: scrollTop, height: clientHeight },
      );
    };
    look();
    const size = new ResizeObserver(look);
    size.observe(box.current!);
    box.current!.addEventListener("scroll", look, { passive: true });
    return () => size.disconnect();
  }, []);

  // The chosen row comes into view when it is another one.
  useLayoutEffect(() => {
    if (chosen < 0) return;
    const above = inner.current!.offsetTop; // what the head takes
    const { scrollTop, clientHeight } = box.current!;
    const top = chosen * rowHeight;
    if (top < scrollTop) box.current!.scrollTop = top;
    else if (top + rowHeight + above > scrollTop + clientHeight)
      box.current!.scrollTop = top + rowHeight + above - clientHeight;
  }, [chosen, rowHeight]);

  const first = Math.max(0, Math.floor(seen.top / rowHeight) - spare);
  const end = Math.min(count, Math.ceil((seen.top + seen.height) / rowHeight) + spare);
  const rows: number[] = [];
  if (chosen >= 0 && chosen < Math.min(first, count)) rows.push(chosen);
  for (let at = first; at < end; at++) rows.push(at);
  if (chosen >= end && chosen < count) rows.push(chosen);
  return (
    <div ref={box} {...rest} class={`virtual ${own}`}>
      {head}
      <div ref={inner} role={innerRole} class="virtual-rows" style={{ height: `${count * rowHeight}px` }}>
        {rows.map((at) => row(at))}
      </div>
    </div>
  );
}

/** The place to go to for a key in a list; undefined for other keys. Of none, it is the first. */
export function placeForKey(key: string, at: number, count: number, page: number): number | undefined {
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, PageUp: at - page, PageDown: at + page, Home: 0, End: count - 1 }[
    key
  ];
  return to === undefined || count === 0 ? undefined : Math.min(Math.max(to, 0), count - 1);
}
