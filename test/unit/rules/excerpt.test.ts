/** A page that leaves out what its code begins with shows excerpts: nothing in them is undefined. */
import { expect, it } from "vitest";
import { OpenDocument } from "../../../server/src/lsp/documents";
import { check } from "../../../server/src/rules/engine";
import { parser } from "../../parser";

const FUNCTION = [
  "```python",
  "@T.prim_func(s_tir=True)",
  "def f(a: T.handle):",
  '    A = T.match_buffer(a, (M, N), "float32")',
  "    A[0, 0] = T.float32(x)",
  "```",
  "",
].join("\n");
const IMPORT = "```python\nfrom tvm.script import tirx as T\n\nM = N = 8\n```\n";

function opened(text: string): OpenDocument {
  const document = new OpenDocument("file:///a.md", "page", 1, parser);
  document.splice(0, 0, [{ uri: "0", text }]);
  return document;
}

const found = (document: OpenDocument): string[] =>
  check(document.model(), { release: "0.27", remember: true }).map(({ rule, message }) => `${rule.code} ${message}`);

it("says nothing of names in excerpts", () => {
  expect(found(opened(FUNCTION))).toEqual([]);
});

it("says what a whole program does not define, and so once it is whole", () => {
  const undefinedName = ["TVM200 `x` is not defined here."];
  expect(found(opened(IMPORT + FUNCTION))).toEqual(undefinedName);
  const document = opened(FUNCTION);
  expect(found(document)).toEqual([]);
  document.change("0", [{ text: IMPORT + FUNCTION }]);
  expect(found(document)).toEqual(undefinedName);
  document.change("0", [{ text: FUNCTION }]);
  expect(found(document)).toEqual([]);
});

/** The beginning of a module on a page, up to the first line of its function. */
const MODULE = [
  "```python",
  "from tvm.script import ir as I, relax as R",
  "",
  "@I.ir_module",
  "class Module:",
  "    @R.function",
  '    def main(x: R.Tensor((4,), "float32")) -> R.Tensor((4,), "float32"):',
];

it("takes what printers leave out of a printed script for known", () => {
  const printed = [
    ...MODULE,
    "        with R.dataflow():",
    '            y = R.add(x, metadata["relax.expr.Constant"][0])',
    "            z = R.add(y, metadatum)",
    "            R.output(z)",
    "        return z",
    "```",
    "",
  ];
  const unknown = "TVM200 `metadatum` is not defined here. Did you mean `metadata`?";
  expect(found(opened(printed.join("\n"))).map((each) => each.slice(0, 39))).toEqual([unknown.slice(0, 39)]);
});

it("takes an excerpt that is indented for no part of a module above it", () => {
  const module = [...MODULE, "        return x", ""];
  const member = ["    run(data)", "```", ""];
  expect(found(opened([...module, ...member].join("\n")))).toEqual([
    "TVM320 `run` is not defined here.",
    "TVM320 `data` is not defined here.",
  ]);
  expect(found(opened([...module, "```", "", "And then:", "", "```python", ...member].join("\n")))).toEqual([]);
});
