import type { Parser, TreeCursor } from "web-tree-sitter";
import type { SyntaxNode } from "./node";

/**
 * A piece of a document that is read and analysed as a whole: a statement at module level. A class at module level is cut
 * further: its decorators and header are a unit without a body (`shell`), and each statement of its body is a unit inside it,
 * so that one method can change without the others being looked at again.
 */
export interface Unit {
  /** From the statement's first character to its last. */
  readonly text: string;
  /** A `module` node; the statement is its child (several, where semicolons join them). Asking for it is what parses the unit. */
  readonly root: SyntaxNode;
  readonly hasError: boolean;
  /** A class without its body. */
  readonly shell: boolean;
}

/** A unit at its place in one version of a text. */
export interface PlacedUnit {
  readonly unit: Unit;
  /** Offset of the unit's first character in the text. */
  readonly start: number;
  /** End of the whole statement, a shell's members included. */
  readonly end: number;
  /** The shells around it, outermost first. */
  readonly shells: readonly PlacedUnit[];
}

/** Leaves, so that the walk need not ask for their children. */
const LEAVES = new Set([
  "identifier",
  "integer",
  "float",
  "true",
  "false",
  "none",
  "comment",
  "ellipsis",
  "pass_statement",
  "break_statement",
  "continue_statement",
]);
/** Parts of a string that nobody asks for: the string's own text says as much. */
const DROPPED = new Set(["string_start", "string_content", "string_end", "line_continuation"]);

interface Building {
  kind: string;
  field: string | null;
  start: number;
  end: number;
  parent: Building | null;
  children: Building[];
  error: boolean;
  hasError: boolean;
}

/** A unit that is parsed, by itself, when somebody first asks for its tree: most units of most files nobody asks for. */
class LazyUnit implements Unit {
  private tree: SyntaxNode | undefined;

  constructor(
    private readonly parser: Parser,
    readonly text: string,
    private readonly indentation: string,
    readonly shell: boolean,
  ) {}

  get root(): SyntaxNode {
    this.tree ??= this.parse();
    return this.tree;
  }

  get hasError(): boolean {
    return this.root.hasError;
  }

  private parse(): SyntaxNode {
    const tree = this.parser.parse(this.indentation + this.text + (this.shell ? " pass" : ""));
    if (!tree) throw new Error("the parser has no language");
    const cursor = tree.walk();
    const root = copyTree(cursor, this.indentation.length, this.text.length);
    cursor.delete();
    tree.delete();
    return root;
  }
}

/**
 * A piece of text as a unit of its own.
 * @param indentation the white space before the piece on its first line, which the lines below it continue
 * @param shell the text is a class's decorators and header
 */
export function readUnit(parser: Parser, text: string, indentation: string, shell: boolean): Unit {
  return new LazyUnit(parser, text, indentation, shell);
}

/**
 * Copies what tree-sitter holds under the cursor. Asking the wasm side is what costs (about a microsecond a question), so each
 * node is asked once and leaves are not asked for children.
 * @param base offset that becomes 0
 * @param length nodes that start at or after it are left out
 */
export function copyTree(cursor: TreeCursor, base: number, length: number): SyntaxNode {
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
