// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// The one place that holds the state, and how parts of the page get at it.
import { createContext } from "preact";
import { useContext, useLayoutEffect, useReducer, useRef } from "preact/hooks";
import { type Action, initial, reduce, type State } from "./state";

export class Store {
  private current: State = initial;
  private readonly listeners = new Set<() => void>();

  get state(): State {
    return this.current;
  }

  dispatch(action: Action): void {
    this.current = reduce(this.current, action);
    for (const listener of [...this.listeners]) listener();
  }

  /** Calls the listener after each action, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

export const StoreContext = createContext<Store>(new Store());

/** A part of the state. The component renders again when the part is another one. */
export function useSelect<T>(select: (state: State) => T): T {
  const store = useContext(StoreContext);
  const [, render] = useReducer((n: number) => n + 1, 0);
  const selected = select(store.state);
  const last = useRef(selected);
  const selector = useRef(select);
  last.current = selected;
  selector.current = select;
  useLayoutEffect(() => {
    const look = () => {
      if (!Object.is(selector.current(store.state), last.current)) render(undefined as never);
    };
    look(); // something may have happened since it rendered
    return store.subscribe(look);
  }, [store]);
  return selected;
}
