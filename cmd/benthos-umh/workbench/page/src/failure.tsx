// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Why a message failed, and where.
import type { Failure } from "./api";
import { leadTo, useBench } from "./bench";
import { LongText } from "./longtext";
import { isScript } from "./steps";

export function FailureView({ failure, processor }: { failure: Failure; processor: string }) {
  const bench = useBench();
  const {
    stage,
    reason,
    error,
    line = 0,
    column = 0,
    file_line: fileLine = 0,
    file_column: fileColumn = 0,
    frame,
  } = failure;
  const inFile = fileLine > 0 ? ` (in the file ${fileLine}${fileColumn > 0 ? `:${fileColumn}` : ""})` : "";
  return (
    <div class="failure">
      <p>
        <strong>✕ failed in </strong>
        {isScript(stage) ? (
          <button class="link" onClick={() => leadTo(bench, processor, stage, line, column)}>
            {stage}
            {line > 0 && `, line ${line}:${column}`}
          </button>
        ) : (
          stage
        )}
        {inFile} <span class="reason">{reason}</span>
      </p>
      <p class="error">
        <LongText text={error} />
      </p>
      {frame && <pre class="frame">{frame}</pre>}
    </div>
  );
}
