import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { SyntaxDocument } from "../../../server/src/syntax/document";
import { walk } from "../../../server/src/syntax/node";
import { parser } from "../../parser";
import { pythonFor } from "../../tvm";

/** Numbers that look random and are the same in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Python as people write it: TVM's own sources, as the wheel carries them. */
function corpus(): string[] {
  const site = path.join(path.dirname(pythonFor("0.27")), "../lib");
  const [python = ""] = readdirSync(site).filter((name) => name.startsWith("python3"));
  const folder = path.join(site, python, "site-packages/tvm");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".py"))
    .map((name) => path.join(folder, name));
}

function picture(document: SyntaxDocument): unknown {
  return document.syntax.units.map(({ unit, start, end, shells }) => {
    const kinds: string[] = [];
    walk(unit.root, (node) => kinds.push(`${node.kind} ${node.start}-${node.end}`));
    return [start, end, shells.length, unit.text, kinds];
  });
}

describe("a document", () => {
  const files = corpus();

  it("finds in each of TVM's own files the statements that the parser finds in the whole", () => {
    expect(files.length).toBeGreaterThan(500);
    const differing = files.filter((file) => {
      const text = readFileSync(file, "utf8");
      const tree = parser.parse(text);
      const whole = tree?.rootNode.namedChildren.filter((node) => node?.type !== "comment").length;
      const broken = tree?.rootNode.hasError ?? true;
      tree?.delete();
      const { units } = new SyntaxDocument(parser, text).syntax;
      const top = units.filter(({ shells }) => shells.length === 0);
      const count = top.reduce(
        (sum, { unit }) => sum + unit.root.children.filter(({ kind }) => kind !== "comment").length,
        0,
      );
      return count !== whole || units.some(({ unit }) => unit.hasError) !== broken;
    });
    expect(differing).toEqual([]);
  });

  it("is after edits that come together what it would be if opened anew, and takes over what they do not touch", () => {
    const random = numbers(11);
    const insertions = [
      "(",
      ")",
      '"',
      "\n",
      "\n\n",
      "@x\n",
      "class B:\n    ",
      "    ",
      "# a",
      "x = 1\n",
      "import a\n",
      "",
    ];
    let taken = 0;
    for (const file of files.filter((_, i) => i % 12 === 0)) {
      const text = readFileSync(file, "utf8").slice(0, 20_000);
      const document = new SyntaxDocument(parser, text);
      const units = new Set(document.syntax.units.map(({ unit }) => unit));
      const places = Array.from({ length: 6 }, () => Math.floor(random() * text.length)).sort((a, b) => a - b);
      const edits = places.flatMap((start, i) => {
        const end = Math.min(start + Math.floor(random() * 5), places[i + 1] ?? text.length);
        return end < start ? [] : [{ start, end, newText: insertions[Math.floor(random() * insertions.length)] ?? "" }];
      });
      document.rewrite(edits);
      taken += document.syntax.units.filter(({ unit }) => units.has(unit)).length;
      expect(picture(document), file).toEqual(picture(new SyntaxDocument(parser, document.syntax.text)));
      const after = { start: 0, end: 0, newText: "y = 2\n" };
      document.edit([after]);
      expect(picture(document), file).toEqual(picture(new SyntaxDocument(parser, document.syntax.text)));
    }
    expect(taken).toBeGreaterThan(100);
  });

  it("is after any edits what it would be if opened anew", () => {
    const random = numbers(7);
    const insertions = [
      "",
      "x",
      "(",
      ")",
      "\n",
      '"',
      '"""',
      "\ndef f():\n",
      "    ",
      "@",
      "class A:\n",
      "#",
      "\\\n",
      "你好😀",
      "\r\n",
      "\0",
      "else:\n",
    ];
    for (const file of files.filter((_, i) => i % 29 === 0)) {
      const document = new SyntaxDocument(parser, readFileSync(file, "utf8"));
      for (let i = 0; i < 40; i++) {
        const { text } = document.syntax;
        const start = Math.floor(random() * text.length);
        const end = Math.min(text.length, start + Math.floor(random() * 20));
        document.edit([{ start, end, newText: insertions[Math.floor(random() * insertions.length)] ?? "" }]);
      }
      expect(picture(document)).toEqual(picture(new SyntaxDocument(parser, document.syntax.text)));
    }
  });

  it("keeps the units that an edit does not touch", () => {
    const document = new SyntaxDocument(parser, "import a\n\ndef f():\n    x = 1\n\ndef g():\n    y = 2\n");
    const before = document.syntax.units.map(({ unit }) => unit);
    const at = document.syntax.text.indexOf("1");
    document.edit([{ start: at, end: at + 1, newText: "100" }]);
    const after = document.syntax.units.map(({ unit }) => unit);
    expect(after.map((unit, i) => unit === before[i])).toEqual([true, false, true]);
  });

  it("stands deep nesting", () => {
    const deep = `x = ${"(".repeat(3000)}1${")".repeat(3000)}\ny = 2\n`;
    expect(new SyntaxDocument(parser, deep).syntax.units).toHaveLength(2);
  });
});
