/** Arguments and values of kinds that TVM may or may not take: an error where real TVM rejects the function, and only there. */
import { afterAll, describe, expect, it } from "vitest";
import { modelOf, type Source } from "../../server/src/cli/source";
import { check } from "../../server/src/rules/engine";
import { parser } from "../parser";
import { pythonFor, type Release } from "../tvm";
import { engineAt, inFile, spelled, succeeded } from "./support";

const releases = ["0.17", "0.22", "0.25", "0.26", "0.27"] as const;

/** Bodies of functions with a buffer `A` of 16 and `B` of 4 by 4 floats, and a number `n`. */
const TIR = [
  "T.evaluate(T.Ramp(0, 1, 4))",
  "T.evaluate(T.Ramp(0, 1, 1))",
  "T.evaluate(T.Ramp(0, 1, 4.0))",
  "T.evaluate(T.Ramp(0, 1, n))",
  "T.evaluate(T.Broadcast(A[0], 4))",
  "T.evaluate(T.Broadcast(A[0], 1))",
  "T.evaluate(T.Broadcast(A, 4))",
  "T.evaluate(T.Broadcast(1.0, T.vscale() * 4))",
  "x = range(3)",
  "A[0] = range(3)",
  "A[range(3)] = 1.0",
  "for i in (range(3)):\n    A[i] = 1.0",
  "for i in T.serial(range(3)):\n    A[i] = 1.0",
  "x = T.meta_var(range(3))",
  "x = B.shape",
  "x = list(B.shape)",
  "x = B.shape[0:1]",
  "x = {1, 2}",
  "if 1 in {1, 2}:\n    A[0] = 1.0",
  "while 'a':\n    A[0] = 1.0",
  "for i in range(4.0):\n    A[0] = 1.0",
  "A[0] = T.exp(*A[0])",
  "A[0] = T.exp(*(A[0],))",
  "A[0] = T.exp.exp(A[0])",
  "A[0] = A[0].value",
  "A[0] = T.min_value('float32')",
  "A[0] = T.min_value(A[0])",
  "A[0] = 2 @ 3",
  "A[0] = 1.5 | 1",
  "A[0] = 6 | 1",
  "A[0] = f'{n}'",
  "A[0] = T.axis(4, 0)",
  "A.name = 'x'",
  "assert n > 0, 1",
  "assert n > 0, 'text'",
  "x: A = 0",
  "x: T.int32 = 0",
  "return A",
  "C = T.{block_}alloc_buffer((4,), 'float32', align='16')",
  "C = T.{block_}alloc_buffer((4,), 'float32', align=16)",
  "with T.{block}('b'):\n    v = T.axis.spatial(None, 0)\n    A[v] = 1.0",
  "with T.{block}('b'):\n    v = T.axis.spatial(4, 0)\n    with T.init():\n        T.reads(A[v])\n        A[v] = 0.0\n    A[v] = A[v] + 1.0",
];

/** Bodies that bind `z`, with tensors `x` of 16 and `m` of 4 by 4 floats. */
const RELAX = [
  "z = R.full((16,), R.const(1.0), 'float32')",
  "z = R.full(16, R.const(1.0), 'float32')",
  "z = R.full((16,), 1.0, 'float32')",
  "z = R.zeros((16,), float)",
  "z = R.zeros(('16', 4), 'float32')",
  "z = R.broadcast_to(x, (16,))",
  "z = R.broadcast_to(x, 16)",
  "z = R.strided_slice(x, axes=[0], begin=[0], end=[1])",
  "z = R.strided_slice(x, axes=0, begin=[0], end=[1])",
  "z = R.astype(x, 'float16')",
  "z = R.astype(x, None)",
  "z = R.astype(x, float)",
  "z = R.topk(x, R.const(2))",
  "z = R.arange('a')",
  "z = R.arange(4)",
  "z = R.split(x, 2.5)",
  "z = R.exp([x])",
  "z = R.add(x, (x,))",
  "z = R.take(x, '0')",
  "z = T.exp(x)",
  "z = R.emit_te('f', x)",
  "z = R.tuple(x, 1)",
  "w: R.Tensor((16,), 'float32') = 1\nz = x",
  "w: R.Tensor((), 'float32') = 1.0\nz = x",
  "z = R.prim_value(x)",
  "z = R.prim_value('a')",
  "z = R.add(x, ['a'])",
  "z = -(x, x)",
  "z: R.Tensor((16,), 'float32') = x[0]",
  "z: R.Tensor((16,), 'float32') = (x[0])",
  "z = x[0]",
  "g = lambda q: q\nz = x",
  "g = lambda q: q\nz = R.add(x, g)",
  "z = max(x, x)",
];

/** The same, in a module that nobody checks when it is done. */
const UNCHECKED = [
  `z = R.add("text", m)`,
  `z: R.Tensor((4, 4), "float32") = R.add("text", m)`,
  `z: R.Tensor((4, 4), "float32") = R.exp(R.str("text"))`,
  `z = R.exp(R.dtype("float32"))`,
  `z: R.Tensor((4, 4), "float32") = R.exp(R.dtype("float32"))`,
  `z: R.Tensor((4, 4), "float32") = R.add(m, 1)`,
];

function indented(text: string): string {
  return text.replace(/^/gm, "    ");
}

const PROGRAM = [
  "from tvm.script import {tir} as T\nfrom tvm.script import ir as I\nfrom tvm.script import relax as R\n",
  ...TIR.map(
    (body, at) =>
      `@T.{prim_func}\ndef t${at}(A: T.Buffer((16,), "float32"), B: T.Buffer((4, 4), "float32"), n: T.int32):\n${indented(body)}\n`,
  ),
  ...RELAX.map(
    (body, at) =>
      `@R.function\ndef r${at}(x: R.Tensor((16,), "float32"), m: R.Tensor((4, 4), "float32")):\n${indented(body)}\n    return z\n`,
  ),
  ...UNCHECKED.map(
    (body, at) =>
      `@I.ir_module(check_well_formed=False)\nclass u${at}:\n    @R.function\n    def main(m: R.Tensor((4, 4), "float32")):\n${indented(indented(body))}\n        return z\n`,
  ),
].join("\n\n");

describe.each(releases)("TVM %s", (release: Release) => {
  const tvm = engineAt(pythonFor(release));
  afterAll(() => tvm.dispose());

  it("rejects what is said to be an error, and nothing else", { timeout: 120_000 }, async () => {
    const blocks = spelled("{block}", release) === "sblock" ? "sblock_" : "";
    const text = spelled(PROGRAM.replaceAll("{block_}", blocks), release);
    const { definitions } = succeeded(await tvm.check(inFile(text)));
    const source: Source = { name: "", texts: [{ cell: null, text }], write: ([changed = ""]) => changed };
    const errors = check(modelOf(parser, source), { release }).filter(({ severity }) => severity === "error");
    const said = new Set(errors.map(({ start }) => nameAbove(text, start)));
    const differing = definitions.flatMap(({ path: name, accepted, error }) =>
      accepted === null || accepted !== said.has(name)
        ? []
        : [`${bodyOf(name)}: ${accepted ? "accepted" : error?.message}`],
    );
    expect(differing).toEqual([]);
    expect(definitions.filter(({ accepted }) => accepted).length).toBeGreaterThan(15);
    expect(definitions.filter(({ accepted }) => accepted === false).length).toBeGreaterThan(30);
  });
});

/** The function that an offset is in. */
function nameAbove(text: string, offset: number): string {
  return [...text.slice(0, offset).matchAll(/^(?:def|class) (\w+)/gm)].at(-1)?.[1] ?? "";
}

function bodyOf(name: string): string {
  const at = Number(name.slice(1));
  const bodies = { t: TIR, r: RELAX, u: UNCHECKED }[name.charAt(0)];
  return bodies?.[at] ?? name;
}
