// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// A border between two parts that can be moved with the mouse and the arrow keys.

interface Props {
  label: string;
  /** What it divides: horizontal has one part beside the other. */
  direction: "horizontal" | "vertical";
  value: number;
  min: number;
  max: number;
  /** 1 where the part grows to the right or down, -1 where to the left or up. */
  grows: 1 | -1;
  onChange: (value: number) => void;
}

const keyStep = 16;

export function Splitter({ label, direction, value, min, max, grows, onChange }: Props) {
  const within = (v: number) => Math.min(Math.max(Math.round(v), min), max);
  const keys = (event: KeyboardEvent) => {
    const forward = direction === "horizontal" ? "ArrowRight" : "ArrowDown";
    const back = direction === "horizontal" ? "ArrowLeft" : "ArrowUp";
    const to = { [forward]: value + keyStep * grows, [back]: value - keyStep * grows, Home: min, End: max }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onChange(within(to));
  };
  const drag = (event: PointerEvent) => {
    const handle = event.currentTarget as HTMLElement;
    const at = (e: PointerEvent) => (direction === "horizontal" ? e.clientX : e.clientY);
    const start = at(event);
    event.preventDefault();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    handle.onpointermove = (e) => onChange(within(value + (at(e) - start) * grows));
    handle.onpointerup = handle.onpointercancel = () => (handle.onpointermove = null);
  };
  return (
    <div
      role="separator"
      class={`splitter ${direction}`}
      tabIndex={0}
      aria-label={label}
      aria-orientation={direction === "horizontal" ? "vertical" : "horizontal"}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      onKeyDown={keys}
      onPointerDown={drag}
    />
  );
}
