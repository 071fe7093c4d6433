import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser";

/** A code cell in Python. */
export interface NotebookCell {
  /** Zero-based, among all of the notebook's cells. */
  readonly index: number;
  readonly text: string;
}

export interface NotebookFile {
  readonly cells: readonly NotebookCell[];
  /** The notebook's JSON with these texts for `cells`: only lines that changed are written anew, all else stays byte for byte. */
  write(texts: readonly string[]): string;
}

export class NotebookError extends Error {}

interface SourceNode {
  readonly cell: NotebookCell;
  /** The JSON node of `source`: a string, or an array of lines. */
  readonly node: Node;
}

/** Reads .ipynb JSON (nbformat 4). Cells of other languages than Python are left out. */
export function readNotebook(json: string): NotebookFile {
  const root = parse(json);
  const cells = findNodeAtLocation(root, ["cells"]);
  if (cells?.type !== "array") throw new NotebookError('it has no list of "cells"');
  const language =
    valueAt(root, ["metadata", "kernelspec", "language"]) ?? valueAt(root, ["metadata", "language_info", "name"]);
  const isPython = language === undefined || /python/i.test(String(language));
  const sources = (cells.children ?? []).flatMap((cell, index): SourceNode[] => {
    const node = findNodeAtLocation(cell, ["source"]);
    if (valueAt(cell, ["cell_type"]) !== "code" || !node || !isPython) return [];
    const text = textOf(node);
    return text === null ? [] : [{ cell: { index, text }, node }];
  });
  return { cells: sources.map(({ cell }) => cell), write: (texts) => rewrite(json, sources, texts) };
}

function parse(json: string): Node {
  try {
    JSON.parse(json);
  } catch (error) {
    throw new NotebookError(error instanceof Error ? error.message : String(error));
  }
  const root = parseTree(json);
  if (root?.type !== "object") throw new NotebookError("its JSON is not an object");
  return root;
}

function valueAt(node: Node, path: string[]): unknown {
  return findNodeAtLocation(node, path)?.value;
}

function textOf(source: Node): string | null {
  if (source.type === "string") return source.value as string;
  if (source.type !== "array") return null;
  const lines = source.children ?? [];
  return lines.every((line) => line.type === "string") ? lines.map((line) => line.value as string).join("") : null;
}

function rewrite(json: string, sources: readonly SourceNode[], texts: readonly string[]): string {
  let out = "";
  let at = 0;
  sources.forEach(({ cell, node }, i) => {
    const text = texts[i];
    if (text === undefined || text === cell.text) return;
    const { offset, length } = node;
    out += json.slice(at, offset) + rewriteSource(json, node, text);
    at = offset + length;
  });
  return out + json.slice(at);
}

function rewriteSource(json: string, node: Node, text: string): string {
  const old = json.slice(node.offset, node.offset + node.length);
  if (node.type === "string") return literal(text, old);
  const items = node.children ?? [];
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const first = items[0];
  const second = items[1];
  const between = first && second ? json.slice(first.offset + first.length, second.offset) : ",\n    ";
  const head = first ? json.slice(node.offset, first.offset) : "[";
  const last = items.at(-1);
  const tail = last ? json.slice(last.offset + last.length, node.offset + node.length) : "]";
  // A line that is still there is taken over as it was written.
  const written = new Map(
    items.map((item) => [item.value as string, json.slice(item.offset, item.offset + item.length)]),
  );
  return head + lines.map((line) => written.get(line) ?? literal(line, old)).join(between) + tail;
}

/** A JSON string; with \u escapes for what is not ASCII where the notebook wrote so before. */
function literal(text: string, old: string): string {
  const plain = JSON.stringify(text);
  if (!/\\u[0-9a-f]{4}/i.test(old)) return plain;
  return plain.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
