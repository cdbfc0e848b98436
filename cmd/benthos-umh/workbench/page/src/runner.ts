// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Runs all samples whenever scripts or samples change. A new run ends the one before.
import type * as api from "./api";
import { events, messageOf, Refused, request, wasAborted } from "./client";
import { draftOf } from "./sheet";
import type { State } from "./state";
import type { Store } from "./store";

/** The processor to run: "" for all that a run of the config takes messages through. */
export function processorToRun(state: State): string {
  const shown = state.server?.config.processors.find((p) => p.path === state.shown);
  return !shown || shown.tried ? "" : shown.path;
}

export class Runner {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: AbortController | undefined;
  private asking: { sample: number; abort: AbortController } | undefined;
  /** The sample that was not kept when it was last asked for. */
  private gone = 0;

  /** The pause is how long nothing is typed before a run begins, in milliseconds. */
  constructor(
    private readonly store: Store,
    private readonly pause = 150,
  ) {}

  /** Runs when nothing has been typed for a moment. */
  soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.now(), this.pause);
  }

  /** Runs at once. Patient goes on after several messages ran into script_timeout. */
  async now(patient = false): Promise<void> {
    clearTimeout(this.timer);
    this.running?.abort();
    const { server, sheets, chosen } = this.store.state;
    if (!server || server.config.broken !== "") return;
    const running = (this.running = new AbortController());
    const body: api.RunRequest = {
      draft: draftOf(server.config, sheets),
      processor: processorToRun(this.store.state),
      chosen,
      patient,
    };
    this.store.dispatch({ type: "began" });
    try {
      await events("api/run", body, (name, data) => this.event(name, data), running.signal);
      if (this.store.state.run.phase === "running" && !running.signal.aborted) {
        this.store.dispatch({ type: "broke", failure: "the run ended early" });
      }
    } catch (error) {
      if (!running.signal.aborted && !wasAborted(error))
        this.store.dispatch({ type: "broke", failure: messageOf(error) });
    }
  }

  private event(name: string, data: unknown): void {
    switch (name) {
      case "checked":
        return this.store.dispatch({ type: "checked", checked: data as api.Checked });
      case "rows":
        this.store.dispatch({ type: "rows", rows: data as api.Row[] });
        return void this.detail();
      case "result":
        return this.store.dispatch({ type: "detail", detail: data as api.Detail });
      case "done":
        this.store.dispatch({ type: "done", done: data as api.Done });
        return void this.detail();
    }
  }

  /** Asks for what happened to the chosen sample, if that is not known of this run. */
  async detail(): Promise<void> {
    const { chosen, detail, run } = this.store.state;
    if (chosen === 0 || !run.fresh.has(chosen)) return;
    if (detail?.sample === chosen && detail.run === run.checked?.run) return;
    if (this.asking?.sample === chosen) return;
    this.asking?.abort.abort();
    const asking = (this.asking = { sample: chosen, abort: new AbortController() });
    try {
      const found = await request<api.Detail>("GET", `api/results/${chosen}`, undefined, asking.abort.signal);
      this.gone = 0;
      this.store.dispatch({ type: "detail", detail: found });
    } catch (error) {
      if (error instanceof Refused && error.status === 410 && this.gone !== chosen) {
        this.gone = chosen;
        this.soon(); // brings it, as it is the chosen one now
      } else if (!wasAborted(error)) {
        this.store.dispatch({ type: "notice", text: messageOf(error), bad: true });
      }
    } finally {
      if (this.asking === asking) this.asking = undefined;
    }
  }
}
