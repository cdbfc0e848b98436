// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Sizes that the user has chosen stay from one visit to the next.
import { useState } from "preact/hooks";

/** A size in CSS pixels under a name; the initial one where none was chosen. */
export function useSize(name: string, initial: () => number): [number, (size: number) => void] {
  const [size, setSize] = useState(() => read(name) ?? initial());
  const change = (chosen: number) => {
    setSize(chosen);
    try {
      localStorage.setItem(`size ${name}`, String(chosen));
    } catch {
      // It is forgotten then.
    }
  };
  return [size, change];
}

function read(name: string): number | undefined {
  try {
    const size = Number.parseInt(localStorage.getItem(`size ${name}`) ?? "", 10);
    return Number.isNaN(size) ? undefined : size;
  } catch {
    return undefined;
  }
}
