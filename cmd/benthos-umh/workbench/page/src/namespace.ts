// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// The tree of the namespace that the samples make: topics split at their dots.
import type { Row } from "./api";

/** A part of a topic. */
export interface Branch {
  name: string;
  /** The topic up to here. */
  topic: string;
  children: Map<string, Branch>;
  /** How many messages there are at and below it. */
  count: number;
  /** The last message with exactly this topic. */
  last?: { value: string; sample: number; timestampMs: number | null };
}

/** A tree, and how many messages have no topic or are not known by their topic. */
export interface Namespace {
  root: Branch;
  withoutTopic: number;
  unknown: number;
}

/** Makes the tree of rows in the order of their samples. */
export function namespaceOf(rows: Iterable<Row>): Namespace {
  const namespace: Namespace = { root: branch("", ""), withoutTopic: 0, unknown: 0 };
  for (const row of rows) {
    namespace.unknown += row.tag_count - row.tags.length;
    for (const tag of row.tags) {
      if (tag.topic === "") {
        namespace.withoutTopic++;
        continue;
      }
      const last = { value: tag.value, sample: row.sample, timestampMs: tag.timestamp_ms };
      enter(namespace.root, tag.topic.split("."), last);
    }
  }
  return namespace;
}

function enter(root: Branch, parts: string[], last: NonNullable<Branch["last"]>) {
  let at = root;
  at.count++;
  for (const part of parts) {
    let next = at.children.get(part);
    if (!next) {
      next = branch(part, at.topic === "" ? part : `${at.topic}.${part}`);
      at.children.set(part, next);
    }
    next.count++;
    at = next;
  }
  at.last = last;
}

function branch(name: string, topic: string): Branch {
  return { name, topic, children: new Map(), count: 0 };
}

/** A branch as a line on the screen. */
export interface TreeLine {
  branch: Branch;
  /** From 1. */
  level: number;
  /** The place among its siblings, from 1, and how many they are. */
  position: number;
  siblings: number;
  /** Undefined where there is nothing to open. */
  open: boolean | undefined;
}

/**
 * The lines that are to be seen. A chain of parts that have one child each is one line:
 * umh.v1.acme.graz. Closed are those whose topic is in the set.
 */
export function treeLines(root: Branch, closed: ReadonlySet<string>): TreeLine[] {
  const lines: TreeLine[] = [];
  const visit = (parent: Branch, level: number) => {
    const children = [...parent.children.values()].map(chain).sort((a, b) => compare(a.name, b.name));
    children.forEach((branch, i) => {
      const open = branch.children.size > 0 ? !closed.has(branch.topic) : undefined;
      lines.push({ branch, level, position: i + 1, siblings: children.length, open });
      if (open) visit(branch, level + 1);
    });
  };
  visit(root, 1);
  return lines;
}

function chain(branch: Branch): Branch {
  let at = branch;
  let name = branch.name;
  while (at.children.size === 1 && !at.last) {
    at = [...at.children.values()][0]!;
    name += "." + at.name;
  }
  return { ...at, name };
}

// Numbers in names count as numbers: axis2 before axis10.
const collator = new Intl.Collator("en", { numeric: true });

function compare(a: string, b: string): number {
  return collator.compare(a, b);
}
