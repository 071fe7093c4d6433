/** What is remembered of a unit is let go of where something changes elsewhere that its findings depend on. */
import { expect, it } from "vitest";
import { OpenDocument } from "../../../server/src/lsp/documents";
import { check } from "../../../server/src/rules/engine";
import { parser } from "../../parser";

function opened(...texts: readonly string[]): OpenDocument {
  const document = new OpenDocument("file:///a.ipynb", "notebook", 1, parser);
  document.splice(
    0,
    0,
    texts.map((text, i) => ({ uri: `${i}`, text })),
  );
  return document;
}

function findings(document: OpenDocument, code: string): string[] {
  return check(document.model(), { release: "0.27", remember: true })
    .filter(({ rule }) => rule.code === code)
    .map(({ start, message }) => `${start} ${message}`);
}

/** What is found after the first cell has changed, and in such a notebook opened anew. */
function afterChange(first: string, then: string, other: string, code: string): [before: string[], kept: string[]] {
  const document = opened(first, other);
  const before = findings(document, code);
  document.change("0", [{ text: then }]);
  const kept = findings(document, code);
  expect(kept).toEqual(findings(opened(then, other), code));
  return [before, kept];
}

it("compares calls with functions beside them whose sizes another cell says", () => {
  const cell = (size: number) => `from tvm.script import ir as I, relax as R\nN = ${size}\n`;
  const module = [
    "@I.ir_module",
    "class M:",
    "    @R.function",
    "    def g(y: R.Tensor((N,), 'float32')) -> R.Tensor((N,), 'float32'):",
    "        return y",
    "",
    "    @R.function",
    "    def main(x: R.Tensor((3,), 'float32')):",
    "        return M.g(x)",
  ];
  const [before, kept] = afterChange(cell(2), cell(3), module.join("\n"), "TVM312");
  expect(before).toHaveLength(1);
  expect(kept).toEqual([]);
});

it("hears that a function has no attributes", () => {
  const cell = (said: string) => `def test(mod):\n    ${said}\n`;
  const module = [
    "from tvm.script import ir as I, tir as T",
    "",
    "@I.ir_module",
    "class M:",
    "    @T.prim_func",
    "    def f(A: T.Buffer((8,), 'float32')):",
    "        for i in range(8):",
    "            with T.block('A'):",
    "                vi = T.axis.spatial(8, i)",
    "                A[vi] = T.float32(0)",
  ];
  const [before, kept] = afterChange(cell("pass"), cell("assert mod['f'].attrs is None"), module.join("\n"), "TVM139");
  expect(before).toEqual([]);
  expect(kept).toHaveLength(1);
});
