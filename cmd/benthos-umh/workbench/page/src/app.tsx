// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// The page: a bar, and three columns whose borders can be moved.
import { useEffect, useState } from "preact/hooks";
import { Dialogs } from "./dialogs";
import { Right } from "./right";
import { Samples } from "./samples";
import { useSize } from "./size";
import { Splitter } from "./splitter";
import { Stages } from "./stages";
import { useSelect } from "./store";
import { TopBar } from "./topbar";

// In CSS pixels. What is left belongs to the column in the middle.
const least = 280;
const splitterWidth = 6;

export function App() {
  const opened = useSelect((state) => state.server !== undefined);
  const [left, setLeft] = useSize("left", () => Math.round(window.innerWidth * 0.33));
  const [right, setRight] = useSize("right", () => Math.round(window.innerWidth * 0.34));
  const [width, setWidth] = useState(window.innerWidth);
  useEffect(() => {
    const resized = () => setWidth(window.innerWidth);
    window.addEventListener("resize", resized);
    return () => window.removeEventListener("resize", resized);
  }, []);
  const most = (other: number) => Math.max(least, width - other - least - 2 * splitterWidth);
  const l = Math.min(left, most(right));
  const r = Math.min(right, most(l));
  return (
    <>
      <TopBar />
      {opened && (
        <main style={{ gridTemplateColumns: `${l}px ${splitterWidth}px minmax(0, 1fr) ${splitterWidth}px ${r}px` }}>
          <section class="column" aria-label="Scripts">
            <Stages />
          </section>
          <Splitter
            label="Width of the scripts"
            direction="horizontal"
            value={l}
            min={least}
            max={most(r)}
            grows={1}
            onChange={setLeft}
          />
          <section class="column" aria-label="Messages to try">
            <Samples />
          </section>
          <Splitter
            label="Width of what happened"
            direction="horizontal"
            value={r}
            min={least}
            max={most(l)}
            grows={-1}
            onChange={setRight}
          />
          <section class="column" aria-label="Results">
            <Right />
          </section>
        </main>
      )}
      <Dialogs />
    </>
  );
}
