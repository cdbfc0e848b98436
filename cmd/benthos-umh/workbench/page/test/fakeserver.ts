// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// A server that answers as a test wants, in the place of fetch.

/** A question that the page has asked. */
export interface Question {
  method: string;
  path: string;
  body: unknown;
  /** Answers with JSON. */
  answer(body: unknown, status?: number): void;
  /** Answers with events, one after the other; end ends the answer. */
  event(name: string, data: unknown): void;
  end(): void;
  /** Whether the page has given the question up. */
  aborted(): boolean;
  /** Lets the connection break. */
  lose(): void;
}

/** Takes the place of fetch; next waits for a question that was not taken yet. */
export class FakeServer {
  private readonly waiting: Question[] = [];
  private wake: (() => void) | undefined;

  constructor() {
    globalThis.fetch = (path, options = {}) => this.fetch(String(path), options);
  }

  async next(method: string, path: string): Promise<Question> {
    for (;;) {
      const at = this.waiting.findIndex((q) => q.method === method && q.path === path);
      if (at >= 0) return this.waiting.splice(at, 1)[0]!;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  /** How many questions nobody took. */
  count(method: string, path: string): number {
    return this.waiting.filter((q) => q.method === method && q.path === path).length;
  }

  private fetch(path: string, { method = "GET", body, signal }: RequestInit): Promise<Response> {
    return new Promise((resolve, reject) => {
      let stream: ReadableStreamDefaultController<Uint8Array> | undefined;
      const abort = () => {
        const error = new DOMException("aborted", "AbortError");
        stream?.error(error);
        reject(error);
      };
      signal?.addEventListener("abort", abort);
      const open = () => {
        if (stream) return stream;
        resolve(new Response(new ReadableStream({ start: (controller) => void (stream = controller) })));
        return stream!;
      };
      this.waiting.push({
        method,
        path,
        body: body ? JSON.parse(body as string) : undefined,
        answer: (data, status = 200) => resolve(new Response(JSON.stringify(data), { status })),
        event: (name, data) =>
          open().enqueue(new TextEncoder().encode(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)),
        end: () => open().close(),
        aborted: () => signal?.aborted ?? false,
        lose: () => reject(new TypeError("fetch failed")),
      });
      this.wake?.();
    });
  }
}

/** Waits until something is so; only what is already on its way is waited for. */
export async function until(holds: () => boolean): Promise<void> {
  for (let turns = 0; !holds(); turns++) {
    if (turns > 10_000) throw new Error("it never came to be so");
    await new Promise((resolve) => setImmediate(resolve));
  }
}
