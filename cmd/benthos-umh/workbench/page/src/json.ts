// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// JSON as the plant wrote it. JSON.parse would round 0004711870123456789 and would move
// the key "10" before "b"; here numbers keep their digits and members their order.

/** A number that a double would change: 1.0, 12345678901234567890. */
export class Exact {
  constructor(readonly text: string) {}
}

// The order of members, kept only where an object would not keep it by itself.
const order = Symbol("order");

type Members = { [key: string]: unknown; [order]?: string[] };

/** Parses JSON. Throws a SyntaxError where it is none. */
export function parse(text: string): unknown {
  return new Parser(text).document();
}

/** The keys of an object that parse made, as they stand in the text. */
export function members(object: object): string[] {
  return (object as Members)[order] ?? Object.keys(object);
}

/** Whether it is a JSON object, not an array, number and so on. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Exact);
}

/** A value as JSON; with an indent, on several lines. */
export function show(value: unknown, indent = ""): string {
  return write(value, indent, indent && "\n");
}

function write(value: unknown, indent: string, line: string): string {
  if (value instanceof Exact) return value.text;
  const inner = line + indent;
  const join = (parts: string[], open: string, close: string) =>
    parts.length === 0 ? open + close : open + inner + parts.join("," + inner) + line + close;
  if (Array.isArray(value)) {
    return join(
      value.map((v) => write(v, indent, inner)),
      "[",
      "]",
    );
  }
  if (isObject(value)) {
    const colon = indent ? ": " : ":";
    return join(
      members(value).map((k) => JSON.stringify(k) + colon + write(value[k], indent, inner)),
      "{",
      "}",
    );
  }
  return JSON.stringify(value) ?? "null";
}

/** Whether two values are the same JSON; the order of members does not count. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a instanceof Exact && b instanceof Exact) return a.text === b.text;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((v, i) => equal(v, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((k) => k in b && equal(a[k], b[k]));
}

const blank = /[ \t\n\r]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const plainText = /"[^"\\\x00-\x1f]*"/y;
const anyText = /"(?:[^"\\\x00-\x1f]|\\.)*"/y;
const word = /true|false|null/y;

class Parser {
  private at = 0;

  constructor(private readonly text: string) {}

  document(): unknown {
    const value = this.value();
    this.take(blank);
    if (this.at < this.text.length) throw this.unexpected();
    return value;
  }

  private value(): unknown {
    this.take(blank);
    switch (this.text[this.at]) {
      case "{":
        return this.object();
      case "[":
        return this.array();
      case '"':
        return this.string();
    }
    const name = this.take(word);
    if (name) return name === "null" ? null : name === "true";
    const digits = this.take(number);
    if (!digits) throw this.unexpected();
    const value = Number(digits);
    return String(value) === digits ? value : new Exact(digits);
  }

  private string(): string {
    const plain = this.take(plainText);
    if (plain) return plain.slice(1, -1);
    const text = this.take(anyText);
    if (!text) throw this.unexpected();
    return JSON.parse(text) as string;
  }

  private object(): Members {
    const object = Object.create(null) as Members; // "__proto__" is a key like any other
    const keys: string[] = [];
    let moves = false;
    this.list("}", () => {
      if (this.text[this.at] !== '"') throw this.unexpected();
      const key = this.string();
      this.take(blank);
      if (this.text[this.at] !== ":") throw this.unexpected();
      this.at++;
      if (!(key in object)) keys.push(key);
      moves ||= /^\d/.test(key);
      object[key] = this.value();
    });
    if (moves) Object.defineProperty(object, order, { value: keys }); // not enumerable
    return object;
  }

  private array(): unknown[] {
    const array: unknown[] = [];
    this.list("]", () => array.push(this.value()));
    return array;
  }

  private list(end: string, element: () => void) {
    this.at++;
    this.take(blank);
    if (this.text[this.at] === end) {
      this.at++;
      return;
    }
    for (;;) {
      this.take(blank);
      element();
      this.take(blank);
      const next = this.text[this.at];
      if (next !== end && next !== ",") throw this.unexpected();
      this.at++;
      if (next === end) return;
    }
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? "";
    this.at += found.length;
    return found;
  }

  private unexpected(): SyntaxError {
    return new SyntaxError(`no JSON at character ${this.at + 1}`);
  }
}
