// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Puts the page together.
import { render } from "preact";
import { App } from "./app";
import { type Bench, BenchContext } from "./bench";
import { commandOf } from "./keys";
import { Places } from "./places";
import { Runner } from "./runner";
import { Sampling } from "./sampling";
import { Scripting } from "./scripting";
import { Store, StoreContext } from "./store";
import "./theme.css";
import "./layout.css";
import "./stages.css";
import "./samples.css";
import "./results.css";
import "./dialogs.css";

const store = new Store();
const runner = new Runner(store);
const scripting = new Scripting(store, runner);
const sampling = new Sampling(store, runner);
const bench: Bench = { store, runner, scripting, sampling, places: new Places() };

const commands = {
  run: () => void runner.now(),
  save: () => void scripting.preview(),
  next: () => sampling.step(1),
  previous: () => sampling.step(-1),
  nextFailed: () => sampling.step(1, true),
  undo: () => scripting.undo(),
  help: () => store.dispatch({ type: "dialog", dialog: { kind: "help" } }),
};

// What has an undo of its own.
function isText(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, .cm-editor") !== null;
}

// Before the editors, which have other ideas of some keys.
window.addEventListener(
  "keydown",
  (event) => {
    const command = commandOf(event);
    if (!command || (command === "undo" && isText(event.target))) return;
    event.preventDefault();
    event.stopPropagation();
    if (!store.state.dialog) commands[command]();
  },
  { capture: true },
);

// A file that is dropped beside the column for messages must not replace the page.
for (const name of ["dragover", "drop"]) window.addEventListener(name, (event) => event.preventDefault());

window.addEventListener("beforeunload", (event) => {
  if (scripting.unsaved()) event.preventDefault();
});

render(
  <StoreContext.Provider value={store}>
    <BenchContext.Provider value={bench}>
      <App />
    </BenchContext.Provider>
  </StoreContext.Provider>,
  document.getElementById("app")!,
);

await scripting.open();
await sampling.load(); // which runs them
