// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// A value that may be long: its beginning, and a button for the rest.
import { useState } from "preact/hooks";
import { count } from "./status";

const most = 300;

export function LongText({ text }: { text: string }) {
  const [all, setAll] = useState(false);
  if (text.length <= most || all) return <>{visible(text)}</>;
  return (
    <>
      {visible(text.slice(0, most))}…{" "}
      <button class="link" onClick={() => setAll(true)}>
        all {count(text.length, "character")}
      </button>
    </>
  );
}

/** A text with a mark for each character that nobody would see. */
export function visible(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
