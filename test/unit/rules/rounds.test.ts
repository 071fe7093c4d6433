/** After a round of fixes, units are taken over and what was found in them is: what comes of it must be the same without. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { modelOf, type Source, SourceDocument } from "../../../server/src/cli/source";
import { type FixedAll, fixAndCheck } from "../../../server/src/rules/fix-all";
import { parser } from "../../parser";
import { readFixture } from "../../rules/fixture";

const fixtures = path.resolve(import.meta.dirname, "../../rules");
const files = readdirSync(fixtures).filter((name) => name.endsWith(".md"));

function sourceOf(text: string): Source {
  return { name: "rounds.py", texts: [{ cell: null, text }], write: ([changed = ""]) => changed };
}

function told({ parts, after }: FixedAll): unknown {
  return [
    parts.map(({ text, edits }) => [text, edits]),
    after.map(({ rule, severity, message, start, end }) => `${start}-${end} ${severity} ${rule.code} ${message}`),
  ];
}

function expectSame(text: string, release: string): number {
  const source = sourceOf(text);
  const document = new SourceDocument(parser, source);
  const options = { release, unsafe: true, modernize: true };
  const taken = fixAndCheck(document.model(), options, (texts, edits) => document.reread(texts, edits));
  const anew = fixAndCheck(modelOf(parser, source), options, (texts) => modelOf(parser, source, texts));
  expect(told(taken), `${release}: ${text}`).toEqual(told(anew));
  return taken.parts.length;
}

for (const release of ["0.17", "0.22", "0.27"]) {
  it(`fixes the same for ${release} as if each round began anew`, () => {
    let fixed = 0;
    for (const file of files) {
      const cases = readFixture(readFileSync(path.join(fixtures, file), "utf8"));
      for (const { source } of cases) fixed += expectSame(source, release);
      // As many statements as a file has, of which few are fixed in each round.
      fixed += expectSame(cases.map(({ source }) => source).join("\n\n"), release);
    }
    expect(fixed).toBeGreaterThan(100);
  }, 120_000);
}

it("looks at all of a document again where what was fixed is seen from elsewhere", () => {
  const module = "import tvm\nfrom tvm.script import tir as T\n\nTARGET = 'llvm -mcpu=x'\n\n";
  expect(
    expectSame(`${module}t = tvm.target.Target(TARGET)\n\ndef f():\n    return tvm.nd.array(1), TARGET\n`, "0.27"),
  ).toBe(1);
  const members =
    "@tvm.script.ir_module\nclass M:\n    @T.prim_func\n    def f(a: T.handle):\n        with T.block('a'):\n            pass\n\n" +
    "    @T.prim_func\n    def g(A: T.Buffer[(8,), 'float32']):\n        A[0] = 1.0\n";
  expect(expectSame(module + members, "0.27")).toBe(1);
});
