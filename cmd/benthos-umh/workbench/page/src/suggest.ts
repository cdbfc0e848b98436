// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// The completions of completion.ts, as the editor wants them.
import {
  type Completion as Option,
  type CompletionContext,
  type CompletionSource,
  insertCompletionText,
} from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import type { EditorView } from "@codemirror/view";
import type { Members } from "./api";
import { type Completion, complete } from "./completion";
import type { Declarations } from "./declarations";

/** What scripts see, and what occurs in the samples. */
export interface Known {
  declarations: Declarations;
  members: Members;
}

// No expression that counts is longer than this.
const lookBack = 500;

export function suggest(known: () => Known): CompletionSource {
  return (context: CompletionContext) => {
    const before = context.state.sliceDoc(Math.max(0, context.pos - lookBack), context.pos);
    if (!inCode(context, before)) return null;
    const { declarations, members } = known();
    const found = complete(before, declarations, members);
    if (!found) return null;
    const from = context.pos - (before.length - found.from);
    return { from, options: found.completions.map(option), validFor: /^[\w$\u00a1-\uffff-]*$/ };
  };
}

// inCode says whether something can be completed: not in a comment, and in a text only
// where it is a key of the metadata.
function inCode(context: CompletionContext, before: string): boolean {
  const { name } = syntaxTree(context.state).resolveInner(context.pos, -1);
  if (/Comment/.test(name)) return false;
  return name !== "String" || /\bmeta\s*(?:\?\.)?\[\s*["'][^"']*$/.test(before);
}

function option(completion: Completion): Option {
  const { label, doc, kind, brackets, seen } = completion;
  const detail = kind === "property" ? completion.detail.replace(/^string \| undefined$/, "") : completion.detail;
  return {
    label,
    type: kind,
    ...(detail ? { detail: detail.length > 30 ? detail.slice(0, 30) + "…" : detail } : {}),
    ...(doc ? { info: doc } : {}),
    boost: seen ? 1 : 0,
    ...(brackets ? { apply: inBrackets(label) } : {}),
  };
}

// inBrackets writes ["pump-id"] in the place of the dot and what was typed behind it.
function inBrackets(label: string): Exclude<Option["apply"], string | undefined> {
  return (view: EditorView, _completion: Option, from: number, to: number) => {
    const dot = view.state.sliceDoc(from - 1, from) === "." ? 1 : 0;
    const optional = dot && view.state.sliceDoc(from - 2, from - 1) === "?"; // ?.["pump-id"] keeps its dot
    const start = optional ? from : from - dot;
    view.dispatch(insertCompletionText(view.state, `[${JSON.stringify(label)}]`, start, to));
  };
}
