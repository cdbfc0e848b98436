// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// The text of the chosen message.
import { useBench } from "./bench";
import { Code } from "./code";
import { size } from "./status";
import { useSelect } from "./store";

const nothing = { declarations: { globals: [], interfaces: {} }, members: { meta: [], payload: [] } };

export function SampleText() {
  const { sampling, store } = useBench();
  const chosen = useSelect((state) => state.chosen);
  const text = useSelect((state) => state.text);
  const number = useSelect((state) => state.samples.samples.findIndex((head) => head.id === state.chosen) + 1);
  const bytes = useSelect((state) => state.samples.samples.find((head) => head.id === state.chosen)?.bytes ?? 0);
  if (chosen === 0) return null;
  return (
    <>
      <div class="toolbar">
        <h3 class="title">
          Message {number} <span class="muted">{size(bytes)}</span>
        </h3>
        <button onClick={() => void sampling.duplicate()}>Duplicate</button>
        <button onClick={() => void sampling.remove()}>Delete</button>
        <button onClick={() => store.dispatch({ type: "dialog", dialog: { kind: "test" } })}>Keep as test…</button>
      </div>
      {text?.sample === chosen && text.problem !== "" && (
        <p class="hint bad" role="alert">
          {text.problem}
        </p>
      )}
      {text?.sample === chosen && (
        <Code
          key={chosen}
          place="sample"
          label={`Text of message ${number}`}
          text={text.text}
          language="json"
          atOnce
          known={() => nothing}
          onChange={(changed) => sampling.edit(changed)}
        />
      )}
    </>
  );
}
