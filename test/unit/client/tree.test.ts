import { describe, expect, test } from "vitest";
import { buildTree, nameOf, pathOf, walk } from "../../../media/ast/tree";
import { named, outline } from "./sample-tree";

const lesson = outline(`
PrimFunc main
  params: Var a
  body: For i in range(8)
    body: BufferStore A[i] = 1
      value: IntImm 1
      indices: Var i
`);

describe("a tree", () => {
  test("knows roles, depths, sizes and places", () => {
    const root = buildTree(lesson);
    const store = named(root, "BufferStore A[i] = 1");
    expect([root.depth, root.size, root.role]).toEqual([0, 6, ""]);
    expect([store.depth, store.size, store.role]).toEqual([2, 3, "body"]);
    expect(pathOf(store)).toBe("/PrimFunc/body#0:For/body#0:BufferStore");
    expect([...walk(root)].map((node) => node.kind)).toEqual([
      "PrimFunc",
      "Var",
      "For",
      "BufferStore",
      "IntImm",
      "Var",
    ]);
  });

  test("names a node without text by its kind alone", () => {
    expect(nameOf({ kind: "SeqStmt", text: "" })).toBe("SeqStmt");
  });
});

describe("numbers follow nodes", () => {
  /** The names of the nodes of the new tree that have the number of a node of the old one, with the old name. */
  function carried(before: string, after: string): Record<string, string> {
    const old = buildTree(outline(before));
    const now = buildTree(outline(after), old);
    const names = new Map([...walk(old)].map((node) => [node.id, nameOf(node)]));
    const ids = [...walk(now)].map((node) => node.id);
    expect(new Set(ids).size).toBe(ids.length);
    return Object.fromEntries(
      [...walk(now)].flatMap((node) => {
        const before = names.get(node.id);
        return before === undefined ? [] : [[nameOf(node), before]];
      }),
    );
  }

  test("when nothing changed", () => {
    const first = buildTree(lesson);
    const second = buildTree(lesson, first);
    expect([...walk(second)].map((it) => it.id)).toEqual([...walk(first)].map((it) => it.id));
  });

  test("when a statement is put before others of its kind", () => {
    const old = "SeqStmt\n  seq: For i\n    body: Evaluate a\n  seq: For j\n    body: Evaluate b";
    const now =
      "SeqStmt\n  seq: For n\n    body: Evaluate c\n  seq: For i\n    body: Evaluate a\n  seq: For j\n    body: Evaluate b";
    expect(carried(old, now)).toEqual({
      SeqStmt: "SeqStmt",
      "For i": "For i",
      "For j": "For j",
      "Evaluate a": "Evaluate a",
      "Evaluate b": "Evaluate b",
    });
  });

  test("when one statement is edited deep inside", () => {
    const old = "SeqStmt\n  seq: For i\n    body: Evaluate a\n  seq: For j\n    body: Evaluate b\n  seq: For k";
    const now = "SeqStmt\n  seq: For i\n    body: Evaluate a\n  seq: For j in 9\n    body: Evaluate bb\n  seq: For k";
    expect(carried(old, now)).toMatchObject({ "For j in 9": "For j", "Evaluate bb": "Evaluate b", "For k": "For k" });
  });

  test("when a statement is removed and another edited", () => {
    const old = "SeqStmt\n  seq: For a\n  seq: For b\n  seq: For c\n  seq: For d";
    const now = "SeqStmt\n  seq: For b\n  seq: For cc\n  seq: For d";
    expect(carried(old, now)).toEqual({ SeqStmt: "SeqStmt", "For b": "For b", "For cc": "For c", "For d": "For d" });
  });

  test("when a body becomes a sequence around it", () => {
    const old = "PrimFunc f\n  body: For i\n    body: Evaluate a";
    const now = "PrimFunc f\n  body: SeqStmt\n    seq: For i\n      body: Evaluate a\n    seq: Evaluate b";
    expect(carried(old, now)).toEqual({ "PrimFunc f": "PrimFunc f", "For i": "For i", "Evaluate a": "Evaluate a" });
  });

  test("never twice, for subtrees that read the same", () => {
    const old = "SeqStmt\n  seq: For i\n    body: Evaluate a\n  seq: For i\n    body: Evaluate a";
    const now =
      "SeqStmt\n  seq: For i\n    body: Evaluate a\n  seq: For i\n    body: Evaluate a\n  seq: For i\n    body: Evaluate a";
    expect(carried(old, now)).toMatchObject({ "For i": "For i" });
  });

  test("not into a tree of another kind", () => {
    expect(carried("PrimFunc f\n  body: Evaluate a", "Function f\n  body: Evaluate a")).toEqual({});
  });

  test("in time, for a long function rewritten whole", () => {
    const many = (name: string): string =>
      `SeqStmt\n${Array.from({ length: 3000 }, (_, i) => `  seq: For ${name}${i}\n    body: Evaluate ${name}`).join("\n")}`;
    const start = performance.now();
    buildTree(outline(many("b")), buildTree(outline(many("a"))));
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
