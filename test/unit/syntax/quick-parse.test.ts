/** What is read without tree-sitter is the tree that tree-sitter makes of it; what is broken is left to it. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { copyTree, plain } from "../../../server/src/syntax/copy-tree";
import type { SyntaxNode } from "../../../server/src/syntax/node";
import { quickParse } from "../../../server/src/syntax/quick/quick-parse";
import { parser } from "../../parser";

const folders = ["samples", "server/python/tvmscript_worker"];
const files = folders.flatMap((folder) => {
  const at = path.resolve(import.meta.dirname, "../../..", folder);
  const names = readdirSync(at).filter((name) => name.endsWith(".py"));
  return names.map((name) => readFileSync(path.join(at, name), "utf8"));
});

/** Statements that each show another part of the grammar. */
const written = [
  "a",
  "a, b",
  "a,",
  "a = b = c, d = e",
  "a, *b = c",
  "(a, [b, *c]), d[1].e = f",
  "a: int",
  "a: List[Dict[str, b.c[1]], ...] = None",
  "a: A[b] | B[c] | None",
  "a: None | A[b]",
  "a += b, c",
  "a @= b; c //= d; e **= f; g >>= h;",
  "x = -a ** -b ** c * +d - ~e // f % g @ h << i >> j & k | l ^ m",
  "x = not a == b and not c or d if e else lambda: f",
  "x = a < b <= c != d is not e not in f is g in h > i >= j",
  "x = lambda a, *b, c=1, **d: (yield)",
  "x = lambda *, a: a",
  "x = (a := b) + c[d := e]",
  "x = f(a, *b, c=d, **e)(g)[h](i for i in j if k)",
  "x = f(*a, *c.d[1], *[e], *g.h(i)), [*j, *k.l]",
  "x = a[1:2, ::3, ..., b:, :c, d::e]",
  "x = [], (), {}, [a,], (b,), {c}, {d: e, **f}, (g)",
  "x = [a for b in c for d, *e in f if g if not h]",
  "x = {a: b for a, b in c}, {a for (a, b) in c}, (a for a in b)",
  "x = 0x_ff, 0b1_0, 0o17, 1_000, 1., .5, 1e-3, 2j, 1_0.0_1e+1J",
  "x = 'a' \"b\" r'\\\\' b'\\n' '''c\n'd' ''' + u\"\"\"e\"f\"\"\" + rb'' + Rb\"x\"",
  "x = f'{a}{b!r}{c:>{d}}{e!s:x}{{}}{f=}' + f\"\" + fr'\\d{g}' + f'''{\nh\n}'''",
  "x = f'{a: 6d}{b:#x}{c[\"d\"]}{e(f, g=h)}'",
  "x = yield a, b",
  "yield",
  "yield from a",
  "await a.b(c)",
  "return",
  "return a, b",
  "del a, b[c]",
  "assert a, 'b'",
  "raise",
  "raise a(b) from c",
  "global a, b\nnonlocal c",
  "import a.b as c, d",
  "from a.b import c as d, e",
  "from . import (a, b as c,)",
  "from ...a.b import *",
  "from __future__ import annotations, division",
  "pass; break; continue",
  "print(a, end='')",
  "exec('a')",
  "type.a = match.b",
  "if a: b; c",
  "if a:\n  b\nelif c:\n  d\nelif e: f\nelse:\n  g",
  "while a:\n\tb\nelse:\n\tc",
  "for a, (b, *c) in d, e:\n  f\nelse:\n  g",
  "with a: b",
  "with a as b, c.d(e) as (f, g):\n  h",
  "with (a, b): c",
  "with (a as b, c): d",
  "with (a).b as c: d",
  "with (a): b",
  "try:\n  a\nexcept b as c:\n  d\nexcept (e, f): g\nexcept: h\nelse:\n  i\nfinally:\n  j",
  "async def f():\n  async with a as b: c\n  async for d in e: f\n  return await g + h",
  "def f(a, /, b: T.Buffer((1,), 'float32'), *c: int, d=1, e: A[b] = 2, **f) -> A[b] | c: ...",
  "def f(*, a): pass",
  "@a\n# b\n@c.d(e)  # f\n\nclass G(H, metaclass=I):  # j\n  # k\n  x = 1  # l\n\n  def y(self):\n    pass\n    # m\n  # n\n# o\n",
  "if a:  # b\n    # c\n    d  # e\n        # f\n  # g\n# h\nelse:  # i\n    j",
  "x = f(  # a\n    b,  # c\n    # d\n)  # e",
  "x = a + \\\n  b",
  "x = (\na\n)\ny = [\n# b\n]",
];

function treeOf(text: string, indentation = ""): SyntaxNode {
  const tree = parser.parse(indentation + text);
  if (!tree) throw new Error("no tree");
  const copy = copyTree(tree, indentation.length, text.length);
  tree.delete();
  return copy;
}

/** Whether it was read without tree-sitter. */
function compare(text: string, indentation = ""): boolean {
  const quick = quickParse(text, indentation);
  if (!quick) return false;
  const slow = treeOf(text, indentation);
  expect(plain(quick) === plain(slow), text).toBe(true);
  return true;
}

it.each(written)("reads %j", (text) => {
  expect(compare(text)).toBe(true);
  expect(compare(`${text}\n`)).toBe(true);
  expect(compare(text.replaceAll("\n", "\r\n"))).toBe(true);
  expect(compare(text.replaceAll("\n", "\n    "), "    ")).toBe(true);
});

it("reads whole files", () => {
  expect(files.length).toBeGreaterThan(10);
  for (const text of files) expect(compare(text)).toBe(true);
});

it("reads what tree-sitter-python has bugs with", () => {
  // A line inside brackets, or a comment behind a decorator, that is indented less than the block around ends no block.
  for (const text of ["def f():\n    x = (a +\n  b)", "class A:\n    @b\n# c\n    def d(): pass"]) {
    expect(treeOf(text).hasError).toBe(true);
    expect(quickParse(text, "")?.children).toMatchObject([{ end: text.length, hasError: false }]);
  }
  // No call of `*f`.
  expect(quickParse("[*f(x)]", "")?.children[0]?.children[0]?.children).toMatchObject([{ kind: "list_splat" }]);
});

it("leaves out what stands behind the end", () => {
  const text = "@a\nclass B(C):  # d";
  const whole = `${text}\n  pass`;
  expect(quickParse(whole, "", text.length)?.children[0]).toMatchObject({ start: 0, end: text.length });
});

it.each([
  "x = ",
  "x = (",
  "x = )",
  "x y",
  "x = 'a",
  "x = '''a'",
  "def f(:\n  pass",
  "def f():",
  "if a:\nb",
  "if a:\n  b\n c",
  "a\n  b",
  "x = 1 if",
  "x = a b",
  "x = [for a in b]",
  "f(a=1",
  "x = f'{a'",
  "x = f'{}'",
  "class A(:\n  pass",
  "for x y: pass",
  "from a import",
  "a +",
  "1a",
  "$",
  "x = ?",
  "else: a",
  "try: a",
  "print a",
])("leaves %j to tree-sitter", (text) => {
  expect(quickParse(text, "")).toBeNull();
});

it("leaves to it what is nested without end", () => {
  expect(quickParse(`x = ${"(".repeat(100_000)}`, "")).toBeNull();
  expect(quickParse(`x = ${"not ".repeat(100_000)}a`, "")).toBeNull();
  expect(quickParse(`x = ${"-".repeat(100_000)}a`, "")).toBeNull();
  expect(quickParse(`x = ${"f'{".repeat(10_000)}`, "")).toBeNull();
  expect(quickParse("if a: \n ".repeat(500), "")).toBeNull();
});
