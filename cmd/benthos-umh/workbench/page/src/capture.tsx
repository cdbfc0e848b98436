// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Taking messages from an input of the config.
import { useEffect, useState } from "preact/hooks";
import type { Input } from "./api";
import { useBench } from "./bench";
import { CloseButton, DialogBox } from "./dialog";
import { count } from "./status";
import { useSelect } from "./store";

const none: Input[] = [];

export function CaptureDialog() {
  const { sampling, store } = useBench();
  const inputs = useSelect((state) => state.server?.config.inputs ?? none);
  const room = useSelect((state) => (state.server?.max_samples ?? 0) - state.samples.samples.length);
  const [path, setPath] = useState(() => inputs.find((input) => input.refused === "")?.path ?? "");
  const [messages, setMessages] = useState(20);
  const [seconds, setSeconds] = useState(10);
  const [so, setSo] = useState<number | undefined>(undefined);
  useEffect(() => () => sampling.stopCapture(), []); // nobody waits for it any more

  const capture = async () => {
    setSo(0);
    await sampling.capture({ input: path, count: messages, seconds }, setSo);
    setSo(undefined);
    store.dispatch({ type: "dialog" });
  };
  const busy = so !== undefined;
  return (
    <DialogBox
      title="Capture messages"
      buttons={
        <>
          <button class="main" onClick={() => void capture()} disabled={busy || path === ""}>
            Capture
          </button>
          <CloseButton>{busy ? "Stop" : "Cancel"}</CloseButton>
        </>
      }
    >
      {inputs.length === 0 && <p>The config has no input.</p>}
      <fieldset disabled={busy}>
        <legend class="unseen">Input</legend>
        {inputs.map((input) => (
          <InputChoice key={input.path} input={input} chosen={input.path === path} choose={() => setPath(input.path)} />
        ))}
      </fieldset>
      <div class="fields">
        <Amount label="Messages, at most" value={messages} max={Math.max(1, room)} off={busy} onChange={setMessages} />
        <Amount label="Seconds, at most" value={seconds} max={600} off={busy} onChange={setSeconds} />
      </div>
      <p role="status">{busy ? `${count(so, "message")} so far …` : ""}</p>
    </DialogBox>
  );
}

function InputChoice({ input, chosen, choose }: { input: Input; chosen: boolean; choose: () => void }) {
  const { path, kind, about, refused } = input;
  return (
    <label class={`choice${refused === "" ? "" : " refused"}`}>
      <input type="radio" name="input" checked={chosen} disabled={refused !== ""} onChange={choose} />
      <span>
        <strong>{kind}</strong> <span class="muted">{path}</span>
        <br />
        {refused === "" ? about : `Not from this one: ${refused}`}
      </span>
    </label>
  );
}

interface AmountProps {
  label: string;
  value: number;
  max: number;
  off: boolean;
  onChange: (value: number) => void;
}

function Amount({ label, value, max, off, onChange }: AmountProps) {
  return (
    <label class="field">
      {label}
      <input
        type="number"
        min={1}
        max={max}
        value={value}
        disabled={off}
        onChange={(event) => onChange(Math.min(Math.max(1, Math.round(event.currentTarget.valueAsNumber || 1)), max))}
      />
    </label>
  );
}
