// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// What can stand behind `msg.`, `msg.meta.`, `msg.payload.sensors.`, `cache.` and `console.`:
// what scripts see, and what occurs in the samples.
import type { Members } from "./api";
import type { Declarations, Declared } from "./declarations";

/** One thing to choose. */
export interface Completion {
  label: string;
  /** A short word on it: its type, or an example from the samples. */
  detail: string;
  doc: string;
  kind: "property" | "method" | "variable";
  /** Whether it can only stand in brackets: msg.meta["pump-id"]. */
  brackets: boolean;
  /** Whether it occurs in the samples; these come first. */
  seen: boolean;
}

/** What there is to choose, for the text from `from` to the cursor. */
export interface Completions {
  from: number;
  completions: Completion[];
}

const name = "[\\w$]*";
const dot = "\\s*\\??\\.\\s*";
const payloadPath = new RegExp(`\\bmsg${dot}payload((?:${dot}[\\w$]+|\\[\\d+\\])*)${dot}(${name})$`);
const metaMember = new RegExp(`\\bmsg${dot}meta${dot}(${name})$`);
const metaKey = new RegExp(`\\bmsg${dot}meta\\s*(?:\\?\\.)?\\[\\s*(["'])([^"'\\]]*)$`);
const objectMember = new RegExp(`(?:^|[^.\\w$])(msg|cache|console)${dot}(${name})$`);
const start = /(?:^|[^.\w$"'`])([A-Za-z_$][\w$]*)$/;

/** The completions for a cursor behind the given text. */
export function complete(before: string, declarations: Declarations, seen: Members): Completions | undefined {
  let found: RegExpExecArray | null;
  if ((found = metaKey.exec(before))) {
    return at(
      before,
      found[2]!,
      metaKeys(declarations, seen).map((c) => ({ ...c, brackets: false })),
    );
  }
  if ((found = metaMember.exec(before))) return at(before, found[1]!, metaKeys(declarations, seen));
  if ((found = payloadPath.exec(before))) {
    const path = found[1]!
      .replace(/\[\d+\]/g, "")
      .split(/[?.\s]+/)
      .filter((part) => part !== "");
    return at(before, found[2]!, payloadMembers(path, seen));
  }
  if ((found = objectMember.exec(before))) {
    const object = declarations.globals.find((g) => g.name === found![1]);
    return at(before, found[2]!, (declarations.interfaces[object?.type ?? ""] ?? []).map(declared));
  }
  if ((found = start.exec(before))) {
    return at(
      before,
      found[1]!,
      declarations.globals.map((g) => ({ ...declared(g), kind: "variable" as const })),
    );
  }
  return undefined;
}

function at(before: string, typed: string, completions: Completion[]): Completions | undefined {
  return completions.length > 0 ? { from: before.length - typed.length, completions } : undefined;
}

function metaKeys(declarations: Declarations, seen: Members): Completion[] {
  const known = new Map((declarations.interfaces["UmhMeta"] ?? []).map((d) => [d.name, declared(d)]));
  for (const { path, example } of seen.meta) {
    known.set(path, { ...(known.get(path) ?? property(path)), detail: example, seen: true });
  }
  return [...known.values()];
}

function payloadMembers(path: string[], seen: Members): Completion[] {
  const prefix = path.map((part) => part + ".").join("");
  const found = new Map<string, Completion>();
  for (const member of seen.payload) {
    if (!member.path.startsWith(prefix)) continue;
    const rest = member.path.slice(prefix.length);
    const label = rest.split(".")[0]!;
    if (label === "") continue;
    if (label === rest || !found.has(label)) {
      found.set(label, { ...property(label), detail: label === rest ? member.example : "{…}", seen: true });
    }
  }
  return [...found.values()];
}

function property(label: string): Completion {
  const brackets = !/^[A-Za-z_$][\w$]*$/.test(label);
  return { label, detail: "", doc: "", kind: "property", brackets, seen: false };
}

function declared(d: Declared): Completion {
  const { name, type, method, doc } = d;
  return { ...property(name), detail: type, doc, kind: method ? "method" : "property" };
}
