import type { Building } from "../building";
import type { SyntaxNode } from "../node";
import { type Comment, NOT_QUICK } from "./lexer";
import { NONE, node } from "./nodes";
import { StatementReader } from "./statements";

class Reader extends StatementReader {
  read(columns: number): Building {
    const root = node("module", 0, this.length, this.statements(columns));
    for (const comment of this.comments) place(comment, root);
    return root;
  }
}

/** Hangs a comment below the innermost node around it. */
function place({ start, end }: Comment, root: Building): void {
  let around = root;
  for (;;) {
    const { children }: Building = around;
    let at = children.length;
    while (at > 0 && (children[at - 1] as Building).start > start) at--;
    const before = children[at - 1];
    if (before && before.end >= end) {
      around = before;
      continue;
    }
    const comment = node("comment", start, end, NONE);
    comment.parent = around;
    if (children === NONE) around.children = [comment];
    else children.splice(at, 0, comment);
    return;
  }
}

/** Leaves out what starts behind an end that is earlier than the text's. */
function cut(node: Building, length: number): void {
  node.end = Math.min(node.end, length);
  const last = node.children[node.children.length - 1];
  if (!last || last.end <= length) return;
  if (last.start < length) cut(last, length);
  else node.children = node.children.slice(0, -1);
}

/**
 * The tree that tree-sitter-python would build of a text, made without it; null where the text is broken, or has what is rarely
 * written (`match`, type parameters, characters beyond ASCII in names, …): that is for tree-sitter itself.
 * @param indentation white space before the text on its first line
 * @param length nodes that start at or after it are left out
 */
export function quickParse(text: string, indentation: string, length = text.length): SyntaxNode | null {
  let columns = 0;
  for (const character of indentation) columns += character === "\t" ? 8 : 1;
  try {
    const root = new Reader(text).read(columns);
    if (length < text.length) cut(root, length);
    return root;
  } catch (error) {
    if (error === NOT_QUICK) return null;
    throw error;
  }
}
