// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Adding messages by hand or from files.
import { useState } from "preact/hooks";
import { useBench } from "./bench";
import { CloseButton, DialogBox } from "./dialog";

export function AddDialog() {
  const { sampling, store } = useBench();
  const [text, setText] = useState("");
  const close = () => store.dispatch({ type: "dialog" });
  const add = () => {
    close();
    void sampling.add(text);
  };
  return (
    <DialogBox
      title="Add messages"
      wide
      buttons={
        <>
          <button class="main" onClick={add} disabled={text.trim() === ""}>
            Add
          </button>
          <CloseButton>Cancel</CloseButton>
        </>
      }
    >
      <label class="field">
        A message a line, or JSON on several lines
        <textarea
          data-first
          rows={12}
          spellcheck={false}
          value={text}
          placeholder={
            '{"payload": {"value": 104, "unit": "F"}, "meta": {"sensor": "oil_temperature"}}\n46.2\npump started'
          }
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <label class="field">
        Or from files
        <input
          type="file"
          multiple
          onChange={(event) => {
            close();
            void sampling.addFiles([...(event.currentTarget.files ?? [])]);
          }}
        />
      </label>
    </DialogBox>
  );
}
