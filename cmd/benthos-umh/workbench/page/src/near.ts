// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// What is in view, or nearly. A config may have a thousand conditions: only those that can
// be seen have editors and follow each run.
import { useLayoutEffect, useState } from "preact/hooks";

const listeners = new WeakMap<Element, (near: boolean) => void>();

// One for all: a thousand observers would be slow themselves.
const observer =
  typeof IntersectionObserver === "undefined"
    ? undefined
    : new IntersectionObserver(
        (entries) => {
          for (const entry of entries) listeners.get(entry.target)?.(entry.isIntersecting);
        },
        { rootMargin: "300px" },
      );

/** Calls the listener whenever the element comes near or goes, until the returned function is called. */
export function watchNear(element: Element, listener: (near: boolean) => void): () => void {
  listeners.set(element, listener);
  observer?.observe(element);
  return () => {
    observer?.unobserve(element);
    listeners.delete(element);
  };
}

/** Whether an element is near. */
export function useNear(element: { current: Element | null }): boolean {
  const [near, setNear] = useState(false);
  useLayoutEffect(() => watchNear(element.current!, setNear), []);
  return near;
}
