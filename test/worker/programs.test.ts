/** Whole programs, written for one TVM, rewritten for others by safe fixes, and run on both: they print the same. */
import { execFileSync } from "node:child_process";
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
];

function fixed(text: string, release: Release): string {
  const source: Source = { name: "program.py", texts: [{ cell: null, text }], write: ([changed = ""]) => changed };
  const [part] = fixAll(modelOf(parser, source), { release }, (texts) => modelOf(parser, source, texts));
  return part ? applyEdits(text, part.edits) : text;
}

function run(release: Release, text: string): string {
  return execFileSync(pythonFor(release), ["-c", text], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

for (const { name, from, to, text } of programs) {
  it.each(to)(`${name}: what ran on ${from} runs on %s`, (release) => {
    expect(run(release, fixed(text, release))).toBe(run(from, text));
  });
}
