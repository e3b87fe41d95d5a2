import type { ContextValue } from '../ids';
import type { Icon } from './icons';

/** One row of the tree, as plain data. */
export interface Row {
  /** Stays the same as long as the row stands for the same thing. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon: Icon | undefined;
  /** Markdown, shown on hover. */
  readonly tooltip: string;
  readonly contextValue: ContextValue;
  readonly accessibilityLabel: string;
  readonly expanded: boolean;
  readonly children: readonly Row[];
}

/** A row that says one thing about the row above it: "label: text". */
export function factRow(id: string, label: string, text: string, tooltip: string, icon?: Icon): Row {
  return {
    id,
    label,
    description: text,
    icon,
    tooltip,
    contextValue: 'value',
    accessibilityLabel: `${label}: ${text}`,
    expanded: false,
    children: [],
  };
}

function sameIds(before: readonly Row[], after: readonly Row[]): boolean {
  return before.length === after.length && before.every((row, index) => row.id === after[index]?.id);
}

function sameLook(before: Row, after: Row): boolean {
  return (
    before.label === after.label &&
    before.description === after.description &&
    before.icon === after.icon &&
    before.tooltip === after.tooltip &&
    before.contextValue === after.contextValue &&
    before.accessibilityLabel === after.accessibilityLabel
  );
}

/**
 * The ids of the rows to draw anew, none of them inside another; `'all'` where rows came or went at the top, and
 * empty where nothing changed.
 */
export function changedRows(before: readonly Row[], after: readonly Row[]): 'all' | string[] {
  if (!sameIds(before, after)) {
    return 'all';
  }
  return after.flatMap((row, index) => {
    const old = before[index];
    if (old === undefined || !sameLook(old, row)) {
      return [row.id];
    }
    const inside = changedRows(old.children, row.children);
    return inside === 'all' ? [row.id] : inside;
  });
}
