import { child, childOfKind, type SyntaxNode } from "../syntax/node";

/** What a missing module or name raises. */
const MISSING = /\b(?:ImportError|ModuleNotFoundError|AttributeError)\b/;
/** Handlers of whatever is raised: mostly they log a failure or go on, and say nothing of releases. */
const ANYTHING = /\b(?:Exception|BaseException)\b|^except\s*:/;
const ASKS = /\bhasattr\b|__version__|\bversion\b|\bVERSION\b|\bTYPE_CHECKING\b|\bfind_spec\b|version_info/;
/** Questions about objects that are the code's own. */
const ASKS_OWN = /\bhasattr\(\s*(?:self|cls|args|opts?|options|config|cfg)\s*,[^()]*\)/g;

/** Whether the code there is for more than one release, or is expected to fail for want of a name. Of names in such code we say nothing. */
export function isGuarded(node: SyntaxNode, text: string): boolean {
  if (isForSeveralReleases(node, text)) return true;
  for (let at: SyntaxNode | null = node, from = node; at; from = at, at = at.parent) {
    if (at.kind !== "with_statement" || from.kind === "with_clause") continue;
    const items = childOfKind(at, "with_clause");
    const written = items ? text.slice(items.start, items.end) : "";
    // A test that expects another error expects it of names that are there.
    if (/\braises\b/.test(written) && MISSING.test(written)) return true;
    if (/\bsuppress\b/.test(written) && (MISSING.test(written) || (ANYTHING.test(written) && isImported(node))))
      return true;
  }
  return false;
}

/** Whether a test expects the code there to fail, of whatever error. */
export function isExpectedToFail(node: SyntaxNode, text: string): boolean {
  for (let at: SyntaxNode | null = node, from = node; at; from = at, at = at.parent) {
    const items = at.kind === "with_statement" && from.kind !== "with_clause" ? childOfKind(at, "with_clause") : null;
    if (items && /\braises\b/.test(text.slice(items.start, items.end))) return true;
  }
  return false;
}

/**
 * Whether the code there is written for more than one release: it catches what a missing name raises, or asks for a name or
 * a version first.
 */
export function isForSeveralReleases(node: SyntaxNode, text: string): boolean {
  for (let at: SyntaxNode | null = node, from = node; at; from = at, at = at.parent) {
    if (at.kind === "try_statement") {
      const heads = at.children.filter((each) => each.kind === "except_clause").map((each) => headOf(each, text));
      if (heads.some((head) => MISSING.test(head))) return true;
      if (heads.some((head) => ANYTHING.test(head)) && isTriedOtherwise(node, at, from, text)) return true;
    }
    if (at.kind === "if_statement" || at.kind === "conditional_expression" || at.kind === "elif_clause") {
      const asked = at.kind === "conditional_expression" ? at : child(at, "condition");
      if (asked && ASKS.test(text.slice(asked.start, asked.end).replace(ASKS_OWN, ""))) return true;
    }
  }
  return false;
}

/** Whether the code there catches what a call raises that is given other arguments than it takes. */
export function catchesTypeError(node: SyntaxNode, text: string): boolean {
  for (let at: SyntaxNode | null = node; at; at = at.parent) {
    if (at.kind !== "try_statement") continue;
    const heads = at.children.filter((each) => each.kind === "except_clause").map((each) => headOf(each, text));
    if (heads.some((head) => /\bTypeError\b/.test(head))) return true;
  }
  return false;
}

/** Whether a `try` that catches anything is there for a definition or an import, or has another way to the same library. */
function isTriedOtherwise(node: SyntaxNode, tried: SyntaxNode, part: SyntaxNode, text: string): boolean {
  if (node.kind.endsWith("_definition") || isImported(node)) return true;
  const root = /^@?\s*([\w\u0080-\uffff]+)/.exec(text.slice(node.start, node.end))?.[1];
  if (root === undefined) return true;
  const isHandler = (each: SyntaxNode) => each.kind === "except_clause";
  const others = tried.children.filter((each) => each !== part && isHandler(each) !== isHandler(part));
  const pattern = new RegExp(`(?<![\\w\\u0080-\\uffff.])${root}\\s*\\.`);
  return others.some((each) => pattern.test(text.slice(each.start, each.end)));
}

function isImported(node: SyntaxNode): boolean {
  for (let at: SyntaxNode | null = node; at; at = at.parent) {
    if (at.kind === "import_statement" || at.kind === "import_from_statement") return true;
  }
  return false;
}

function headOf(clause: SyntaxNode, text: string): string {
  const block = childOfKind(clause, "block");
  return text.slice(clause.start, block ? block.start : clause.end);
}
