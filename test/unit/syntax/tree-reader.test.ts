/** What is read in tree-sitter's memory is what its functions tell. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { copyByCursor, copyTree, plain, usesMemory } from "../../../server/src/syntax/copy-tree";
import { parser } from "../../parser";

const folders = ["samples", "server/python/tvmscript_worker", "test/worker", "test/grammar"];
const texts = folders.flatMap((folder) => {
  const at = path.resolve(import.meta.dirname, "../../..", folder);
  const names = readdirSync(at).filter((name) => name.endsWith(".py"));
  return names.map((name) => readFileSync(path.join(at, name), "utf8"));
});

function expectSame(text: string, base = 0, length = text.length): void {
  const tree = parser.parse(text);
  if (!tree) throw new Error("no tree");
  const cursor = tree.walk();
  expect(plain(copyTree(tree, base, length))).toBe(plain(copyByCursor(cursor, base, length)));
  cursor.delete();
  tree.delete();
}

it("is how trees are read", () => {
  expect(parser.language && usesMemory(parser.language)).toBe(true);
});

it("is the same tree, of whole files and of what is left when something is cut out", () => {
  expect(texts.length).toBeGreaterThan(10);
  for (const text of texts) {
    expectSame(text);
    for (let part = 1; part < 7; part++) {
      const cut = Math.floor((text.length * part) / 7);
      expectSame(text.slice(0, cut));
      expectSame(text.slice(cut));
      expectSame(text.slice(0, cut) + text.slice(cut + 40));
    }
  }
});

it("is the same tree of odd texts", () => {
  const odd = [
    "",
    "\n",
    "#",
    " ",
    "(",
    "x = 'ü𝄞' # 𝄞",
    "\u0000",
    "x\r\ny\r",
    `f(${"(".repeat(400)}`,
    "a.\n",
    "@\n",
    "def",
  ];
  for (const text of odd) expectSame(text);
  expectSame("    class A(B): # c\n        x = 1 pass", 4, 20);
  expectSame(`${"x = [".repeat(3000)}1${"]".repeat(3000)}\n`);
});

it("is the same tree after the memory has grown", () => {
  const long = "value = f(a, b=1, *c)  # why\n".repeat(30_000);
  expectSame(long);
  expectSame("x: int = y\n");
});
