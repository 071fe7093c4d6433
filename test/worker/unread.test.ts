/** A name that is in no release, in a branch that a constant chooses against: an error where real TVM reads it, and only there. */
import { afterAll, describe, expect, it } from "vitest";
import { modelOf } from "../../server/src/cli/source";
import { check } from "../../server/src/rules/engine";
import { parser } from "../parser";
import { pythonFor, type Release } from "../tvm";
import { engineAt, inFile, spelled, succeeded } from "./support";

const releases = ["0.17", "0.22", "0.25", "0.26", "0.27"] as const;

const TIR: Readonly<Record<string, string>> = {
  consequence: "if False:\n    BAD",
  compared: "if 2 == 0:\n    BAD\nelse:\n    A[0] = 1.0",
  alternative: "if ON:\n    A[0] = 1.0\nelse:\n    BAD",
  negated: "if not ON:\n    BAD",
  taken: "if ON:\n    BAD",
  second_test: "if n > 0:\n    A[0] = 1.0\nelif False:\n    BAD",
  else_of_elif: "if n > 0:\n    A[0] = 1.0\nelif ON:\n    A[0] = 2.0\nelse:\n    BAD",
  condition_of_elif: "if ON:\n    A[0] = 1.0\nelif BAD > 0:\n    A[0] = 2.0",
  nested: "for i in range(4):\n    if n > 0:\n        if False:\n            BAD\n        A[i] = 1.0",
  data_type: 'if A.dtype == "int8":\n    BAD',
  rank: "if len(A.shape) == 3:\n    BAD",
  extent: "if A.shape[0] == 3:\n    BAD",
  of_tir: "if T.bool(False):\n    BAD",
  while_false: "while 1 == 2:\n    BAD",
  conditional: "A[0] = BAD if False else 1.0",
  other_conditional: "A[0] = 1.0 if ON else BAD",
  keyword: "A[0] = T.Cast(dtype='float32', value=T.int32(1) if ON else BAD)",
  conjunction: "if False and BAD:\n    A[0] = 1.0",
  disjunction: "if ON or BAD:\n    A[0] = 1.0",
  and_behind: "if n > 0 and BAD:\n    A[0] = 1.0",
  block: 'if False:\n    with T.{block}("b"):\n        BAD',
};

const RELAX: Readonly<Record<string, string>> = {
  relax_if: "if False:\n    z = BAD\nelse:\n    z = R.exp(x)",
  relax_conditional: "z = R.exp(x) if True else BAD",
  relax_argument: "z = R.exp(BAD if not ON else x)",
  relax_keyword: "z = R.sum(x, axis=BAD if False else 0)",
  relax_or: "z = R.exp(x) if (True or BAD) else R.exp(x)",
};

function indented(text: string): string {
  return text.replace(/^/gm, "    ");
}

const PROGRAM = [
  "from tvm.script import {tir} as T\nfrom tvm.script import relax as R\n\nON = True\n",
  ...Object.entries(TIR).map(
    ([name, body]) =>
      `@T.prim_func\ndef ${name}(A: T.Buffer((16,), "float32"), n: T.int32):\n${indented(body.replaceAll("BAD", "T.misspelt(1)"))}\n    A[1] = 0.0\n`,
  ),
  ...Object.entries(RELAX).map(
    ([name, body]) =>
      `@R.function\ndef ${name}(x: R.Tensor((16,), "float32")):\n${indented(body.replaceAll("BAD", "R.misspelt(x)"))}\n    return z\n`,
  ),
].join("\n\n");

describe.each(releases)("TVM %s", (release: Release) => {
  const tvm = engineAt(pythonFor(release));
  afterAll(() => tvm.dispose());

  it("reads what is said to be an error, and nothing else", { timeout: 120_000 }, async () => {
    const text = spelled(PROGRAM, release);
    const { definitions } = succeeded(await tvm.check(inFile(text)));
    const model = modelOf(parser, { name: "", texts: [{ cell: null, text }], write: ([changed = ""]) => changed });
    const found = check(model, { release }).filter(({ rule }) => rule.code === "TVM201");
    expect(found).toHaveLength(text.match(/misspelt/g)?.length ?? 0);
    const said = Object.fromEntries(
      found.map(({ severity, start }) => [nameAbove(text, start), severity === "error" ? "rejected" : "accepted"]),
    );
    const judged = Object.fromEntries(definitions.map((each) => [each.path, each.accepted ? "accepted" : "rejected"]));
    expect(said).toEqual(judged);
    expect(new Set(Object.values(judged)).size).toBe(2);
  });
});

/** The function that an offset is in. */
function nameAbove(text: string, offset: number): string {
  return [...text.slice(0, offset).matchAll(/^def (\w+)/gm)].at(-1)?.[1] ?? "";
}
