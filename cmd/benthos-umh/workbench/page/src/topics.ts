// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Topics, short enough for a column.

/** What tells tags of a plant apart: the parts behind the data contract, else the last two. */
export function topicTail(topic: string): string {
  const parts = topic.split(".");
  const contract = parts.findIndex((part) => part.startsWith("_"));
  const tail = contract >= 0 && contract < parts.length - 1 ? parts.slice(contract + 1) : parts.slice(-2);
  return tail.join(".");
}
