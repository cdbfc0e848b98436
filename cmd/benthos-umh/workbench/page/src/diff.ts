// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// What a script changed, as lines: + was set, ~ was changed, - was removed.
// cmd/benthos-umh/tag/diff.go does the same for `tag try`.
import type { Change, Content } from "./api";
import { equal, isObject, members, show } from "./json";

/** One line of a diff. */
export interface Difference {
  sign: "+" | "~" | "-";
  name: string;
  before?: string;
  after?: string;
}

// Where there are more, a payload is shown as a whole.
const maxDifferences = 20;

/** A payload as text: JSON, text, or base64. */
export function contentText(c: Content): string {
  if (c.text !== undefined) return c.text;
  if (c.base64 !== undefined) return `base64 ${JSON.stringify(c.base64)}`;
  return show(c.payload);
}

/** What changed in payload and metadata. */
export function differencesOf(change: Change): Difference[] {
  const lines = change.payload ? payloadDifferences(change.payload.before, change.payload.after) : [];
  const meta = change.meta ?? {};
  for (const key of Object.keys(meta).sort()) {
    const { before, after } = meta[key]!;
    lines.push(difference(`meta.${key}`, before ?? undefined, after ?? undefined));
  }
  return lines;
}

function payloadDifferences(before: Content, after: Content): Difference[] {
  if (before.payload !== undefined && after.payload !== undefined) {
    const lines: Difference[] = [];
    walk(lines, "payload", before.payload, after.payload);
    if (lines.length > 0 && lines.length <= maxDifferences) return lines;
  }
  return [difference("payload", contentText(before), contentText(after))];
}

// walk adds the differences of two values: objects by member, arrays of one length by
// element, anything else as a whole.
function walk(lines: Difference[], name: string, before: unknown, after: unknown): void {
  if (equal(before, after)) return;
  if (isObject(before) && isObject(after)) {
    for (const key of [...new Set([...members(before), ...members(after)])].sort()) {
      const path = `${name}.${key}`;
      if (key in before && key in after) walk(lines, path, before[key], after[key]);
      else if (key in before) lines.push(difference(path, show(before[key]), undefined));
      else lines.push(difference(path, undefined, show(after[key])));
    }
    return;
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    before.forEach((value, i) => walk(lines, `${name}[${i}]`, value, after[i]));
    return;
  }
  lines.push(difference(name, show(before), show(after)));
}

function difference(name: string, before: string | undefined, after: string | undefined): Difference {
  if (before === undefined) return { sign: "+", name, after: after ?? "" };
  if (after === undefined) return { sign: "-", name, before };
  return { sign: "~", name, before, after };
}
