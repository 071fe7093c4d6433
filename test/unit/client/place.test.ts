import { expect, test } from "vitest";
import { nodeAt } from "../../../media/ast/place";
import { buildTree, nameOf } from "../../../media/ast/tree";
import { named, outline } from "./sample-tree";

const root = buildTree(
  outline(`
PrimFunc main @4:0-40
  body: SBlockRealize C @4:4-30
    block: SBlock C @4:4-30
      body: BufferStore C[i] = A[i] @4:10-30
        value: BufferLoad A[i] @4:17-21
        indices: Var i @4:12-13
        guard: IntImm 1
`),
);
const at = (from: number, to = from, keep: string | null = null): string | undefined => {
  const selection = { start: { line: 4, character: from }, end: { line: 4, character: to } };
  const node = nodeAt(root, selection, keep === null ? null : named(root, keep).id);
  return node ? nameOf(node) : undefined;
};

test("the innermost node around the cursor", () => {
  expect(at(18)).toBe("BufferLoad A[i]");
  expect(at(15)).toBe("BufferStore C[i] = A[i]");
  expect(at(35)).toBe("PrimFunc main");
  expect(at(50)).toBeUndefined();
});

test("the smallest node that holds a whole selection", () => {
  expect(at(12, 18)).toBe("BufferStore C[i] = A[i]");
  expect(at(17, 21)).toBe("BufferLoad A[i]");
});

test("of nodes with one source the deepest, or the one that is selected already", () => {
  expect(at(5)).toBe("SBlock C");
  expect(at(5, 5, "SBlockRealize C")).toBe("SBlockRealize C");
  expect(at(5, 5, "SBlock C")).toBe("SBlock C");
  expect(at(5, 5, "PrimFunc main")).toBe("SBlock C");
});

test("what TVM worked out is not what is written there", () => {
  const block = buildTree(
    outline(`
PrimFunc main @4:0-40
  ret_type: TupleType None @4:0-40
  body: SBlockRealize C @4:4-38
    predicate: IntImm True @4:4-38
    block: SBlock C @4:4-38
      reads: TensorRegion A @4:6-7
      writes: TensorRegion C @4:10-11
      body: BufferStore C[i] = A[i] @4:10-30
`),
  );
  const name = (character: number): string => {
    const place = { line: 4, character };
    const node = nodeAt(block, { start: place, end: place });
    return node ? nameOf(node) : "";
  };
  expect(name(2)).toBe("PrimFunc main");
  expect(name(5)).toBe("SBlock C");
  expect(name(10)).toBe("BufferStore C[i] = A[i]");
  // as `T.reads(A[i])` writes it
  expect(name(6)).toBe("TensorRegion A");
});
