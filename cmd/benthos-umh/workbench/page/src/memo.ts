// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// A component that renders again only when a property changed. Preact has this only in its
// layer of compatibility with React.
import { Component, type ComponentType, createElement, type FunctionComponent } from "preact";

export function memo<P extends object>(inner: FunctionComponent<P>): ComponentType<P> {
  return class extends Component<P> {
    override shouldComponentUpdate(next: Record<string, unknown>): boolean {
      const now = this.props as Record<string, unknown>;
      return (
        Object.keys(next).length !== Object.keys(now).length ||
        Object.keys(next).some((name) => next[name] !== now[name])
      );
    }

    override render() {
      return createElement(inner, this.props as P & { children?: never });
    }
  };
}
