// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// The scripts of a processor while they are written.
import type { Config, Draft, Processor, Scripts } from "./api";

/** A condition; its key stays when it moves, so that its editors stay, too. */
export interface SheetCondition {
  key: number;
  from: number | null;
  if: string;
  then: string;
}

/** The scripts of a processor. */
export interface Sheet {
  defaults: string;
  conditions: SheetCondition[];
  advancedProcessing: string;
  code: string;
}

/** One script: where it stands in the sheet, and what the server calls it. */
export interface Slot {
  /** Stays when conditions move: "defaults", "3 if". */
  id: string;
  /** "condition 1 if"; changes when conditions move. */
  stage: string;
  text: string;
}

/** A sheet of what the file has. Conditions that are as in the sheet before keep their keys. */
export function sheetOf(scripts: Scripts, before?: Sheet): Sheet {
  let next = nextKey(before);
  const conditions = scripts.conditions.map((condition, i) => {
    const old = before?.conditions[i];
    const same = old && old.if === condition.if && old.then === condition.then;
    return { ...condition, key: same ? old.key : next++ };
  });
  return { ...scripts, conditions };
}

function nextKey(sheet: Sheet | undefined): number {
  return Math.max(0, ...(sheet?.conditions.map((c) => c.key) ?? [])) + 1;
}

/** What the server is to have of a sheet. */
export function scriptsOf(sheet: Sheet): Scripts {
  return { ...sheet, conditions: sheet.conditions.map((c) => ({ from: c.from, if: c.if, then: c.then })) };
}

/** Whether a sheet is what the file has. */
export function unchanged(sheet: Sheet, scripts: Scripts): boolean {
  return (
    sheet.defaults === scripts.defaults &&
    sheet.advancedProcessing === scripts.advancedProcessing &&
    sheet.code === scripts.code &&
    sheet.conditions.length === scripts.conditions.length &&
    sheet.conditions.every((c, i) => {
      const own = scripts.conditions[i]!;
      return c.from === own.from && c.if === own.if && c.then === own.then;
    })
  );
}

/** The sheets of a config, by the processors' paths. */
export function sheetsOf(config: Config, before: Record<string, Sheet> = {}): Record<string, Sheet> {
  return Object.fromEntries(config.processors.map((p) => [p.path, sheetOf(p.scripts, before[p.path])]));
}

/** The processors whose sheets differ from the file. */
export function draftOf(config: Config, sheets: Record<string, Sheet>): Draft {
  const differs = (p: Processor) => sheets[p.path] !== undefined && !unchanged(sheets[p.path]!, p.scripts);
  return {
    processors: config.processors.filter(differs).map((p) => ({ path: p.path, scripts: scriptsOf(sheets[p.path]!) })),
  };
}

/** All scripts of a sheet in the order in which they run. */
export function slotsOf(sheet: Sheet, kind: string): Slot[] {
  if (kind === "nodered_js") return [{ id: "code", stage: "code", text: sheet.code }];
  return [
    { id: "defaults", stage: "defaults", text: sheet.defaults },
    ...sheet.conditions.flatMap((c, i) => [
      { id: `${c.key} if`, stage: `condition ${i + 1} if`, text: c.if },
      { id: `${c.key} then`, stage: `condition ${i + 1} then`, text: c.then },
    ]),
    { id: "advancedProcessing", stage: "advancedProcessing", text: sheet.advancedProcessing },
  ];
}

/** The sheet with another text for one script. */
export function withText(sheet: Sheet, id: string, text: string): Sheet {
  if (id === "defaults" || id === "advancedProcessing" || id === "code") return { ...sheet, [id]: text };
  const [key, part] = id.split(" ");
  const conditions = sheet.conditions.map((c) => (String(c.key) === key ? { ...c, [part!]: text } : c));
  return { ...sheet, conditions };
}

/** The sheet with one condition more, behind the place from 0; -1 is before all. */
export function withCondition(sheet: Sheet, behind: number): Sheet {
  const added = { key: nextKey(sheet), from: null, if: "", then: "" };
  return {
    ...sheet,
    conditions: sheet.conditions.slice(0, behind + 1).concat(added, sheet.conditions.slice(behind + 1)),
  };
}

/** The sheet without a condition. */
export function withoutCondition(sheet: Sheet, key: number): Sheet {
  return { ...sheet, conditions: sheet.conditions.filter((c) => c.key !== key) };
}

/** The sheet with the conditions that it had before, in their order. What was written meanwhile stays. */
export function withConditionsOf(sheet: Sheet, before: Sheet): Sheet {
  const now = new Map(sheet.conditions.map((c) => [c.key, c]));
  return { ...sheet, conditions: before.conditions.map((c) => now.get(c.key) ?? c) };
}

/** The sheet with a condition moved up (-1) or down (1); the same where it is at the end. */
export function moved(sheet: Sheet, key: number, by: -1 | 1): Sheet {
  const at = sheet.conditions.findIndex((c) => c.key === key);
  const to = at + by;
  if (at < 0 || to < 0 || to >= sheet.conditions.length) return sheet;
  const conditions = [...sheet.conditions];
  [conditions[at], conditions[to]] = [conditions[to]!, conditions[at]!];
  return { ...sheet, conditions };
}
