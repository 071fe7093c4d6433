/** Texts that nobody writes, of a few thousand parts each: all rules answer, and before anybody gives up. */
import { expect, it } from "vitest";
import { SourceDocument } from "../../../server/src/cli/source";
import { check } from "../../../server/src/rules/engine";
import { parser } from "../../parser";

const PRIM_FUNC = `from tvm.script import tirx as T\nimport tvm\n\n@T.prim_func(s_tir=True)\ndef f(A: T.Buffer((8,), "float32")):\n`;
const many = (count: number, make: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => make(at)).join("");

const texts: Readonly<Record<string, string>> = {
  "a long chain of names": `${PRIM_FUNC}    A[0] = T${".a".repeat(3000)}\n`,
  "a long path in imports": `import tvm${".tir".repeat(5000)}\nfrom tvm${".script".repeat(5000)} import tir as T\n@T.prim_func\ndef f():\n    pass\n`,
  "a chained assignment": `${PRIM_FUNC}    ${many(3000, (at) => `x${at} = `)}1\n`,
  "names for names": `import tvm\nx0 = tvm.tir\n${many(1000, (at) => `x${at + 1} = x${at}\n`)}x1000.Buffer\n`,
  "names for one thing": `import tvm\n${many(8000, (at) => `x${at} = tvm.nd.array\n`)}`,
  "blocks below each other": `${PRIM_FUNC}${many(500, (at) => `    with T.sblock("b${at}"):\n        A[${at % 8}] = 1.0\n`)}`,
  "loops inside each other": `${PRIM_FUNC}${many(90, (at) => `${" ".repeat(at + 4)}for i${at} in range(8):\n`)}${" ".repeat(95)}A[0] = 1.0\n`,
  "sums of sums": `${PRIM_FUNC}    for i in range(8):\n        A[${many(2000, () => "i + ")}i] = 1.0\n`,
};

it.each(Object.keys(texts))("%s", { timeout: 60_000 }, (name) => {
  const source = {
    name: "a.py",
    texts: [{ cell: null, text: texts[name] ?? "" }],
    write: ([text = ""]: readonly string[]) => text,
  };
  for (const release of ["0.17", "0.27"] as const) {
    expect(() => check(new SourceDocument(parser, source).model(), { release })).not.toThrow();
  }
});
