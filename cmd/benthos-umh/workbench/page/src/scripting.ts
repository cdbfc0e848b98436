// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Opening the config, changing its scripts, and writing them back.
import type * as api from "./api";
import { messageOf, Refused, request } from "./client";
import { keepDraft, keptDraft } from "./drafts";
import type { Runner } from "./runner";
import { draftOf, type Sheet, sheetsOf, withConditionsOf } from "./sheet";
import type { Store } from "./store";

export class Scripting {
  /** What the conditions were before each change of their list, the last one at the end. */
  private arranged: { path: string; before: Sheet }[] = [];

  constructor(
    private readonly store: Store,
    private readonly runner: Runner,
  ) {}

  async open(): Promise<void> {
    await this.attempt(async () => {
      const server = await request<api.State>("GET", "api/state");
      const sheets = keptDraft(sessionStorage, server.config);
      this.store.dispatch({ type: "opened", server, ...(sheets ? { sheets } : {}) });
    });
  }

  /** Whether there is something that is not saved. */
  unsaved(): boolean {
    const { server, sheets } = this.store.state;
    return server !== undefined && draftOf(server.config, sheets).processors.length > 0;
  }

  edit(path: string, change: (sheet: Sheet) => Sheet): void {
    const { server, sheets } = this.store.state;
    const before = sheets[path];
    if (!server || !before) return;
    const sheet = change(before);
    if (sheet === before) return;
    this.store.dispatch({ type: "edited", path, sheet });
    keepDraft(sessionStorage, server.config, this.store.state.sheets);
    this.runner.soon();
  }

  /** Adds, moves or removes conditions, which undo takes back. */
  arrange(path: string, change: (sheet: Sheet) => Sheet): void {
    const before = this.store.state.sheets[path];
    this.edit(path, change);
    if (before && this.store.state.sheets[path] !== before) this.arranged.push({ path, before });
  }

  /** Takes the last change of a list of conditions back. Editors undo what is written in them. */
  undo(): void {
    const last = this.arranged.pop();
    if (!last) return this.say("There is nothing to undo in the list of conditions.");
    if (this.store.state.shown !== last.path) this.show(last.path);
    this.edit(last.path, (sheet) => withConditionsOf(sheet, last.before));
    this.say("The conditions are as they were before.");
  }

  show(path: string): void {
    this.store.dispatch({ type: "showed", path });
    this.runner.soon(); // it may be one that only runs when it is asked for
  }

  /** Reads the config from disk again; asks first if something would be lost. */
  async reload(sure = false): Promise<void> {
    if (this.unsaved() && !sure) {
      this.store.dispatch({ type: "dialog", dialog: { kind: "reload" } });
      return;
    }
    await this.attempt(async () => {
      const server = await request<api.State>("POST", "api/reload");
      const before = this.store.state;
      if (before.server) keepDraft(sessionStorage, before.server.config, sheetsOf(before.server.config));
      this.arranged = []; // of a file that is no more
      this.store.dispatch({ type: "opened", server });
      this.say(server.config.broken === "" ? "Read from disk." : "");
      await this.runner.now();
    });
  }

  /** Shows what saving would write. */
  async preview(): Promise<void> {
    const { server, sheets } = this.store.state;
    if (!server) return;
    if (server.config.no_save !== "") {
      this.store.dispatch({ type: "dialog", dialog: { kind: "noSave", reason: server.config.no_save } });
      return;
    }
    const draft = draftOf(server.config, sheets);
    if (draft.processors.length === 0) return this.say("Nothing has changed, so there is nothing to save.");
    await this.attempt(async () => {
      const preview = await request<api.Preview>("POST", "api/preview", draft);
      this.store.dispatch({ type: "dialog", dialog: { kind: "save", preview } });
    });
  }

  /** Writes the scripts into the file; overwrite is the version of a conflict the user has seen. */
  async save(overwrite = ""): Promise<void> {
    const { server, sheets } = this.store.state;
    if (!server) return;
    const body: api.SaveRequest = { draft: draftOf(server.config, sheets), version: server.config.version, overwrite };
    await this.attempt(async () => {
      try {
        const { config } = await request<api.Saved>("POST", "api/save", body);
        keepDraft(sessionStorage, server.config, sheetsOf(server.config));
        this.arranged = [];
        this.store.dispatch({ type: "saved", config });
        this.store.dispatch({ type: "dialog" });
        this.say(`Saved ${config.file}.`);
        await this.runner.now();
      } catch (error) {
        if (!(error instanceof Refused) || error.status !== 409) throw error;
        this.store.dispatch({ type: "dialog", dialog: { kind: "conflict", conflict: error.body as api.Conflict } });
      }
    });
  }

  private say(text: string, bad = false): void {
    this.store.dispatch({ type: "notice", text, bad });
  }

  private async attempt(what: () => Promise<void>): Promise<void> {
    try {
      await what();
    } catch (error) {
      this.say(messageOf(error), true);
    }
  }
}
