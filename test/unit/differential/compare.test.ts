import { describe, expect, test } from "vitest";
import type { AstNode } from "../../../server/src/ast";
import { compareTrees } from "../../differential/compare";

function node(kind: string, fields: AstNode["fields"] = {}, children: AstNode["children"] = []): AstNode {
  return { kind, category: "expr", span: null, fields, children };
}
const sum = (...args: AstNode[]): AstNode =>
  node(
    "Add",
    {},
    args.map((each) => ({ role: "a", node: each })),
  );
const compare = (ours: AstNode, theirs: AstNode) => compareTrees(ours, theirs, "x + 1");

describe("two trees", () => {
  test("the same are equal, infinities too", () => {
    const same = compare(
      sum(node("FloatImm", { value: Number.POSITIVE_INFINITY })),
      sum(node("FloatImm", { value: "inf" })),
    );
    expect(same).toMatchObject({ verdict: "equal", first: null });
    expect([...same.kinds]).toEqual([
      ["Add", { equal: 1, opaque: 0, wrong: 0 }],
      ["FloatImm", { equal: 1, opaque: 0, wrong: 0 }],
    ]);
  });

  test("another field, kind or number of children is wrong, at the first place", () => {
    expect(compare(sum(node("IntImm", { value: 1 })), sum(node("IntImm", { value: 2 })))).toMatchObject({
      verdict: "wrong",
      first: { path: "Add/a.IntImm", kind: "IntImm", ours: expect.stringContaining("value=1") },
    });
    expect(compare(sum(node("IntImm")), sum(node("IntImm"), node("Var")))).toMatchObject({ verdict: "wrong" });
  });

  test("what is not known is counted for all of TVM's nodes that it stands for", () => {
    const gap = node("Opaque", { reason: "n has its value when the program runs" });
    const found = compare(sum(gap), sum(sum(node("Var"))));
    expect(found.verdict).toBe("opaque");
    expect(found.gaps).toMatchObject([{ reason: "n has its value when the program runs" }]);
    expect(found.kinds.get("Var")).toEqual({ equal: 0, opaque: 1, wrong: 0 });
    expect(found.kinds.get("Add")).toEqual({ equal: 1, opaque: 1, wrong: 0 });
  });

  test("a variable's place is its name", () => {
    const at = (from: number, to: number) => ({ start: { line: 0, character: from }, end: { line: 0, character: to } });
    const named = { ...node("Var", { name: "x" }), span: at(0, 1) };
    const misnamed = { ...node("Var", { name: "y" }), span: at(4, 5) };
    expect(compare(sum(named, misnamed), sum(named, misnamed)).spans).toEqual({
      nodes: 3,
      without: 1,
      variables: 2,
      misnamed: ["1: a y at 1"],
    });
  });
});
