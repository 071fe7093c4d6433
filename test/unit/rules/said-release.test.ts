import { expect, it } from "vitest";
import { modelOf, type Source } from "../../../server/src/cli/source";
import { fixAll } from "../../../server/src/rules/fix-all";
import { parser } from "../../parser";

const TEXT = `from tvm.script import tirx as T

@T.prim_func
def f(A: T.Buffer((8,), "float32")):
    A[0] = T.float32(1)
`;

const REDUCTION = `from tvm.script import tirx as T

@T.prim_func(s_tir=True)
def f(A: T.Buffer((32,), "float32"), B: T.Buffer((1,), "float32")):
    for i in T.thread_binding(32, thread="threadIdx.x"):
        T.attr(T.comm_reducer(lambda x, y: x + y, [T.float32(0)]), "reduce_scope", T.reinterpret("handle", T.uint64(0)))
        T.evaluate(T.tvm_thread_allreduce(T.uint32(1), A[i], True, B[0], i, dtype="handle"))
`;

function migrated(from: string | undefined, before = TEXT): string {
  const source: Source = { name: "f.py", texts: [{ cell: null, text: before }], write: ([text = ""]) => text };
  const options = from === undefined ? { release: "0.27" } : { release: "0.27", from };
  const [part] = fixAll(modelOf(parser, source), options, (texts) => modelOf(parser, source, texts));
  return part?.text ?? before;
}

it("leaves a function alone that may be TIRx's, as the release takes it", () => {
  expect(migrated(undefined)).toBe(TEXT);
  expect(migrated("0.25")).toBe(TEXT);
});

it("keeps what a function was where a person says that it is from before TIRx", () => {
  expect(migrated("0.24")).toBe(TEXT.replace("@T.prim_func", "@T.prim_func(s_tir=True)"));
});

it("writes what passes write today for a reduction that a person says is from before", () => {
  expect(migrated(undefined, REDUCTION)).toBe(REDUCTION);
  expect(migrated("0.26", REDUCTION)).toBe(REDUCTION);
  expect(migrated("0.25", REDUCTION)).toBe(REDUCTION.replace('T.reinterpret("handle", T.uint64(0))', "T.int32(0)"));
});
