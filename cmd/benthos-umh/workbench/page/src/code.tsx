// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// An editor on the page. A config may have hundreds of scripts: an editor is made when it
// comes into view, and until then the text stands there.
import type { EditorView } from "@codemirror/view";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Mistake } from "./api";
import { useBench } from "./bench";
import { createEditor, putCursor, setLabel, setProblems, setReadOnly, setText, stateOf } from "./editor";
import { watchNear } from "./near";
import type { Known } from "./suggest";

export interface CodeProps {
  /** The name of its place. */
  place: string;
  label: string;
  text: string;
  language: "javascript" | "json";
  oneLine?: boolean;
  readOnly?: boolean;
  /** Make the editor at once: the text may be so long that only an editor can show it. */
  atOnce?: boolean;
  problems?: Mistake[];
  known: () => Known;
  onChange: (text: string) => void;
}

const none: Mistake[] = [];

export function Code(props: CodeProps) {
  const { place, label, text, oneLine = false, readOnly = false, atOnce = false, problems = none } = props;
  const { places } = useBench();
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | undefined>(undefined);
  const latest = useRef(props); // an editor lives longer than one rendering
  latest.current = props;
  const [made, setMade] = useState(false);

  const make = () => {
    if (view.current || !box.current) return;
    box.current.replaceChildren();
    const now = latest.current; // the editor may be made long after the first rendering
    view.current = createEditor(box.current, {
      text: now.text,
      label: now.label,
      language: now.language,
      oneLine: now.oneLine ?? false,
      readOnly: now.readOnly ?? false,
      known: () => latest.current.known(),
      onChange: (changed) => latest.current.onChange(changed),
      left: now.atOnce ? undefined : places.left.get(now.place),
    });
    setMade(true);
  };

  useLayoutEffect(() => {
    const leave = () => {
      const { place, atOnce } = latest.current;
      if (view.current && !atOnce) places.left.set(place, stateOf(view.current));
      view.current?.destroy();
      view.current = undefined;
    };
    if (atOnce) {
      make();
      return leave;
    }
    const waiting = document.createElement("pre");
    waiting.textContent = latest.current.text;
    box.current!.append(waiting);
    const unwatch = watchNear(box.current!, (near) => near && make());
    return () => {
      unwatch();
      leave();
    };
  }, []);

  useEffect(
    () =>
      places.register(place, (line, column) => {
        make();
        box.current?.scrollIntoView({ block: "nearest" });
        putCursor(view.current!, line, column);
      }),
    [place],
  );

  useLayoutEffect(() => {
    if (view.current) setText(view.current, text);
    else if (box.current?.firstChild) box.current.firstChild.textContent = text;
  }, [text]);
  useLayoutEffect(() => void (view.current && setLabel(view.current, label)), [label]);
  useLayoutEffect(() => void (view.current && setReadOnly(view.current, readOnly)), [readOnly]);
  useLayoutEffect(() => void (view.current && setProblems(view.current, problems)), [problems, made]);

  // Until there is an editor, the text itself can be reached with Tab.
  const waits = made
    ? {}
    : { role: "group" as const, "aria-label": label, tabIndex: 0, onFocus: () => (make(), view.current?.focus()) };
  return <div class={`code${oneLine ? " one-line" : ""}`} ref={box} {...waits} />;
}
