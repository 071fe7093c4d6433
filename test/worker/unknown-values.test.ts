/**
 * A definition that TVM takes stays right when one of its constants is a name from elsewhere, which may stand for the same value: so
 * no error may depend on what only running the program could tell.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { modelOf, type Source } from "../../server/src/cli/source";
import { definitionsOf } from "../../server/src/features/definitions";
import type { Span } from "../../server/src/position";
import { check } from "../../server/src/rules/engine";
import { applyEdits } from "../../server/src/rules/fix-all";
import { type SyntaxNode, walk } from "../../server/src/syntax/node";
import { parser } from "../parser";
import { packageFolder, type Release } from "../tvm";

function sourceOf(name: string, text: string): Source {
  return { name, texts: [{ cell: null, text }], write: ([changed = ""]) => changed };
}

/** Numbers, texts and tuples of them; not those that are words of the language: keys, documentation, decorators. */
function isConstant({ kind, field, parent, children }: SyntaxNode): boolean {
  if (parent?.kind === "expression_statement" || parent?.kind === "concatenated_string" || field === "key")
    return false;
  if (kind === "tuple" || kind === "list")
    return children.length > 0 && children.every(({ kind }) => kind === "integer");
  return kind === "integer" || kind === "float" || (kind === "string" && children.length === 0);
}

function constantsIn(text: string): Span[] {
  const model = modelOf(parser, sourceOf("", text));
  const bodies = definitionsOf(model).map(({ span }) => span);
  const found: Span[] = [];
  for (const { unit, start } of model.units) {
    if (!bodies.some((body) => body.start < start + unit.text.length && start <= body.end)) continue;
    walk(unit.root, (node) => {
      if (node.kind === "decorator") return false;
      if (!isConstant(node)) return true;
      found.push({ start: start + node.start, end: start + node.end });
      return false;
    });
  }
  return found.filter(({ start }) => bodies.some((body) => body.start <= start && start < body.end));
}

/** With every `every`-th constant a name, from the one at `first` on; null where there is none. */
function withNames(text: string, first: number, every: number): string | null {
  const constants = constantsIn(text).filter((_, at) => at % every === first);
  const edits = constants.map(({ start, end }, at) => ({ start, end, newText: ` c_${at} ` }));
  if (edits.length === 0) return null;
  return `from elsewhere import ${edits.map((_, at) => `c_${at}`).join(", ")}\n${applyEdits(text, edits)}`;
}

function errorsIn(name: string, text: string, release: Release): string[] {
  return check(modelOf(parser, sourceOf(name, text)), { release })
    .filter(({ severity }) => severity === "error")
    .map(({ rule, message }) => `${name} ${rule.code} ${message}`);
}

/** All constants, and each fifth of them. */
const CHOICES = [[0, 1], ...[0, 1, 2, 3, 4].map((first) => [first, 5] as const)] as const;

describe.each(["0.17", "0.22", "0.26", "0.27"] as const)("the definitions in TVM %s's package", (release: Release) => {
  it("are without an error whatever their constants are", { timeout: 300_000 }, () => {
    const folder = packageFolder(release);
    let replaced = 0;
    const errors = readdirSync(folder, { recursive: true, encoding: "utf8" }).flatMap((name) => {
      if (!name.endsWith(".py")) return [];
      const original = readFileSync(path.join(folder, name), "utf8");
      if (!/prim_func|R\.function|ir_module/.test(original)) return [];
      const known = new Set(errorsIn(name, original, release));
      return CHOICES.flatMap(([first, every]) => {
        const text = withNames(original, first, every);
        if (text === null) return [];
        replaced++;
        return errorsIn(name, text, release).filter((error) => !known.has(error));
      });
    });
    expect([...new Set(errors)]).toEqual([]);
    expect(replaced).toBeGreaterThan(50);
  });
});
