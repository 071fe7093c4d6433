import { expect, test } from "vitest";
import {
  applyFoldingChanges,
  foldAll,
  foldingChanges,
  unfoldAll,
  unfoldedAfterEdit,
  unfoldedAtFirst,
  unfoldTo,
} from "../../../media/ast/folding";
import { visibleRows } from "../../../media/ast/rows";
import { buildTree, nameOf, type TreeNode } from "../../../media/ast/tree";
import { named, outline } from "./sample-tree";

const small = `
PrimFunc main
  body: For i
    body: For j
      body: Evaluate a
`;

/** A chain of `depth` loops over enough statements to count as large. */
const large = `${Array.from({ length: 8 }, (_, i) => `${"  ".repeat(i)}For l${i}`).join("\n")}
${Array.from({ length: 400 }, (_, i) => `${"  ".repeat(8)}Evaluate e${i}`).join("\n")}`;

const shown = (root: TreeNode, unfolded: ReadonlySet<number>): string[] =>
  visibleRows(root, unfolded).map((row) => nameOf(row.node));

test("a small tree is shown whole", () => {
  const root = buildTree(outline(small));
  expect(shown(root, unfoldedAtFirst(root))).toEqual(["PrimFunc main", "For i", "For j", "Evaluate a"]);
});

test("of a large tree the first four levels are unfolded", () => {
  const root = buildTree(outline(large));
  expect(shown(root, unfoldedAtFirst(root))).toEqual(["For l0", "For l1", "For l2", "For l3", "For l4"]);
});

test("folding all leaves the root's children to be seen", () => {
  const root = buildTree(outline(small));
  expect(shown(root, foldAll(root))).toEqual(["PrimFunc main", "For i"]);
  expect(shown(root, unfoldAll(root))).toHaveLength(4);
});

test("revealing a node unfolds what hides it and no more", () => {
  const root = buildTree(outline(small));
  expect(shown(root, unfoldTo(new Set(), named(root, "For j")))).toEqual(["PrimFunc main", "For i", "For j"]);
});

test("an edit keeps what was folded and unfolds what is new", () => {
  const root = buildTree(outline("SeqStmt\n  seq: For i\n    body: Evaluate a"));
  const folded = new Set([root.id]);
  const next = buildTree(
    outline("SeqStmt\n  seq: For n\n    body: Evaluate c\n  seq: For i\n    body: Evaluate a"),
    root,
  );
  expect(shown(next, unfoldedAfterEdit(folded, root, next))).toEqual(["SeqStmt", "For n", "Evaluate c", "For i"]);
});

test("a leaf that gets its first child shows it", () => {
  const root = buildTree(outline("SeqStmt\n  seq: For i"));
  const next = buildTree(outline("SeqStmt\n  seq: For i\n    body: Evaluate a"), root);
  expect(shown(next, unfoldedAfterEdit(unfoldedAtFirst(root), root, next))).toContain("Evaluate a");
});

test("what was folded by hand survives a reload", () => {
  const root = buildTree(outline(small));
  const unfolded = unfoldedAtFirst(root);
  unfolded.delete(named(root, "For j").id);
  const changes = foldingChanges(root, unfolded);
  expect(changes).toEqual(["/PrimFunc/body#0:For/body#0:For"]);
  expect(applyFoldingChanges(buildTree(outline(small)), [...changes, "/gone"])).toEqual(unfolded);
});
