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
