/** Whole programs, written for one TVM, rewritten for others by safe fixes, and run on both: they print the same. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { modelOf, type Source } from "../../server/src/cli/source";
import { applyEdits, fixAll } from "../../server/src/rules/fix-all";
import { parser } from "../parser";
import { pythonFor, type Release } from "../tvm";

interface Program {
  readonly name: string;
  readonly from: Release;
  readonly to: readonly Release[];
  readonly text: string;
}

const programs: readonly Program[] = [
  {
    name: "data types of tensors and expressions",
    from: "0.17",
    to: ["0.22", "0.25", "0.26", "0.27"],
    text: `
import numpy as np
import tvm
from tvm import te, tir

n = te.var("n")
m = tir.Var("m", "int64")
A = te.placeholder((n, m), name="A", dtype="float16")
B = te.compute((n, m), lambda i, j: A[i, j] + tir.const(1, A.dtype), name="B")
print(n.dtype, (m + 1).dtype, tir.const(2, "int8").dtype, B.dtype == "float16")
print(np.zeros(3, dtype=A.dtype).dtype, np.ones(3).astype(B.dtype).dtype, A.dtype.startswith("float"))


def reference(t: te.Tensor, x: tir.PrimExpr):
    dtype = t.dtype
    return np.empty((3,), dtype).dtype, str(x.dtype)


print(reference(B, m * 2))
`,
  },
  {
    name: "a pass over Relax functions, and an operator of its own",
    from: "0.22",
    to: ["0.25", "0.26", "0.27"],
    text: `
import tvm
import tvm.script
from tvm import relax, tir
from tvm.script import ir as I, relax as R, tir as T

infer = tvm.ir.Op.get("relax.add").get_attr("FInferStructInfo")


def names(function: relax.Function):
    first = function.params[0]
    return [each.name_hint for each in function.params], first.name_hint, str(first.struct_info)


x = relax.Var("x", R.Tensor((2, 3), "float32"))
y = relax.Var("y", R.Tensor((2, 3), "float32"))
builder = relax.BlockBuilder()
with builder.function("main", [x, y]):
    with builder.dataflow():
        z = builder.emit(relax.op.add(x, y))
        out = builder.emit_output(z)
    builder.emit_func_output(out)
main = builder.get()["main"]
binding = relax.VarBinding(x, y)
print(names(main), binding.var.name_hint, infer is not None, relax.analysis.well_formed(builder.get()))

loop = tir.For(tir.Var("i", "int32"), 0, 8, tir.ForKind.SERIAL, tir.Evaluate(0))
with tvm.transform.PassContext(opt_level=3, disabled_pass=["tir.UnrollLoop"], config={"tir.disable_vectorize": True}):
    print(loop.loop_var.dtype, tir.IntImm("int64", 3).dtype)
buffer = tir.decl_buffer((8,))
print(isinstance(tir.BufferLoad(buffer, [0]), tir.BufferLoad), isinstance(x, (tir.BufferLoad, tir.BufferRegion)))
`,
  },
];

function fixed(text: string, release: Release): string {
  const source: Source = { name: "program.py", texts: [{ cell: null, text }], write: ([changed = ""]) => changed };
  const [part] = fixAll(modelOf(parser, source), { release }, (texts) => modelOf(parser, source, texts));
  return part ? applyEdits(text, part.edits) : text;
}

async function run(release: Release, text: string): Promise<string> {
  return (await promisify(execFile)(pythonFor(release), ["-c", text])).stdout;
}

for (const { name, from, to, text } of programs) {
  it.each(to)(`${name}: what ran on ${from} runs on %s`, { timeout: 120_000 }, async (release) => {
    expect(await run(release, fixed(text, release))).toBe(await run(from, text));
  });
}
