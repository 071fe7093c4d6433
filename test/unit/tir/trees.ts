/** Static trees of short sources, and where to find things in them. */
import type { Release } from "../../../server/src/api/releases";
import type { AstNode } from "../../../server/src/ast";
import { definitionsOf } from "../../../server/src/features/definitions";
import { staticTree } from "../../../server/src/features/static-tree";
import { modelOf } from "../../model";
import { parser } from "../../parser";

/** The tree of a source's first definition. */
export function treeOf(text: string, release: Release = "0.27"): AstNode {
  const model = modelOf(text);
  const [definition] = definitionsOf(model);
  const root = definition && staticTree(definition, model, release, parser).root;
  if (!root) throw new Error(`nothing to show in: ${text}`);
  return root;
}

/** A function over `A` and `B` with these statements. */
export function primFunc(body: string, release: Release = "0.27"): AstNode {
  return treeOf(primFuncSource(body), release);
}

export function primFuncSource(body: string): string {
  const indented = body.split("\n").map((line) => `    ${line}`);
  return `${[
    "from tvm.script import tir as T",
    "",
    "@T.prim_func",
    'def f(A: T.Buffer((8, 8), "float32"), B: T.Buffer((8,), "float32"), n: T.int32):',
    ...indented,
  ].join("\n")}\n`;
}

export function relaxFunction(body: string, release: Release = "0.27"): AstNode {
  const indented = body.split("\n").map((line) => `    ${line}`);
  return treeOf(
    [
      "from tvm.script import relax as R",
      "",
      "@R.function",
      'def f(x: R.Tensor((2, 3), "float32"), y: R.Tensor((2, 3), "float32")):',
      ...indented,
      "",
    ].join("\n"),
    release,
  );
}

/** Every node, the outer before the inner. */
export function nodesOf(root: AstNode): AstNode[] {
  const found: AstNode[] = [];
  const stack = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    found.push(node);
    for (const { node: inner } of [...node.children].reverse()) stack.push(inner);
  }
  return found;
}

export function all(root: AstNode, kind: string): AstNode[] {
  return nodesOf(root).filter((node) => node.kind === kind);
}

export function first(root: AstNode, kind: string): AstNode {
  const [node] = all(root, kind);
  if (!node) throw new Error(`no ${kind} in ${shape(root)}`);
  return node;
}

/** The child of that role. */
export function child(node: AstNode, role: string): AstNode {
  const found = node.children.find((each) => each.role === role)?.node;
  if (!found) throw new Error(`no ${role} in ${shape(node)}`);
  return found;
}

/** Kinds alone: `For(Var, IntImm, IntImm, Evaluate(IntImm))`. */
export function shape(node: AstNode): string {
  if (node.children.length === 0) return node.kind;
  return `${node.kind}(${node.children.map(({ node: inner }) => shape(inner)).join(", ")})`;
}

/** The source that a node says it is. */
export function sourceOf(text: string, node: AstNode): string | null {
  if (!node.span) return null;
  const { start, end } = node.span;
  const lines = text.split("\n");
  if (start.line === end.line) return (lines[start.line] ?? "").slice(start.character, end.character);
  return [
    (lines[start.line] ?? "").slice(start.character),
    ...lines.slice(start.line + 1, end.line),
    (lines[end.line] ?? "").slice(0, end.character),
  ].join("\n");
}
