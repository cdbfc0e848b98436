// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Which dialog is open, and the small ones.
import { useState } from "preact/hooks";
import { AddDialog } from "./add";
import type { Kept } from "./api";
import { useBench } from "./bench";
import { CaptureDialog } from "./capture";
import { CloseButton, DialogBox } from "./dialog";
import { keyHelp } from "./keys";
import { ConflictDialog, SaveDialog } from "./save";
import { useSelect } from "./store";

export function Dialogs() {
  const dialog = useSelect((state) => state.dialog);
  switch (dialog?.kind) {
    case "save":
      return <SaveDialog key="save" preview={dialog.preview} />;
    case "noSave":
      return <NoSaveDialog key="noSave" reason={dialog.reason} />;
    case "conflict":
      return <ConflictDialog key="conflict" conflict={dialog.conflict} />;
    case "reload":
      return <ReloadDialog key="reload" />;
    case "add":
      return <AddDialog key="add" />;
    case "capture":
      return <CaptureDialog key="capture" />;
    case "test":
      return <TestDialog key="test" />;
    case "kept":
      return <KeptDialog key="kept" kept={dialog.kept} />;
    case "help":
      return <HelpDialog key="help" />;
  }
  return null;
}

function NoSaveDialog({ reason }: { reason: string }) {
  return (
    <DialogBox title="This config cannot be saved from here" buttons={<CloseButton>Close</CloseButton>}>
      <p>{reason}</p>
    </DialogBox>
  );
}

function ReloadDialog() {
  const { scripting, store } = useBench();
  const sure = () => {
    store.dispatch({ type: "dialog" });
    void scripting.reload(true);
  };
  return (
    <DialogBox
      title="Reload and lose what is not saved?"
      buttons={
        <>
          <button onClick={sure}>Reload</button>
          <CloseButton>Cancel</CloseButton>
        </>
      }
    >
      <p>Your changes to the scripts are not saved. Reloading reads the file again and forgets them.</p>
    </DialogBox>
  );
}

function TestDialog() {
  const { sampling } = useBench();
  const [name, setName] = useState("");
  const keep = () => void (name.trim() !== "" && sampling.keepTest(name.trim()));
  return (
    <DialogBox
      title="Keep as a unit test"
      buttons={
        <>
          <button class="main" onClick={keep} disabled={name.trim() === ""}>
            Keep
          </button>
          <CloseButton>Cancel</CloseButton>
        </>
      }
    >
      <p>
        The message and what becomes of it now are written as a test that <code>benthos-umh test</code> runs.
      </p>
      <label class="field">
        What does the test show?
        <input
          data-first
          value={name}
          placeholder="a reading in Fahrenheit becomes one in Celsius"
          onInput={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Enter" && keep()}
        />
      </label>
    </DialogBox>
  );
}

function KeptDialog({ kept }: { kept: Kept }) {
  return (
    <DialogBox title="The test is kept" buttons={<CloseButton>Close</CloseButton>}>
      <p>
        In <code>{kept.file}</code>:
      </p>
      <pre class="kept" tabIndex={0}>
        {kept.text}
      </pre>
    </DialogBox>
  );
}

function HelpDialog() {
  return (
    <DialogBox title="Keys" buttons={<CloseButton>Close</CloseButton>}>
      <dl class="keys">
        {keyHelp.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p class="muted">On a Mac, Ctrl is Command, and Alt is Option.</p>
      <p>
        <a href="NOTICE.txt" target="_blank" rel="noreferrer">
          Licences of what this page contains
        </a>
      </p>
    </DialogBox>
  );
}
