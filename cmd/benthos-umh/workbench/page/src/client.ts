// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// The server, as api.go has it.
import type { Problem } from "./api";
import { readEvents } from "./events";
import { parse } from "./json";

/** An answer that is none: its status and what the server says. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {
    super((body as Partial<Problem> | undefined)?.error || `the workbench answered with status ${status}`);
  }
}

/** Whether a request was given up on purpose. */
export function wasAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

/** What went wrong, for people. */
export function messageOf(error: unknown): string {
  if (error instanceof Refused) return error.message;
  if (error instanceof TypeError) return "The workbench does not answer. Is it still running in its terminal?";
  return error instanceof Error ? error.message : String(error);
}

/** An answer. Throws Refused for a status of 400 or more. */
export async function request<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  return parse(await (await send(method, path, body, signal)).text()) as T;
}

/** Calls on for each event, with its data parsed, until the answer ends. */
export async function events(
  path: string,
  body: unknown,
  on: (name: string, data: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  const response = await send("POST", path, body, signal);
  if (!response.body) throw new Error("the workbench gave no events");
  await readEvents(response.body, ({ name, data }) => {
    if (!signal.aborted) on(name, parse(data));
  });
}

async function send(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  const response = await fetch(path, {
    method,
    headers: { "Content-Type": "application/json" },
    cache: "no-store",
    ...(method === "GET" ? {} : { body: JSON.stringify(body ?? {}) }),
    ...(signal ? { signal } : {}),
  });
  if (response.ok) return response;
  let problem: unknown;
  try {
    problem = JSON.parse(await response.text());
  } catch {
    problem = undefined; // not by our server
  }
  throw new Refused(response.status, problem);
}
