// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// What stands in front of the page. The browser's own dialog keeps the focus inside and
// gives it back, and Escape closes it.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useBench } from "./bench";
import { useSelect } from "./store";

interface Props {
  title: string;
  wide?: boolean;
  /** The element with data-first has the focus at the beginning. */
  children: ComponentChildren;
  /** The buttons, the one that does it first. */
  buttons: ComponentChildren;
}

export function DialogBox({ title, wide = false, children, buttons }: Props) {
  const { store } = useBench();
  const notice = useSelect((state) => state.notice);
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = box.current!;
    const before = document.activeElement;
    dialog.showModal();
    dialog.querySelector<HTMLElement>("[data-first]")?.focus();
    return () => {
      dialog.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={box}
      class={wide ? "wide" : ""}
      aria-labelledby="dialog-title"
      onCancel={(event) => {
        event.preventDefault(); // the state decides
        store.dispatch({ type: "dialog" });
      }}
    >
      <h2 id="dialog-title">{title}</h2>
      <div class="dialog-body">{children}</div>
      {/* What went wrong also stands in the bar, but that is behind. */}
      {notice.bad && (
        <p class="bad" role="alert">
          {notice.text}
        </p>
      )}
      <div class="dialog-buttons">{buttons}</div>
    </dialog>
  );
}

/** A button that closes the dialog and does nothing else. */
export function CloseButton({ children }: { children: ComponentChildren }) {
  const { store } = useBench();
  return <button onClick={() => store.dispatch({ type: "dialog" })}>{children}</button>;
}
