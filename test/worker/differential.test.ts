/** The static engine against TVM itself: the same definitions, node by node. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { AstNode } from "../../server/src/ast";
import { definitionsOf } from "../../server/src/features/definitions";
import { staticTree } from "../../server/src/features/static-tree";
import { Engine } from "../../server/src/tvm/engine";
import { type Compared, compareFile, judge } from "../differential/trees";
import { filesOfWheel } from "../differential/wheels";
import { modelOf } from "../model";
import { parser } from "../parser";
import { pythonFor, type Release } from "../tvm";

const root = path.resolve(import.meta.dirname, "../..");

/** A tree without what only people look at: one line a node. */
function outline(node: AstNode, role = "", depth = 0): string[] {
  const fields = Object.entries(node.fields).map(([name, value]) => ` ${name}=${JSON.stringify(numeric(value))}`);
  const line = `${"  ".repeat(depth)}${role && `${role}: `}${node.kind} [${node.category}]${fields.sort().join("")}`;
  return [line, ...node.children.flatMap((child) => outline(child.node, child.role, depth + 1))];
}

/** Numbers that JSON cannot hold are text in TVM's answer. */
function numeric(value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value)
    ? Number.isNaN(value)
      ? "nan"
      : value > 0
        ? "inf"
        : "-inf"
    : value;
}

const CASES: readonly (readonly [Release, string])[] = [
  ["0.27", "today.py"],
  ["0.17", "classic.py"],
];

describe.each(CASES)("the static tree is the tree of TVM %s", (release, file) => {
  const fileName = path.join(root, "test/fixtures/tir", file);
  const text = readFileSync(fileName, "utf8");
  const model = modelOf(text, fileName);
  const definitions = definitionsOf(model);
  const engine = new Engine({
    interpreter: { path: pythonFor(release), source: "chosen" },
    workerDir: path.join(root, "server/python"),
  });
  afterAll(() => engine.dispose());

  test.each(definitions.map(({ path: name }) => name))("%s", async (name) => {
    const definition = definitions.find((each) => each.path === name);
    if (!definition) throw new Error(name);
    const ours = staticTree(definition, model, release, parser).root;
    const theirs = await engine.ast({ fileName, text }, name);
    if (!theirs.ok) throw new Error(`${theirs.error.message} ${theirs.error.detail ?? ""}`);
    expect(ours).not.toBeNull();
    expect(outline(ours as AstNode)).toEqual(outline(theirs.root));
  });
});

/** What a wheel carries, most of it templates with open ends; how many of those that TVM takes are known to be the same. */
const WHEELS: readonly (readonly [Release, { readonly compared: number; readonly equal: number }])[] = [
  ["0.17", { compared: 40, equal: 27 }],
  ["0.22", { compared: 15, equal: 6 }],
  ["0.26", { compared: 25, equal: 9 }],
  ["0.27", { compared: 25, equal: 9 }],
];

describe.each(WHEELS)("over what the wheel of TVM %s carries", (release, least) => {
  const python = pythonFor(release);
  const engine = new Engine({
    interpreter: { path: python, source: "chosen" },
    workerDir: path.join(root, "server/python"),
  });
  afterAll(() => engine.dispose());

  test("no tree is wrong, and places are names", { timeout: 900_000 }, async () => {
    const compared: Compared[] = [];
    for (const { file, text } of filesOfWheel(python))
      compared.push(...compareFile(file, text, release, await judge(engine, file, text, null)));
    const known = compared.flatMap(({ path: name, comparison }) => (comparison ? [{ name, ...comparison }] : []));
    const wrong = known.filter(({ verdict }) => verdict === "wrong");
    expect(wrong.map(({ name, first }) => ({ name, first }))).toEqual([]);
    expect(known.flatMap(({ spans }) => spans.misnamed)).toEqual([]);
    expect(known.reduce((sum, { spans }) => sum + spans.without, 0)).toBe(0);
    expect(known.length).toBeGreaterThanOrEqual(least.compared);
    expect(known.filter(({ verdict }) => verdict === "equal").length).toBeGreaterThanOrEqual(least.equal);
  });
});
