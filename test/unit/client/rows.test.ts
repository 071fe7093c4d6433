import { describe, expect, test } from "vitest";
import { unfoldAll } from "../../../media/ast/folding";
import { type Key, treeAction, typeAhead } from "../../../media/ast/keyboard";
import { visibleRows } from "../../../media/ast/rows";
import { findNodes, highlight, nextMatch, withAncestors } from "../../../media/ast/search";
import { buildTree, nameOf } from "../../../media/ast/tree";
import { named, outline } from "./sample-tree";

const root = buildTree(
  outline(`
SeqStmt
  seq: For i in 8
    body: Evaluate a
    body: Evaluate b
  seq: For j in 8
    body: IfThenElse a < b
`),
);
const everything = visibleRows(root, unfoldAll(root));
const at = (name: string): number => everything.findIndex((row) => nameOf(row.node) === name);

test("a row counts levels and siblings as assistive technology does", () => {
  const row = everything[at("Evaluate b")];
  expect(row).toMatchObject({ level: 3, position: 2, siblings: 2, unfolded: null });
  expect(everything[0]).toMatchObject({ level: 1, position: 1, siblings: 1, unfolded: true });
});

test("a filter shows matches and what leads to them, and counts only those", () => {
  const rows = visibleRows(root, new Set(), withAncestors(findNodes(root, "evaluate B")));
  expect(rows.map((row) => nameOf(row.node))).toEqual(["SeqStmt", "For i in 8", "Evaluate b"]);
  expect(rows[2]).toMatchObject({ position: 1, siblings: 1 });
  expect(visibleRows(root, new Set(), new Set())).toEqual([]);
});

describe("search", () => {
  test("finds by kind and text, in reading order", () => {
    expect(findNodes(root, " for ").map(nameOf)).toEqual(["For i in 8", "For j in 8"]);
    expect(findNodes(root, "a <").map(nameOf)).toEqual(["IfThenElse a < b"]);
    expect(findNodes(root, "  ")).toEqual([]);
  });

  test("goes from the selected node to the next match, round the end", () => {
    const found = findNodes(root, "For");
    const from = (name: string, way: "next" | "previous"): string | undefined => {
      const node = nextMatch(root, found, named(root, name).id, way);
      return node ? nameOf(node) : undefined;
    };
    expect(from("For i in 8", "next")).toBe("For j in 8");
    expect(from("Evaluate a", "next")).toBe("For j in 8");
    expect(from("For j in 8", "next")).toBe("For i in 8");
    expect(from("Evaluate a", "previous")).toBe("For i in 8");
    expect(from("SeqStmt", "previous")).toBe("For j in 8");
    expect(nextMatch(root, [], null, "next")).toBeNull();
    expect(nextMatch(root, found, null, "next")?.text).toBe("i in 8");
  });

  test("marks what was found", () => {
    expect(highlight("A[i] = a", "a")).toEqual([
      { text: "A", hit: true },
      { text: "[i] = ", hit: false },
      { text: "a", hit: true },
    ]);
    expect(highlight("For", "")).toEqual([{ text: "For", hit: false }]);
  });
});

describe("keys", () => {
  const press = (key: string, name: string, ctrl = false): unknown =>
    treeAction({ key, ctrl } satisfies Key, everything, at(name), 3);
  const goTo = (name: string): unknown => ({ do: "go", to: at(name) });

  test("move", () => {
    expect(press("ArrowDown", "SeqStmt")).toEqual(goTo("For i in 8"));
    expect(press("ArrowUp", "SeqStmt")).toEqual(goTo("SeqStmt"));
    expect(press("End", "SeqStmt")).toEqual(goTo("IfThenElse a < b"));
    expect(press("Home", "Evaluate b")).toEqual(goTo("SeqStmt"));
    expect(press("PageDown", "SeqStmt")).toEqual(goTo("Evaluate b"));
    expect(press("PageDown", "For j in 8")).toEqual(goTo("IfThenElse a < b"));
  });

  test("open and close", () => {
    expect(press("ArrowRight", "For i in 8")).toEqual(goTo("Evaluate a"));
    expect(press("ArrowRight", "Evaluate a")).toBeNull();
    expect(press("ArrowLeft", "For i in 8")).toEqual({ do: "fold" });
    expect(press("ArrowLeft", "Evaluate b")).toEqual(goTo("For i in 8"));
    expect(press("*", "For i in 8")).toEqual({ do: "unfold siblings" });
    const folded = visibleRows(root, new Set());
    expect(treeAction({ key: "ArrowRight", ctrl: false }, folded, 0, 3)).toEqual({ do: "unfold" });
    expect(treeAction({ key: "ArrowLeft", ctrl: false }, folded, 0, 3)).toBeNull();
  });

  test("show the source", () => {
    expect(press("Enter", "SeqStmt")).toEqual({ do: "activate", openEditor: false });
    expect(press("Enter", "SeqStmt", true)).toEqual({ do: "activate", openEditor: true });
    expect(press("a", "SeqStmt")).toBeNull();
  });

  test("letters go to the next row that begins with them", () => {
    expect(typeAhead(everything, 0, "e")).toBe(at("Evaluate a"));
    expect(typeAhead(everything, at("Evaluate a"), "ee")).toBe(at("Evaluate b"));
    expect(typeAhead(everything, at("Evaluate b"), "e")).toBe(at("Evaluate a"));
    expect(typeAhead(everything, at("For i in 8"), "for j")).toBe(at("For j in 8"));
    expect(typeAhead(everything, at("For i in 8"), "for i")).toBe(at("For i in 8"));
    expect(typeAhead(everything, 0, "z")).toBeNull();
  });
});
