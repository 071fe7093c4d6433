/** What messages call what they are about. */
import { expect, it } from "vitest";
import { OpenDocument } from "../../../server/src/lsp/documents";
import { check } from "../../../server/src/rules/engine";
import { parser } from "../../parser";

function messages(lines: readonly string[]): string[] {
  const document = new OpenDocument("file:///a.py", "file", 1, parser);
  document.splice(0, 0, [{ uri: "0", text: [...lines, ""].join("\n") }]);
  return check(document.model(), { release: "0.27" }).map(({ rule, message }) => `${rule.code} ${message}`);
}

it("calls what is left to be written a placeholder", () => {
  const lines = [
    "from tvm.script import tirx as T, relax as R, ir as I",
    "@T.prim_func",
    'def f(A: T.Buffer((4,), "float32")):',
    "    A[0] = T.float32(1)",
    "    ...",
    "    T.float32",
    "@I.ir_module",
    "class Module:",
    "    @R.function",
    '    def main(x: R.Tensor((4,), "float32")):',
    "        return ...",
  ];
  expect(messages(lines)).toEqual([
    "TVM220 This is a placeholder, and no statement.",
    "TVM220 This is a function or module of TVM's, and no statement.",
    "TVM228 `return` takes a value of Relax's as `value`, and this is a placeholder.",
  ]);
});

it("says of a name that no release had what became of its module", () => {
  expect(messages(["from tvm import tir", "x = tir.matmul_handle", "y = tir.IntImm"])).toContain(
    "TVM101 TVM 0.27 has no `tvm.tir.matmul_handle`. `tvm.tir` is `tvm.tirx` since TVM 0.24.",
  );
});

it("says what to do about a method of the machine of Relax, not of Relay's", () => {
  const lines = ["from tvm import relax", "vm = relax.VirtualMachine(ex, dev)", 'vm.profile("main", x)'];
  expect(messages(lines)).toEqual([
    "TVM103 `VirtualMachine.profile` is gone since TVM 0.24. Time functions with `time_evaluator`.",
  ]);
});
