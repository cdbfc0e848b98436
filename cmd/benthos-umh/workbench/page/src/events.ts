// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Server-sent events on the body of an answer. EventSource cannot send a POST, and
// connects again by itself; a run must not begin twice.

/** One event: its name and its data. */
export interface ServerEvent {
  name: string;
  data: string;
}

/** Makes events of the pieces of text that a connection gives. */
export class EventReader {
  private rest = "";
  private name = "";
  private data: string[] = [];

  /** The events that end in this piece. */
  push(piece: string): ServerEvent[] {
    const events: ServerEvent[] = [];
    const lines = (this.rest + piece).split("\n");
    this.rest = lines.pop() ?? "";
    for (const line of lines) {
      const event = this.line(line.endsWith("\r") ? line.slice(0, -1) : line);
      if (event) events.push(event);
    }
    return events;
  }

  private line(line: string): ServerEvent | undefined {
    if (line === "") {
      const event = { name: this.name || "message", data: this.data.join("\n") };
      const has = this.data.length > 0;
      this.name = "";
      this.data = [];
      return has ? event : undefined;
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") this.name = value;
    if (field === "data") this.data.push(value);
    return undefined; // a comment, an id, or a field of a later time
  }
}

/** Calls on for each event until the body ends. Rejects where the connection breaks. */
export async function readEvents(body: ReadableStream<Uint8Array>, on: (event: ServerEvent) => void): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const events = new EventReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    events.push(decoder.decode(value, { stream: true })).forEach(on);
  }
}
