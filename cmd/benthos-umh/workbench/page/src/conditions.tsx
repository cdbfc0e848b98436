// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// The conditions of a tag_processor: a list that can be put in another order.
import { useMemo, useRef } from "preact/hooks";
import type { Processor } from "./api";
import { placeOf, useBench } from "./bench";
import { memo } from "./memo";
import { moved, type Sheet, type SheetCondition, withCondition, withoutCondition } from "./sheet";
import { Stage } from "./stage";
import type { Known } from "./suggest";

interface Props {
  processor: Processor;
  sheet: Sheet;
  known: () => Known;
}

export function ConditionList({ processor, sheet, known }: Props) {
  const { scripting, places, store } = useBench();
  const list = useRef<HTMLDivElement>(null);
  const { path } = processor;
  const fixed = processor.no_edit !== "";
  const say = (text: string) => store.dispatch({ type: "notice", text, bad: false });

  // The same for all conditions and renderings, so that only those render that changed.
  const actions = useMemo<Actions>(() => {
    const at = (key: number) => store.state.sheets[path]!.conditions.findIndex((c) => c.key === key);
    return {
      add: (behind) => {
        scripting.arrange(path, (s) => withCondition(s, behind));
        const added = store.state.sheets[path]!.conditions[behind + 1]!;
        places.jump(placeOf(path, `${added.key} if`));
      },
      move: (key, by) => {
        const focused = document.activeElement;
        scripting.arrange(path, (s) => moved(s, key, by));
        say(`The condition is number ${at(key) + 1} of ${store.state.sheets[path]!.conditions.length} now.`);
        // What moves in the page loses the focus.
        requestAnimationFrame(() => focused instanceof HTMLElement && focused.isConnected && focused.focus());
      },
      remove: (key) => {
        const was = at(key);
        scripting.arrange(path, (s) => withoutCondition(s, key));
        say(`Condition ${was + 1} is removed. Ctrl+Z brings it back.`);
        requestAnimationFrame(() => {
          const buttons = list.current?.querySelectorAll<HTMLElement>("button.remove, button.add-condition");
          buttons?.[Math.min(was, buttons.length - 1)]?.focus();
        });
      },
    };
  }, [path]);

  return (
    <div ref={list}>
      {sheet.conditions.map((condition, at) => (
        <Condition
          key={condition.key}
          {...{ condition, at, processor, known, fixed, actions }}
          last={at === sheet.conditions.length - 1}
        />
      ))}
      {!fixed && (
        <button class="add-condition" onClick={() => actions.add(sheet.conditions.length - 1)}>
          Add a condition
        </button>
      )}
    </div>
  );
}

interface Actions {
  /** Adds a condition behind the place. */
  add: (behind: number) => void;
  move: (key: number, by: -1 | 1) => void;
  remove: (key: number) => void;
}

interface ConditionProps {
  condition: SheetCondition;
  /** Its place, from 0. */
  at: number;
  last: boolean;
  processor: Processor;
  known: () => Known;
  fixed: boolean;
  actions: Actions;
}

const Condition = memo(function Condition({ condition, at, last, processor, known, fixed, actions }: ConditionProps) {
  const move = (by: -1 | 1) => actions.move(condition.key, by);
  const name = `condition ${at + 1}`;
  const script = (part: "if" | "then") => ({
    stage: `${name} ${part}`,
    slot: `${condition.key} ${part}`,
    place: placeOf(processor.path, `${condition.key} ${part}`),
    text: condition[part],
    label: part,
  });
  const keys = (event: KeyboardEvent) => {
    if (fixed || !event.altKey || (event.target as Element).closest(".cm-editor")) return; // an editor moves its line
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    move(event.key === "ArrowUp" ? -1 : 1);
  };
  return (
    <Stage title={name} processor={processor} scripts={[script("if"), script("then")]} known={known} onKeyDown={keys}>
      {!fixed && (
        <span class="buttons">
          <IconButton icon="↑" label={`Move ${name} up`} off={at === 0} onClick={() => move(-1)} />
          <IconButton icon="↓" label={`Move ${name} down`} off={last} onClick={() => move(1)} />
          <IconButton icon="+" label={`Add a condition below ${name}`} onClick={() => actions.add(at)} />
          <IconButton icon="✕" label={`Remove ${name}`} kind="remove" onClick={() => actions.remove(condition.key)} />
        </span>
      )}
    </Stage>
  );
});

interface IconButtonProps {
  icon: string;
  label: string;
  /** It stays where it is in the tab order, so that the focus is not lost at the end of the list. */
  off?: boolean;
  kind?: string;
  onClick: () => void;
}

export function IconButton({ icon, label, off = false, kind = "", onClick }: IconButtonProps) {
  return (
    <button
      class={`icon ${kind}`}
      aria-label={label}
      title={label}
      aria-disabled={off}
      onClick={() => !off && onClick()}
    >
      {icon}
    </button>
  );
}
