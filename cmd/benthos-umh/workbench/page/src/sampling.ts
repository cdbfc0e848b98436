// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// The messages to try: choosing, changing, adding and keeping them.
import type * as api from "./api";
import { events, messageOf, request, wasAborted } from "./client";
import { isObject, parse, show } from "./json";
import { processorToRun, type Runner } from "./runner";
import { matching } from "./samplefilter";
import { draftOf } from "./sheet";
import type { Store } from "./store";

// So long nothing is typed before a changed sample goes to the server.
const pause = 250;

/** A sample as it is edited: JSON on several lines. */
export function readable(text: string): string {
  if (text.includes("\n")) return text;
  try {
    const value = parse(text);
    return isObject(value) || Array.isArray(value) ? show(value, "  ") : text;
  } catch {
    return text;
  }
}

export class Sampling {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private writing: (() => void) | undefined;
  private reading: AbortController | undefined;
  private capturing: AbortController | undefined;

  constructor(
    private readonly store: Store,
    private readonly runner: Runner,
  ) {}

  async load(): Promise<void> {
    await this.change(() => request<api.Samples>("GET", "api/samples"));
  }

  readonly choose = (sample: number): void => {
    this.flush();
    if (sample === this.store.state.chosen) return;
    this.store.dispatch({ type: "chose", sample });
    void this.readText();
    void this.runner.detail();
  };

  /** Chooses a neighbour among those that the filter shows; with failed, the next failed one. */
  step(by: -1 | 1, failed = false): void {
    const { state } = this.store;
    let heads = matching(state.samples.samples, state.run.rows, state.filter);
    if (failed)
      heads = state.samples.samples.filter(
        (h) => h.id === state.chosen || state.run.rows.get(h.id)?.outcome === "failed",
      );
    const at = heads.findIndex((head) => head.id === state.chosen);
    const onlyIt = failed && heads.length === 1 && state.run.rows.get(state.chosen)?.outcome !== "failed";
    if (heads.length === 0 || onlyIt) return this.say(failed ? "No message has failed." : "There is no message.");
    const to = failed ? (at + 1) % heads.length : Math.min(Math.max(at + by, 0), heads.length - 1);
    this.choose(heads[to]!.id);
  }

  /** Takes what was typed into the chosen sample. */
  edit(text: string): void {
    const { chosen } = this.store.state;
    this.store.dispatch({ type: "text", sample: chosen, text, problem: "" });
    clearTimeout(this.timer);
    this.writing = () => void this.write(chosen, text);
    this.timer = setTimeout(() => this.flush(), pause);
  }

  async add(text: string, after = 0): Promise<void> {
    const body: api.AddSamples = { text, after };
    const before = new Set(this.store.state.samples.samples.map((head) => head.id));
    if (!(await this.change(() => request<api.Samples>("POST", "api/samples", body)))) return;
    const added = this.store.state.samples.samples.filter((head) => !before.has(head.id));
    if (added[0]) this.choose(added[0].id);
    if (added.length > 0)
      this.say(
        added.length === 1 ? "One message was added." : `${added.length.toLocaleString("en")} messages were added.`,
      );
    const { note } = this.store.state.samples;
    if (note !== "") this.say(note, added.length === 0);
  }

  async addFiles(files: Iterable<File>): Promise<void> {
    for (const file of files) await this.add(await file.text());
  }

  async duplicate(): Promise<void> {
    const { text, chosen } = this.store.state;
    this.flush();
    if (chosen !== 0 && text?.sample === chosen) await this.add(text.text, chosen);
  }

  async remove(): Promise<void> {
    const { chosen } = this.store.state;
    if (chosen === 0) return;
    this.forget();
    if (await this.change(() => request<api.Samples>("DELETE", `api/samples/${chosen}`)))
      this.say("The message is deleted.");
  }

  /** Writes all samples to the file that the user named. */
  async keep(): Promise<void> {
    await this.attempt(async () => {
      const { file } = await request<api.Kept>("POST", "api/samples/keep");
      const { samples } = this.store.state;
      this.store.dispatch({ type: "samples", samples: { ...samples, unsaved: false } });
      this.say(`Kept in ${file}.`);
    });
  }

  /** Writes a unit test of the chosen sample and its result. */
  async keepTest(name: string): Promise<void> {
    const { server, sheets, chosen } = this.store.state;
    if (!server) return;
    const body: api.TestRequest = {
      draft: draftOf(server.config, sheets),
      sample: chosen,
      name,
      processor: processorToRun(this.store.state),
    };
    await this.attempt(async () => {
      const kept = await request<api.Kept>("POST", "api/test", body);
      this.store.dispatch({ type: "dialog", dialog: { kind: "kept", kept } });
    });
  }

  /** Takes messages from an input; onCount has how many there are so far. */
  async capture(body: api.CaptureRequest, onCount: (count: number) => void): Promise<void> {
    const capturing = (this.capturing = new AbortController());
    let over: api.CaptureDone | undefined;
    try {
      await events(
        "api/capture",
        body,
        (name, data) => {
          if (name === "captured") onCount((data as api.Captured).count);
          if (name === "done") over = data as api.CaptureDone;
        },
        capturing.signal,
      );
      await this.load();
      const { count, why } = over ?? { count: 0, why: "the workbench ended it" };
      this.say(
        `${count === 1 ? "One message was" : `${count.toLocaleString("en")} messages were`} captured${why === "" ? "" : `: ${why}`}.`,
        count === 0,
      );
    } catch (error) {
      if (wasAborted(error))
        await this.load(); // those that had come may be there
      else this.say(messageOf(error), true);
    }
  }

  stopCapture(): void {
    this.capturing?.abort();
  }

  /** Reads the text of the chosen sample. */
  private async readText(): Promise<void> {
    const { chosen, text } = this.store.state;
    this.reading?.abort();
    if (chosen === 0 || text?.sample === chosen) return;
    const reading = (this.reading = new AbortController());
    await this.attempt(async () => {
      const found = await request<api.SampleText>("GET", `api/samples/${chosen}`, undefined, reading.signal);
      this.store.dispatch({ type: "text", sample: chosen, text: readable(found.text), problem: "" });
    });
  }

  /** Gives up what was typed and not sent yet. */
  private forget(): void {
    clearTimeout(this.timer);
    this.writing = undefined;
  }

  /** Sends what was typed and not sent yet. */
  private flush(): void {
    clearTimeout(this.timer);
    const { writing } = this;
    this.writing = undefined;
    writing?.();
  }

  private async write(sample: number, text: string): Promise<void> {
    const body: api.SampleText = { text };
    try {
      const samples = await request<api.Samples>("PUT", `api/samples/${sample}`, body);
      this.store.dispatch({ type: "samples", samples });
      this.runner.soon();
    } catch (error) {
      const now = this.store.state.text;
      if (now?.sample === sample) this.store.dispatch({ type: "text", ...now, problem: messageOf(error) });
      else this.say(messageOf(error), true);
    }
  }

  /** Whether it could be done. */
  private change(what: () => Promise<api.Samples>): Promise<boolean> {
    return this.attempt(async () => {
      this.store.dispatch({ type: "samples", samples: await what() });
      void this.readText();
      this.runner.soon();
    });
  }

  private say(text: string, bad = false): void {
    this.store.dispatch({ type: "notice", text, bad });
  }

  private async attempt(what: () => Promise<void>): Promise<boolean> {
    try {
      await what();
      return true;
    } catch (error) {
      if (!wasAborted(error)) this.say(messageOf(error), true);
      return false;
    }
  }
}
