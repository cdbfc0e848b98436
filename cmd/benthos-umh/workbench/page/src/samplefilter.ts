// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Which samples the table shows.
import type { Row, SampleHead } from "./api";
import type { State } from "./state";

/** The samples that the filter lets through, in their order. */
export function matching(heads: SampleHead[], rows: ReadonlyMap<number, Row>, filter: State["filter"]): SampleHead[] {
  const words = filter.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0 && filter.outcome === "all") return heads;
  return heads.filter((head) => {
    const row = rows.get(head.id);
    if (filter.outcome !== "all" && row?.outcome !== filter.outcome) return false;
    if (words.length === 0) return true;
    const text =
      `${head.preview} ${row?.error ?? ""} ${row?.tags.map((t) => `${t.topic} ${t.value}`).join(" ") ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
