// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// The middle column: the messages to try.
import { useEffect, useRef, useState } from "preact/hooks";
import { useBench } from "./bench";
import { SampleTable } from "./sampletable";
import { SampleText } from "./sampletext";
import { useSize } from "./size";
import { Splitter } from "./splitter";
import type { Outcome } from "./state";
import { count } from "./status";
import { useSelect } from "./store";

export function Samples() {
  const { sampling, store } = useBench();
  const samples = useSelect((state) => state.samples);
  const file = useSelect((state) => state.server?.samples_file ?? "");
  const [over, setOver] = useState(false);
  const [height, setHeight] = useSize("sample", () => 220);
  const column = useRef<HTMLDivElement>(null);
  const none = samples.samples.length === 0;
  const dialog = (kind: "add" | "capture" | "test") => store.dispatch({ type: "dialog", dialog: { kind } });

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const { files } = event.dataTransfer!;
    const text = event.dataTransfer!.getData("text/plain");
    if (files.length > 0) void sampling.addFiles(files);
    else if (text !== "") void sampling.add(text);
  };
  // Wherever the focus is: on a page that was just opened, it is nowhere.
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const { target, clipboardData } = event;
      if (store.state.dialog || !clipboardData) return;
      if (target instanceof Element && target.closest("input, textarea, .cm-editor")) return;
      event.preventDefault();
      if (clipboardData.files.length > 0) void sampling.addFiles(clipboardData.files);
      else void sampling.add(clipboardData.getData("text/plain"));
    };
    window.addEventListener("paste", paste);
    return () => window.removeEventListener("paste", paste);
  }, []);

  return (
    <div
      ref={column}
      class={`filled${over ? " drop" : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => !column.current!.contains(event.relatedTarget as Node | null) && setOver(false)}
      onDrop={drop}
    >
      <div class="toolbar">
        <h2 class="title">{count(samples.samples.length, "message")}</h2>
        <button onClick={() => dialog("add")}>Add…</button>
        <button onClick={() => dialog("capture")}>Capture…</button>
        {file !== "" ? (
          <button onClick={() => void sampling.keep()} disabled={none} title={`Writes all messages to ${file}`}>
            Keep{samples.unsaved ? " •" : ""}
            {samples.unsaved && <span class="unseen"> (the file has others)</span>}
          </button>
        ) : (
          !none && (
            <a
              class="button"
              href="api/samples.jsonl"
              download="samples.jsonl"
              title="All messages, as a file that tag try reads"
            >
              Download
            </a>
          )
        )}
      </div>
      {none ? (
        <NoSamples />
      ) : (
        <>
          <Filter />
          <SampleTable />
          <Splitter
            label="Height of the message's text"
            direction="vertical"
            value={height}
            min={90}
            max={500}
            grows={-1}
            onChange={setHeight}
          />
          <div class="sample-pane" style={{ height: `${height}px` }}>
            <SampleText />
          </div>
        </>
      )}
    </div>
  );
}

function NoSamples() {
  return (
    <div class="empty">
      <p>There are no messages yet.</p>
      <p>Drop a file here, paste with Ctrl+V, or press Add or Capture. A line is a message:</p>
      <pre>{'{"payload": 46.2, "meta": {"unit": "C"}}\n46.2\npump started'}</pre>
    </div>
  );
}

function Filter() {
  const { store } = useBench();
  const filter = useSelect((state) => state.filter);
  const change = (part: Partial<typeof filter>) => store.dispatch({ type: "filter", filter: { ...filter, ...part } });
  return (
    <div class="filter">
      <input
        type="search"
        aria-label="Show only messages with this text"
        placeholder="Filter by text, topic, value, error"
        value={filter.text}
        onInput={(event) => change({ text: event.currentTarget.value })}
      />
      <select
        aria-label="Show only messages with this outcome"
        value={filter.outcome}
        onChange={(event) => change({ outcome: event.currentTarget.value as Outcome })}
      >
        <option value="all">all</option>
        <option value="failed">failed</option>
        <option value="dropped">dropped</option>
      </select>
    </div>
  );
}
