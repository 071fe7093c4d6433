/** TVM's own tree with places, also from releases that keep none, in a text that bytes and UTF-16 units count differently. */
import { expect, test } from "vitest";
import type { AstNode } from "../../server/src/ast";
import { definitionNamed, definitionsOf } from "../../server/src/features/definitions";
import { placedTree } from "../../server/src/features/placed-tree";
import { staticTree } from "../../server/src/features/static-tree";
import { modelOf } from "../model";
import { parser } from "../parser";
import type { Release } from "../tvm";
import { pythonFor } from "../tvm";
import { nodesOf, sourceOf } from "../unit/tir/trees";
import { engine, inFile, spelled, succeeded } from "./support";

const TEXT = `# 说明 😀
from tvm.script import {tir} as T

@T.{prim_func}
def 加(甲: T.Buffer((8,), "float32"), b: T.Buffer((8,), "float32")):
    """😀 a text"""
    for 行, j in T.grid(2, 4):
        with T.{block}("块"):
            v = T.axis.spatial(8, 行 * 4 + j)
            b[v] = 甲[v] + T.float32(1)  # 😀
`;

async function treesOf(text: string, name: string, release: Release): Promise<{ real: AstNode; placed: AstNode }> {
  const source = inFile(text);
  const model = modelOf(text, source.fileName);
  const definition = definitionNamed(definitionsOf(model), name);
  if (!definition) throw new Error(name);
  const real = succeeded(await engine(pythonFor(release)).ast(source, name)).root;
  return { real, placed: placedTree(real, staticTree(definition, model, release, parser).root) };
}

const bare = (node: AstNode): unknown => ({
  kind: node.kind,
  fields: node.fields,
  children: node.children.map((each) => [each.role, bare(each.node)]),
});

test.each(["0.17", "0.22", "0.25", "0.26", "0.27"] as const)("each node of TVM %s has a place", async (release) => {
  const text = spelled(TEXT, release);
  const { real, placed } = await treesOf(text, "加", release);
  expect(bare(placed)).toEqual(bare(real));
  const nodes = nodesOf(placed);
  expect(nodes.filter(({ span }) => span === null)).toEqual([]);
  const at = (kind: string, name?: string) =>
    new Set(
      nodes
        .filter((each) => each.kind === kind && (name === undefined || each.fields.name === name))
        .map((each) => sourceOf(text, each)),
    );
  expect(at("Var", "行")).toEqual(new Set(["行"]));
  expect(at("Var", "v")).toEqual(new Set(["v"]));
  expect(at("Add")).toContain("甲[v] + T.float32(1)");
  expect(at("Mul")).toEqual(new Set(["行 * 4"]));
  expect(at("PrimFunc")).toEqual(
    new Set([
      text
        .slice(text.indexOf("@T."))
        .trimEnd()
        .replace(/ {2}# 😀$/, ""),
    ]),
  );
});

test("what only TVM knows has the place of the statement that it comes from", async () => {
  const text = spelled(
    `from tvm.script import {tir} as T

@T.{prim_func}
def f(b: T.Buffer((8,), "float32")):
    b[0] = T.float32(0)
    b[sum([1, 2])] = T.float32(1)
    b[7] = T.float32(2)
`,
    "0.17",
  );
  const { placed } = await treesOf(text, "f", "0.17");
  const stores = nodesOf(placed).filter(({ kind }) => kind === "BufferStore");
  expect(stores.map((each) => sourceOf(text, each))).toEqual([
    "b[0] = T.float32(0)",
    "b[sum([1, 2])] = T.float32(1)",
    "b[7] = T.float32(2)",
  ]);
  const index = stores[1]?.children.find(({ role }) => role === "indices")?.node;
  expect(index).toMatchObject({ kind: "IntImm", fields: { value: 3 } });
  expect(index && sourceOf(text, index)).toBe("sum([1, 2])");
});
