import { describe, expect, test } from "vitest";
import { changeOf, equivalentIn, meaningOf } from "../../../server/src/api/changes";
import { sameThing } from "../../../server/src/api/identity";

/** [path, release, what to write there, safe] */
const RENAMED: readonly (readonly [string, string, string, boolean])[] = [
  ["tvm.script.tir", "0.27", "tvm.script.tirx", true],
  ["tvm.script.tir.block", "0.27", "tvm.script.tirx.sblock", true],
  ["tvm.script.tir.block", "0.24", "tvm.script.tirx.sblock", true],
  ["tvm.script.tir.block_attr", "0.27", "tvm.script.tirx.sblock_attr", true],
  ["tvm.script.tir.alloc_buffer", "0.27", "tvm.script.tirx.sblock_alloc_buffer", true],
  ["tvm.script.tir.allocate", "0.27", "tvm.script.tirx.alloc_buffer", false],
  ["tvm.script.tir.LetStmt", "0.27", "tvm.script.tirx.bind", false],
  ["tvm.script.tir.e4m3_float8x4", "0.20", "tvm.script.tir.float8_e4m3fnx4", true],
  ["tvm.script.ir_builder.tir.block", "0.27", "tvm.script.ir_builder.tirx.sblock", true],
  ["tvm.tir", "0.27", "tvm.tirx", true],
  ["tvm.tir.Call", "0.25", "tvm.tirx.Call", true],
  ["tvm.tir.Call", "0.27", "tvm.ir.Call", false],
  ["tvm.tir.expr.Call", "0.27", "tvm.ir.Call", false],
  ["tvm.tir.StringImm", "0.27", "tvm.ir.StringImm", true],
  ["tvm.tir.PrimExpr", "0.27", "tvm.ir.Expr", false],
  ["tvm.tir.Block", "0.25", "tvm.tirx.SBlock", true],
  ["tvm.tir.Block", "0.27", "tvm.s_tir.SBlock", true],
  ["tvm.tir.SizeVar", "0.27", "tvm.tirx.Var", false],
  ["tvm.tir.Allocate", "0.27", "tvm.tirx.AllocBuffer", false],
  ["tvm.tir.Schedule", "0.27", "tvm.s_tir.Schedule", true],
  ["tvm.tir.schedule.BlockRV", "0.27", "tvm.s_tir.schedule.SBlockRV", true],
  ["tvm.tir.Schedule.get_block", "0.27", "tvm.s_tir.Schedule.get_sblock", true],
  ["tvm.tir.schedule.Schedule.get_block", "0.27", "tvm.s_tir.schedule.Schedule.get_sblock", true],
  ["tvm.tir.transform.Simplify", "0.24", "tvm.tirx.transform.Simplify", true],
  ["tvm.tir.transform.Simplify", "0.27", "tvm.tirx.transform.StmtSimplify", true],
  ["tvm.meta_schedule.tune_tir", "0.27", "tvm.s_tir.meta_schedule.tune_tir", true],
  ["tvm.meta_schedule.utils.derived_object", "0.27", "tvm.ir.utils.derived_object", true],
  ["tvm.dlight.gpu.Matmul", "0.27", "tvm.s_tir.dlight.gpu.Matmul", true],
  ["tvm.nd", "0.22", "tvm.runtime", true],
  ["tvm.nd.array", "0.27", "tvm.runtime.tensor", true],
  ["tvm.nd.empty", "0.27", "tvm.runtime.empty", true],
  ["tvm.runtime.NDArray", "0.27", "tvm.runtime.Tensor", true],
  ["tvm.register_func", "0.27", "tvm.register_global_func", true],
  ["tvm._ffi.register_func", "0.27", "tvm_ffi.register_global_func", true],
  ["tvm.runtime.ObjectPath", "0.27", "tvm_ffi.access_path.AccessPath", false],
  ["tvm.runtime.relax_vm.VirtualMachine", "0.27", "tvm.runtime.vm.VirtualMachine", true],
  ["tvm.gpu", "0.27", "tvm.cuda", true],
  ["tvm.target.cuda", "0.27", "tvm.target.Target", false],
  ["tvm.TVMError", "0.27", "builtins.RuntimeError", false],
  ["tvm.error.TVMError", "0.27", "builtins.RuntimeError", false],
  ["tvm.ir.structural_equal", "0.27", "tvm_ffi.structural_equal", true],
  ["tvm.ir.structural_hash", "0.27", "tvm_ffi.structural_hash", true],
  ["tvm.contrib.utils.tempdir", "0.27", "tvm.support.utils.tempdir", true],
  ["tvm.contrib.nvcc", "0.27", "tvm.support.nvcc", true],
  ["tvm.contrib.cc", "0.27", "tvm.support.cc", true],
  ["tvm.contrib.ndk", "0.27", "tvm.support.ndk", true],
  ["tvm.contrib.popen_pool", "0.27", "tvm.support.popen_pool", true],
  ["tvm.relax.StructInfo", "0.27", "tvm.ir.Type", true],
  ["tvm.relax.TensorStructInfo", "0.27", "tvm.relax.TensorType", true],
  ["tvm.relax.ShapeStructInfo", "0.27", "tvm.relax.ShapeType", true],
  ["tvm.relax.TupleStructInfo", "0.27", "tvm.relax.TupleType", true],
  ["tvm.relax.FuncStructInfo", "0.27", "tvm.relax.FuncType", true],
  ["tvm.relax.ObjectStructInfo", "0.27", "tvm.relax.AnyType", true],
  ["tvm.relax.PrimStructInfo", "0.27", "tvm.ir.PrimType", false],
  ["tvm.relax.PrimValue", "0.27", "tvm.relax.prim_value", false],
  ["tvm.te.size_var", "0.27", "tvm.te.var", false],
  ["tvm.arith", "0.27", "tvm.sym", true],
  ["tvm.arith.Analyzer", "0.27", "tvm.sym.Analyzer", true],
  ["tvm.ir.VDevice", "0.27", "tvm.relax.VDevice", true],
];

describe("renamed and moved", () => {
  test.each(RENAMED)("%s in %s: %s", (path, release, to, safe) => {
    const change = changeOf(path, release);
    expect(change).toMatchObject({ to, safe });
    const lastName = (name: string) => name.slice(name.lastIndexOf(".") + 1);
    expect(change?.kind).toBe(lastName(path) === lastName(to) ? "moved" : "renamed");
  });
});

describe("removed", () => {
  test.each([
    ["tvm.relay", "0.20", "relay"],
    ["tvm.relay.op.nn.conv2d", "0.20", "relay"],
    ["tvm.relay.never.there", "0.20", "relay"],
    ["tvm.parser", "0.20", "relay"],
    ["tvm.autotvm", "0.20", "autotvm"],
    ["tvm.auto_scheduler.auto_schedule", "0.20", "auto-scheduler"],
    ["tvm.driver.tvmc", "0.20", "tvmc"],
    ["tvm.te.create_schedule", "0.20", "te-schedule"],
    ["tvm.te.schedule", "0.20", "te-schedule"],
    ["tvm.te.hybrid", "0.20", "te-hybrid"],
    ["tvm.lower", "0.20", "lower"],
    ["tvm.driver.build_module.schedule_to_module", "0.20", "te-schedule"],
    ["tvm.contrib.graph_executor", "0.20", "graph-executor"],
    ["tvm.runtime.container.ADT", "0.20", "adt"],
    ["tvm.tir.usmp", "0.20", "usmp"],
    ["tvm.micro", "0.19", "micro"],
    ["tvm.relax.transform.tuning_api", "0.21", "tuning-api"],
    ["tvm._ffi", "0.21", "tvm-ffi"],
    ["tvm.tir.ir_builder.create", "0.24", "ir-builder"],
    ["tvm.contrib.msc", "0.24", "msc"],
    ["tvm.script.tir.allocate_const", "0.24", "allocate-const"],
    ["tvm.script.tir.ret", "0.24", "return-statement"],
    ["tvm.script.tir.ptx_mma", "0.24", "ptx"],
    ["tvm.testing.CompareBeforeAfter", "0.24", "compare-before-after"],
    ["tvm.base._LIB", "0.25", "tvm-ffi"],
    ["tvm.testing.uses_gpu", "0.25", "testing-env"],
    ["tvm.testing.requires_llvm", "0.25", "testing-env"],
    ["tvm.target.datatype", "0.25", "datatype"],
    ["tvm.testing.parametrize_targets", "0.26", "testing-env"],
    ["tvm.testing.parameters", "0.26", "testing-env"],
    ["tvm.te.AXIS_SEPARATOR", "0.26", "axis-separator"],
    ["tvm.tirx.stmt_functor", "0.27", "stmt-functor"],
  ])("%s, since %s", (path, since, advice) => {
    expect(changeOf(path, "0.27")).toMatchObject({ kind: "removed", to: null, safe: false, since, advice });
  });
});

describe("back to an older release", () => {
  test.each([
    ["tvm.script.tirx.sblock", "0.22", "tvm.script.tir.block", true],
    ["tvm.script.tirx.sblock_alloc_buffer", "0.17", "tvm.script.tir.alloc_buffer", true],
    ["tvm.script.tirx.alloc_buffer", "0.17", "tvm.script.tir.alloc_buffer", false],
    ["tvm.runtime.tensor", "0.17", "tvm.nd.array", true],
    ["tvm.sym.Analyzer", "0.17", "tvm.arith.Analyzer", true],
    ["tvm.s_tir.Schedule.get_sblock", "0.17", "tvm.tir.Schedule.get_block", true],
    ["tvm.relax.TensorType", "0.17", "tvm.relax.TensorStructInfo", true],
    ["tvm.support.nvcc", "0.22", "tvm.contrib.nvcc", true],
  ])("%s in %s: %s", (path, release, to, safe) => {
    expect(changeOf(path, release)).toMatchObject({ kind: "not-yet", to, safe });
  });

  test("two things that became one cannot be told apart", () => {
    expect(changeOf("tvm.ir.Call", "0.17")).toMatchObject({ kind: "not-yet", safe: false });
  });

  test("what is new has no older name", () => {
    expect(changeOf("tvm.relax.op.permute_dims", "0.10")).toMatchObject({ kind: "not-yet", to: null });
  });
});

test("nothing is said of what is there, or was never heard of", () => {
  expect(changeOf("tvm.build", "0.27")).toBeNull();
  expect(changeOf("tvm.script.tir.block", "0.17")).toBeNull();
  expect(changeOf("tvm.script.tirx.sblok", "0.27")).toBeNull();
  expect(changeOf("numpy.array", "0.27")).toBeNull();
});

test("a change tells the first release without the name, and the commit", () => {
  expect(changeOf("tvm.tir.Call", "0.27")).toMatchObject({ since: "0.24", commit: "275114b327" });
  expect(changeOf("tvm.script.tir.block", "0.27")).toMatchObject({ since: "0.24", commit: "877b448b02" });
});

test("equivalentIn gives the path of a release", () => {
  expect(equivalentIn("tvm.tir.Schedule", "0.17")).toBe("tvm.tir.Schedule");
  expect(equivalentIn("tvm.tir.Schedule", "0.27")).toBe("tvm.s_tir.Schedule");
  expect(equivalentIn("tvm.relay", "0.27")).toBeNull();
});

test("a name can stay and mean something else", () => {
  expect(meaningOf("tvm.script.tirx.alloc_buffer", "0.27")).toMatchObject({ kind: "other-meaning", safe: false });
  expect(meaningOf("tvm.build", "0.27")).toMatchObject({ kind: "superseded", to: "tvm.compile" });
  expect(meaningOf("tvm.build", "0.19")).toBeNull();
  expect(meaningOf("tvm.compile", "0.27")).toBeNull();
});

test("a class is the same under its names in several releases", () => {
  expect(sameThing("tvm.nd.NDArray", "tvm.runtime.Tensor")).toBe(true);
  expect(sameThing("tvm.tir.Schedule", "tvm.s_tir.schedule.schedule.Schedule")).toBe(true);
  expect(sameThing("tvm.tir.Block", "tvm.s_tir.SBlock")).toBe(true);
  expect(sameThing("tvm.IRModule", "tvm.ir.IRModule")).toBe(true);
  expect(sameThing("tvm.tir.Schedule", "tvm.te.Tensor")).toBe(false);
  expect(sameThing("my.Thing", "your.Thing")).toBe(false);
});
