// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Saving shows first what would be written.
import { useMemo, useState } from "preact/hooks";
import type { Conflict, Preview } from "./api";
import { useBench } from "./bench";
import { CloseButton, DialogBox } from "./dialog";
import { type DiffLine, lineDiff } from "./linediff";
import { useSelect } from "./store";

export function SaveDialog({ preview }: { preview: Preview }) {
  const { scripting } = useBench();
  const file = useSelect((state) => state.server?.config.file ?? "");
  const [saving, setSaving] = useState(false);
  const save = async () => {
    setSaving(true);
    await scripting.save();
    setSaving(false);
  };
  return (
    <DialogBox
      title={`Save ${file}`}
      wide
      buttons={
        <>
          <button class="main" data-first onClick={() => void save()} disabled={saving}>
            Save
          </button>
          <CloseButton>Cancel</CloseButton>
        </>
      }
    >
      <LineDiff before={preview.before} after={preview.after} label="What saving changes" />
    </DialogBox>
  );
}

export function ConflictDialog({ conflict }: { conflict: Conflict }) {
  const { scripting } = useBench();
  const text = useSelect((state) => state.server?.config.text ?? "");
  return (
    <DialogBox
      title="The file has changed meanwhile"
      wide
      buttons={
        <>
          <button onClick={() => void scripting.save(conflict.version)}>Write into the changed file</button>
          <CloseButton>Cancel</CloseButton>
        </>
      }
    >
      <p>{conflict.error}</p>
      <p>
        Somebody else changed these lines. “Write into the changed file” keeps them, but for a
        script that both of you have changed: that one becomes yours. The list of
        conditions counts as one.
      </p>
      <LineDiff before={text} after={conflict.text} label="What changed in the file" />
    </DialogBox>
  );
}

const signs = { same: " ", added: "+", removed: "-" };

function LineDiff({ before, after, label }: { before: string; after: string; label: string }) {
  const groups = useMemo(() => lineDiff(before, after), [before, after]);
  if (groups.length === 0) return <p>No line differs.</p>;
  return (
    <div class="line-diff" role="group" aria-label={label} tabIndex={0}>
      {groups.map((group, i) => (
        <table key={i}>
          <tbody>
            {group.map((line, j) => (
              <Line key={j} line={line} />
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}

function Line({ line }: { line: DiffLine }) {
  return (
    <tr class={line.kind}>
      <td class="line-number">{line.before}</td>
      <td class="line-number">{line.after}</td>
      <td class="line">
        <span class="sign">{signs[line.kind]}</span>
        {line.kind !== "same" && <span class="unseen">{line.kind}: </span>}
        {line.text}
      </td>
    </tr>
  );
}
