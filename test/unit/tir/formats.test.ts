import { describe, expect, test } from "vitest";
import { formatAst } from "../../../server/src/features/ast-format";
import { nodesOf, primFunc } from "./trees";

const root = primFunc(
  'for i in T.serial(8):\n    B[i] = B[i] + 1.0\nT.evaluate(T.call_extern("int32", "a<b>&\\"c\\"", n))',
  "0.22",
);
const count = nodesOf(root).length;

describe("formats", () => {
  test("json is the contract: no text for people", () => {
    const parsed = JSON.parse(formatAst(root, "json"));
    expect(Object.keys(parsed)).toEqual(["kind", "category", "span", "fields", "children"]);
    expect(nodesOf(parsed)).toHaveLength(count);
    expect(nodesOf(parsed).every((node) => !("text" in node))).toBe(true);
  });

  test("tree has a line for each node, indented, with role and line", () => {
    const lines = formatAst(root, "tree").trimEnd().split("\n");
    expect(lines).toHaveLength(count);
    expect(lines[0]).toMatch(/^PrimFunc {2}f\b.*:\d+$/);
    expect(lines.some((line) => /^ +seq: For {2}i in T\.serial\(8\) {2}:5$/.test(line))).toBe(true);
  });

  test("dot is one node and one edge each, quoted", () => {
    const dot = formatAst(root, "dot");
    expect(dot).toMatch(/^digraph ast \{\n/);
    expect(dot.match(/^ {2}n\d+ \[label=/gm)).toHaveLength(count);
    expect(dot.match(/^ {2}n\d+ -> n\d+/gm)).toHaveLength(count - 1);
    for (const line of dot.split("\n")) expect((line.match(/(?<!\\)"/g) ?? []).length % 2, line).toBe(0);
  });

  test("svg is self-contained and escaped; shapes tell categories apart", () => {
    const svg = formatAst(root, "svg");
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg.trimEnd()).toMatch(/<\/svg>$/);
    expect(svg).not.toMatch(/href=|url\(http|<script/);
    expect(svg).not.toMatch(/a<b>/);
    const opened = svg.match(/<g\b/g)?.length ?? 0;
    expect(svg.match(/<\/g>/g)?.length ?? 0).toBe(opened);
    expect(svg).toMatch(/<rect\b/);
    expect(svg).toMatch(/<title>/);
  });
});
