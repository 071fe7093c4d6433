import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { check } from "../../../server/src/rules/engine";
import { knownApi } from "../../../server/src/semantic/known-api";
import { Model } from "../../../server/src/semantic/model";
import { SyntaxDocument } from "../../../server/src/syntax/document";
import { parser } from "../../parser";
import { readFixture } from "../../rules/fixture";

/** The fixtures' own texts, several of them in one file: functions, modules, constants and mistakes as people make them. */
const folder = path.resolve(import.meta.dirname, "../../rules");
const texts = readdirSync(folder)
  .filter((name) => /^TVM[23]\d\d-.*\.md$/.test(name))
  .flatMap((name) => readFixture(readFileSync(path.join(folder, name), "utf8")))
  .map(({ source }) => source);

const PIECES = [
  "N = 16\n",
  "\n",
  "    ",
  "i",
  "T.",
  "(",
  "]",
  '"',
  ":\n",
  "@I.ir_module\n",
  "Module.main(A)\n",
  "\n@T.prim_func\ndef h(A: T.Buffer((N,), 'float32')):\n    A[N] = T.float32(0)\n",
  "from tvm.script import ir as I\n",
  "class Module:\n",
  "# tvmscript: ignore\n",
];

/** The same numbers in every run (xorshift). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

function findings(document: SyntaxDocument, remember: boolean): string[] {
  const model = new Model([{ uri: "file:///edited.py", cell: null, syntax: document.syntax }], knownApi);
  return check(model, { release: "0.27", remember }).map(
    ({ rule, start, end, message, related }) =>
      `${start}-${end} ${rule.code} ${message} ${related.map((each) => `${each.start}-${each.end}`).join()}`,
  );
}

describe("after any edits the findings are those of the text opened anew", () => {
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
    test(`series ${seed}`, () => {
      const random = numbers(seed * 7919);
      const own = Array.from({ length: 4 }, () => texts[random(texts.length)] ?? "");
      const document = new SyntaxDocument(parser, `N = 8\n${own.join("\n")}`);
      findings(document, true);
      for (let step = 0; step < 25; step++) {
        const { text } = document.syntax;
        const start = random(text.length + 1);
        const removed = random(3) === 0 ? random(12) : random(2);
        const end = Math.min(text.length, start + removed);
        document.edit([{ start, end, newText: PIECES[random(PIECES.length)] ?? "" }]);
        const kept = findings(document, true);
        expect(kept).toEqual(findings(new SyntaxDocument(parser, document.syntax.text), false));
      }
      // A name at module level decides over functions that nobody touched.
      const at = document.syntax.text.indexOf("N = 8");
      if (at < 0) return;
      document.edit([{ start: at, end: at + 5, newText: "M = 8" }]);
      expect(findings(document, true)).toEqual(findings(new SyntaxDocument(parser, document.syntax.text), false));
    });
  }
});
