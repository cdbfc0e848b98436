// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// What scripts see, read from the TypeScript declarations that `benthos-umh types` writes.
// They are written by ourselves, in one form, so no TypeScript parser is needed.

/** A member of an interface. */
export interface Declared {
  name: string;
  /** The type, or of a function its parameters and result: "(key: string): any". */
  type: string;
  method: boolean;
  doc: string;
}

/** The globals and the members of the interfaces by name. */
export interface Declarations {
  globals: Declared[];
  interfaces: Record<string, Declared[]>;
}

/** Reads declarations. What is not understood is left out. */
export function parseDeclarations(text: string): Declarations {
  const declarations: Declarations = { globals: [], interfaces: {} };
  let inside: Declared[] | undefined;
  let doc = "";
  for (const [token] of text.matchAll(/[ \t]*\/\*\*[\s\S]*?\*\/|[^\n]+/g)) {
    const line = token.trim();
    if (line.startsWith("/**")) {
      doc = docText(line);
      continue;
    }
    const opened = /^interface (\w+) \{/.exec(line);
    if (opened) inside = declarations.interfaces[opened[1]!] = [];
    else if (line === "}") inside = undefined;
    else if (inside) add(inside, member(line, doc));
    else add(declarations.globals, global(line, doc));
    doc = "";
  }
  return declarations;
}

function add(list: Declared[], found: Declared | undefined) {
  if (found) list.push(found);
}

function member(line: string, doc: string): Declared | undefined {
  const getter = /^get (\w+)\(\): (.*);$/.exec(line);
  if (getter) return { name: getter[1]!, type: getter[2]!, method: false, doc };
  const method = /^(\w+)((?:<[^>]*>)?\(.*);$/.exec(line);
  if (method) return { name: method[1]!, type: method[2]!, method: true, doc };
  const property = /^(\w+)\??: (.*);$/.exec(line);
  if (property) return { name: property[1]!, type: property[2]!, method: false, doc };
  return undefined;
}

function global(line: string, doc: string): Declared | undefined {
  const found = /^declare (?:var|let|const) (\w+): (.*);$/.exec(line);
  return found ? { name: found[1]!, type: found[2]!, method: false, doc } : undefined;
}

function docText(comment: string): string {
  return comment
    .slice(3, -2)
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, "").trim())
    .join(" ")
    .trim();
}
