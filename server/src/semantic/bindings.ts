import { child, childOfKind, childrenOf, partsOf, type SyntaxNode, unwrapped, walk } from "../syntax/node";
import { isGuarded } from "./guards";

/** How a name comes to mean something in a scope. */
export type Binding =
  /** `import a.b as x`, `from a import b`: the dotted path that it stands for, null for a relative import. */
  | { readonly kind: "import"; readonly path: string | null; readonly node: SyntaxNode; readonly guarded: boolean }
  | { readonly kind: "class"; readonly node: SyntaxNode }
  | { readonly kind: "function"; readonly node: SyntaxNode }
  | { readonly kind: "parameter"; readonly annotation: SyntaxNode | null; readonly node: SyntaxNode }
  /** `x = value`; `index` where x is one of several targets that the value is unpacked into. */
  | {
      readonly kind: "value";
      readonly value: SyntaxNode | null;
      readonly annotation: SyntaxNode | null;
      readonly index: number | null;
      readonly node: SyntaxNode;
    }
  /** Bound, but to something that we don't follow: loop variables, `del`, `global`, patterns. */
  | { readonly kind: "other"; readonly node: SyntaxNode };

export type Bindings = ReadonlyMap<string, readonly Binding[]>;

/** Nodes with names of their own inside. */
const SCOPES = new Set(["function_definition", "class_definition", "lambda"]);
/** Nodes that bind names, or have names of their own: few of those that there are. */
const BINDS = new Set([
  ...SCOPES,
  "import_statement",
  "import_from_statement",
  "assignment",
  "named_expression",
  "for_statement",
  "for_in_clause",
  "as_pattern_target",
  "delete_statement",
  "global_statement",
  "nonlocal_statement",
  "case_pattern",
]);

/**
 * The names that a scope binds itself: those of a module's statements, a class's body or a function's parameters and body.
 * As in Python, a name bound anywhere in a function is local to all of it.
 * @param scope a `module`, `class_definition`, `function_definition` or `lambda`
 * @param text the unit's text, which the nodes' offsets count in
 */
export function bindingsOf(scope: SyntaxNode, text: string): Bindings {
  const found = new Map<string, Binding[]>();
  const name = (node: SyntaxNode) => text.slice(node.start, node.end);
  const add = (node: SyntaxNode, binding: Binding) => {
    const key = name(node);
    const known = found.get(key);
    if (known) known.push(binding);
    else found.set(key, [binding]);
  };
  const target = (
    node: SyntaxNode,
    make: (node: SyntaxNode, index: number | null) => Binding,
    index: number | null,
  ) => {
    if (node.kind === "identifier") add(node, make(node, index));
    else if (/^(?:pattern_list|tuple_pattern|list_pattern|tuple|list|expression_list)$/.test(node.kind)) {
      partsOf(node).forEach((each, i) => {
        // The second level of unpacking is not followed.
        target(each, index === null ? make : other, index === null ? i : null);
      });
    } else if (/^(?:list_splat_pattern|parenthesized_expression|as_pattern_target)$/.test(node.kind)) {
      for (const each of node.children) target(each, other, null);
    }
  };

  if (scope.kind === "function_definition" || scope.kind === "lambda") {
    for (const parameter of child(scope, "parameters")?.children ?? []) bindParameter(parameter, add);
  }
  const top = scope.kind === "module" ? scope : child(scope, "body");
  if (!top) return found;
  walk(top, (node) => {
    if (!BINDS.has(node.kind)) return true;
    switch (node.kind) {
      case "function_definition":
      case "class_definition": {
        const own = child(node, "name");
        if (own) add(own, { kind: node.kind === "class_definition" ? "class" : "function", node });
        break;
      }
      case "import_statement":
      case "import_from_statement":
        bindImports(node, text, add);
        break;
      case "assignment": {
        const left = child(node, "left");
        const right = child(node, "right");
        const value = right && unwrapped(right);
        const annotation = child(node, "type");
        if (left) target(left, (at, index) => ({ kind: "value", value, annotation, index, node: at }), null);
        break;
      }
      case "named_expression": {
        const own = child(node, "name");
        if (own) add(own, { kind: "value", value: child(node, "value"), annotation: null, index: null, node: own });
        break;
      }
      case "for_statement":
      case "for_in_clause": {
        const left = child(node, "left");
        if (left) target(left, other, null);
        break;
      }
      case "as_pattern_target":
        target(node, other, null);
        break;
      case "delete_statement":
      case "global_statement":
      case "nonlocal_statement":
        for (const each of node.children) target(each, other, null);
        break;
      case "case_pattern":
        walk(node, (inner) => inner.kind === "identifier" && add(inner, other(inner)));
        break;
    }
    return node === top || !SCOPES.has(node.kind);
  });
  return found;
}

function other(node: SyntaxNode): Binding {
  return { kind: "other", node };
}

function bindParameter(node: SyntaxNode, add: (node: SyntaxNode, binding: Binding) => void): void {
  const own =
    node.kind === "identifier"
      ? node
      : (child(node, "name") ?? childOfKind(node, "identifier") ?? firstIdentifier(node));
  if (own) add(own, { kind: "parameter", annotation: child(node, "type"), node: own });
}

function firstIdentifier(node: SyntaxNode): SyntaxNode | null {
  let first: SyntaxNode | null = null;
  walk(node, (each) => {
    if (!first && each.kind === "identifier") first = each;
    return first === null;
  });
  return first;
}

/** One thing that an import statement brings in. */
export interface ImportedName {
  /** The dotted path of the thing itself; null for a relative import. */
  readonly path: string | null;
  /** The node that names the thing: `tir` in `from tvm.script import tir as T`. */
  readonly node: SyntaxNode;
  /** The module part of a from-import: `tvm.script`. */
  readonly module: SyntaxNode | null;
  /** The node of the name that is bound, and what it stands for: `import a.b` binds `a`. */
  readonly bound: SyntaxNode;
  readonly boundPath: string | null;
  readonly alias: SyntaxNode | null;
}

/** The names of a module's path; a line may end between them. */
export function dottedName(node: SyntaxNode, text: string): string {
  return text.slice(node.start, node.end).replace(/[\s\\]+/g, "");
}

/** What an `import_statement` or `import_from_statement` brings in, star imports left out. */
export function importedNames(statement: SyntaxNode, text: string): ImportedName[] {
  const read = (node: SyntaxNode) => dottedName(node, text);
  const module = statement.kind === "import_from_statement" ? child(statement, "module_name") : null;
  const relative = module?.kind === "relative_import";
  return childrenOf(statement, "name").flatMap((each): ImportedName[] => {
    const node = each.kind === "aliased_import" ? child(each, "name") : each;
    const alias = each.kind === "aliased_import" ? child(each, "alias") : null;
    if (!node) return [];
    const path = relative ? null : module ? `${read(module)}.${read(node)}` : read(node);
    const first = node.children[0] ?? node;
    const bound = alias ?? first;
    const boundPath = alias || module ? path : read(first);
    return [{ path, node, module, bound, boundPath, alias }];
  });
}

function bindImports(statement: SyntaxNode, text: string, add: (node: SyntaxNode, binding: Binding) => void): void {
  const guarded = isGuarded(statement, text);
  for (const { bound, boundPath } of importedNames(statement, text)) {
    add(bound, { kind: "import", path: boundPath, node: bound, guarded });
  }
}
