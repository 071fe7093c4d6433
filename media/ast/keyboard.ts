/** What a key does in a tree, after the WAI-ARIA Authoring Practices' tree view pattern. */
import type { Row } from "./rows";
import { nameOf } from "./tree";

export type TreeAction =
  | { readonly do: "go"; readonly to: number }
  | { readonly do: "unfold" | "fold" }
  | { readonly do: "unfold siblings" }
  | { readonly do: "activate"; readonly openEditor: boolean };

export interface Key {
  readonly key: string;
  readonly ctrl: boolean;
}

/**
 * @param at the index of the row that has the focus.
 * @param page how many rows fit on the screen.
 * @returns null where the key is not the tree's.
 */
export function treeAction(key: Key, rows: readonly Row[], at: number, page: number): TreeAction | null {
  const row = rows[at];
  if (!row) return null;
  const go = (to: number): TreeAction => ({ do: "go", to: Math.max(0, Math.min(rows.length - 1, to)) });
  if (key.ctrl) return key.key === "Enter" ? { do: "activate", openEditor: true } : null;
  switch (key.key) {
    case "ArrowDown":
      return go(at + 1);
    case "ArrowUp":
      return go(at - 1);
    case "PageDown":
      return go(at + page);
    case "PageUp":
      return go(at - page);
    case "Home":
      return go(0);
    case "End":
      return go(rows.length - 1);
    case "ArrowRight":
      if (row.unfolded === null) return null;
      return row.unfolded ? go(at + 1) : { do: "unfold" };
    case "ArrowLeft": {
      if (row.unfolded) return { do: "fold" };
      const parent = rows.findLastIndex((other, i) => i < at && other.level === row.level - 1);
      return parent < 0 ? null : go(parent);
    }
    case "*":
      return { do: "unfold siblings" };
    case "Enter":
    case " ":
      return { do: "activate", openEditor: false };
    default:
      return null;
  }
}

/**
 * Typing letters goes to the next row that begins with them, as in a file explorer.
 * @param typed what was typed without a pause; one letter again and again goes from match to match.
 */
export function typeAhead(rows: readonly Row[], at: number, typed: string): number | null {
  const letters = typed.toLowerCase();
  const repeated = new Set(letters).size === 1;
  const wanted = repeated ? (letters[0] ?? "") : letters;
  // Longer words may still match the row that the first letters led to.
  const first = repeated ? 1 : 0;
  for (let i = first; i < rows.length + first; i++) {
    const index = (at + i) % rows.length;
    const row = rows[index];
    if (row && nameOf(row.node).toLowerCase().startsWith(wanted)) return index;
  }
  return null;
}
