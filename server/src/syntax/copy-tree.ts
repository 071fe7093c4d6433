import type { Language, Parser, Tree, TreeCursor } from "web-tree-sitter";
import { type Building, DROPPED, LEAVES } from "./building";
import { type SyntaxNode, walk } from "./node";
import { TreeReader, type WasmMemory } from "./tree-reader";

const readers = new WeakMap<Language, TreeReader>();

/** What a reader has to read as tree-sitter tells it: hidden rules, aliases, fields, errors, what is missing, long and short tokens. */
const TRIAL = `# one
@a.b(c=1, *d)  # two
async def f(x: int = 3, *args, y: "T.Buffer" = None, **kw) -> T.int32:
    """text"""
    with a as b, c.d[1:2, ...] as e:  # three
        x: T.int32 = -y if not z else lambda q: q ** 2
        print(f"{x!r:>{w}} {y}", end="")
    for i, (j, k) in zip(*a):
        yield [n for n in m if n not in (1, 2)]
    else:
        del x, y[0]
    try:
        x += a @ b << 2
    except (E, F) as e:
        raise G from e
    match x:
        case {"a": [1, *_]} if y:
            pass
    return a < b <= c, {**d, 1: 2}, {3}
class C[T](D, metaclass=E):
    type X = list[int]
    global g; assert g, "${"long ".repeat(80)}"
from .a import (b as c, d)
import e.f, ü as g
x = (1 +
if (:
`;

/** Has trees of a parser's language read in memory from now on, if what is read there is what tree-sitter says. */
export function readInMemory(parser: Parser, language: Language, memory: WasmMemory): boolean {
  const reader = new TreeReader(memory, language);
  const isSame = [TRIAL, ...TRIAL.split("\n")].every((text) => {
    const tree = parser.parse(text);
    if (!tree) return false;
    const told = plain(copyTree(tree, 0, text.length));
    let read: string;
    try {
      read = plain(reader.read(tree, 0, text.length));
    } catch {
      read = "";
    }
    tree.delete();
    return told === read;
  });
  if (isSame) readers.set(language, reader);
  return isSame;
}

/** A tree as text that is equal for equal trees. */
export function plain(root: SyntaxNode): string {
  const lines: string[] = [];
  walk(root, ({ kind, field, start, end, error, hasError, children }) => {
    lines.push([kind, field, start, end, error, hasError, children.length].join(" "));
  });
  return lines.join("\n");
}

/**
 * Copies a tree of tree-sitter's.
 * @param base offset that becomes 0
 * @param length nodes that start at or after it are left out
 */
export function copyTree(tree: Tree, base: number, length: number): SyntaxNode {
  const reader = readers.get(tree.language);
  if (reader) return reader.read(tree, base, length);
  const cursor = tree.walk();
  const root = copyByCursor(cursor, base, length);
  cursor.delete();
  return root;
}

/** As tree-sitter's own functions tell it: each node is asked once, and leaves are not asked for children. */
export function copyByCursor(cursor: TreeCursor, base: number, length: number): SyntaxNode {
  const root: Building = {
    kind: cursor.nodeType,
    field: null,
    start: 0,
    end: length,
    parent: null,
    children: [],
    error: cursor.nodeType === "ERROR",
    hasError: cursor.nodeType === "ERROR",
  };
  if (!cursor.gotoFirstChild()) return root;
  let parent = root;
  for (;;) {
    const node = copyNode(cursor, base, length, parent);
    if (node && !LEAVES.has(node.kind) && cursor.gotoFirstChild()) {
      parent = node;
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      cursor.gotoParent();
      if (!parent.parent) return root;
      parent = parent.parent;
    }
  }
}

/** The copy of the node under the cursor, hung below its parent; null where it is not kept and nothing below it is either. */
function copyNode(cursor: TreeCursor, base: number, length: number, parent: Building): Building | null {
  const kind = cursor.nodeType;
  const named = cursor.nodeIsNamed;
  if (DROPPED.has(kind)) return null;
  const field = cursor.currentFieldName;
  const start = cursor.startIndex - base;
  const end = cursor.endIndex - base;
  const error: boolean = kind === "ERROR" || (start === end && cursor.nodeIsMissing);
  if (error) for (let at: Building | null = parent; at; at = at.parent) at.hasError = true;
  if ((!named && field === null) || (start >= length && length > 0)) return null;
  const node: Building = {
    kind,
    field,
    start,
    end: Math.min(end, length),
    parent,
    children: [],
    error,
    hasError: error,
  };
  parent.children.push(node);
  return named ? node : null;
}

/** Whether trees of a language are read so. */
export function usesMemory(language: Language): boolean {
  return readers.has(language);
}
