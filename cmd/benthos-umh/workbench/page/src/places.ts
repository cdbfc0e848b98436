// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Leads to places in scripts, whose editors may not be on the screen yet.

/** Puts the cursor at a line and column, both from 1. */
export type Jump = (line: number, column: number) => void;

export class Places {
  /** What editors were like when they were left: their undo, and where the cursor was. */
  readonly left = new Map<string, unknown>();
  private readonly jumps = new Map<string, Jump>();
  private waiting: { id: string; line: number; column: number } | undefined;

  /** Makes a place known until the returned function is called. */
  register(id: string, jump: Jump): () => void {
    this.jumps.set(id, jump);
    if (this.waiting?.id === id) {
      const { line, column } = this.waiting;
      this.waiting = undefined;
      jump(line, column);
    }
    return () => {
      if (this.jumps.get(id) === jump) this.jumps.delete(id);
    };
  }

  /** Leads there at once, or as soon as the place is known. */
  jump(id: string, line = 1, column = 1): void {
    const jump = this.jumps.get(id);
    this.waiting = jump ? undefined : { id, line, column };
    jump?.(line, column);
  }
}
