// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// The bar above the columns: the file, its buttons, and what there is to say.
import { useEffect, useMemo } from "preact/hooks";
import { useBench } from "./bench";
import { draftOf } from "./sheet";
import { statusOf, stopOf } from "./status";
import { useSelect } from "./store";

export function TopBar() {
  const { scripting, runner, store } = useBench();
  const config = useSelect((state) => state.server?.config);
  const sheets = useSelect((state) => state.sheets);
  const unsaved = useMemo(
    () => config !== undefined && draftOf(config, sheets).processors.length > 0,
    [config, sheets],
  );
  const file = config?.file || "A new config";
  useEffect(() => {
    document.title = `${unsaved ? "• " : ""}${config ? file : "benthos-umh"} – workbench`;
  }, [config, file, unsaved]);
  if (!config) return <Waiting />;
  return (
    <header class="top">
      <h1>
        <span class="unseen">Workbench: </span>
        {file}
        {config.name !== "" && <span class="muted"> {config.name}</span>}
        {unsaved && <span class="unsaved"> • not saved</span>}
      </h1>
      <button
        class={config.no_save === "" ? "main" : ""}
        onClick={() => void scripting.preview()}
        aria-describedby={config.no_save !== "" ? "no-save" : undefined}
      >
        Save…
      </button>
      {config.no_save !== "" && (
        <span id="no-save" class="no-save" title={config.no_save}>
          {config.no_save}
        </span>
      )}
      <button onClick={() => void scripting.reload()} title="Read the config from disk again">
        Reload
      </button>
      <Status />
      <button onClick={() => void runner.now()} title="Ctrl+Enter">
        Run
      </button>
      <button
        class="icon"
        aria-label="Keys"
        title="Keys (F1)"
        onClick={() => store.dispatch({ type: "dialog", dialog: { kind: "help" } })}
      >
        ?
      </button>
    </header>
  );
}

function Waiting() {
  const notice = useSelect((state) => state.notice);
  return (
    <header class="top">
      <h1>Workbench</h1>
      <p role="status" class={notice.bad ? "bad" : ""}>
        {notice.text || "Opening …"}
      </p>
    </header>
  );
}

function Status() {
  const { runner } = useBench();
  const status = useSelect(statusOf);
  const running = useSelect((state) => state.run.phase === "running");
  const stop = useSelect(stopOf);
  const bad = useSelect((state) => state.run.failure !== "" || (state.run.checked?.stopped ?? "") !== "");
  const notice = useSelect((state) => state.notice);
  return (
    <div class="status">
      <p role="status" aria-live="polite">
        {/* Nobody wants to have each step of a run read out. */}
        <span class={bad ? "bad" : ""} title={status} aria-hidden={running}>
          {status}
        </span>
        {stop !== "" && <span class="warn"> – {stop}</span>}
        {notice.text !== "" && " "}
        {notice.text !== "" && (
          <span class={`notice${notice.bad ? " bad" : ""}`} title={notice.text}>
            {notice.text}
          </span>
        )}
      </p>
      {stop !== "" && <button onClick={() => void runner.now(true)}>Run all</button>}
    </div>
  );
}
