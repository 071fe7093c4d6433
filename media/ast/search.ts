/** Finding nodes by what is written in their line. */
import { ancestors, nameOf, type TreeNode, walk } from "./tree";

/** The nodes whose line holds the words, upper and lower case alike, in reading order. An empty query finds nothing. */
export function findNodes(root: TreeNode, query: string): TreeNode[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === "") return [];
  return [...walk(root)].filter((node) => nameOf(node).toLowerCase().includes(wanted));
}

/** The numbers of the found nodes and of all that leads to them. */
export function withAncestors(found: readonly TreeNode[]): Set<number> {
  const kept = new Set<number>();
  for (const node of found) {
    kept.add(node.id);
    for (const up of ancestors(node)) {
      if (kept.has(up.id)) break;
      kept.add(up.id);
    }
  }
  return kept;
}

/**
 * The match to go to from the selected node: the next one after it in reading order, round the end.
 * @param order every node's number in reading order.
 */
export function nextMatch(
  root: TreeNode,
  found: readonly TreeNode[],
  selected: number | null,
  direction: "next" | "previous",
): TreeNode | null {
  if (found.length === 0) return null;
  const place = new Map([...walk(root)].map((node, i) => [node.id, i]));
  const at = (selected === null ? undefined : place.get(selected)) ?? -1;
  const placeOf = (node: TreeNode): number => place.get(node.id) ?? -1;
  return direction === "next"
    ? (found.find((node) => placeOf(node) > at) ?? found[0] ?? null)
    : (found.findLast((node) => placeOf(node) < at) ?? found.at(-1) ?? null);
}

/** A line cut where the query occurs, for highlighting. */
export function highlight(text: string, query: string): { readonly text: string; readonly hit: boolean }[] {
  const wanted = query.trim().toLowerCase();
  const lower = text.toLowerCase();
  // Some letters change length with their case ("İ"): then the places would not fit, and nothing is marked.
  if (wanted === "" || lower.length !== text.length) return [{ text, hit: false }];
  const parts: { text: string; hit: boolean }[] = [];
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    if (at > from) parts.push({ text: text.slice(from, at), hit: false });
    parts.push({ text: text.slice(at, at + wanted.length), hit: true });
    from = at + wanted.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), hit: false });
  return parts;
}
