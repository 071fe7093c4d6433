import { describe, expect, test } from "vitest";
import { keywordChangeOf } from "../../../server/src/api/keywords";
import { signatureOf } from "../../../server/src/api/signatures";
import { returnTypeOf } from "../../../server/src/api/types";

const parameters = (path: string, release: string) =>
  signatureOf(path, release)?.parameters?.map(({ name, kind }) => `${kind} ${name}`);

describe("signatures", () => {
  test("nn.Tensor.permute_dims takes a list in the nightly line of 2023, and axes one by one since 0.16", () => {
    const path = "tvm.relax.frontend.nn.Tensor.permute_dims";
    expect(parameters(path, "unity")).toEqual(["positional axes"]);
    expect(parameters(path, "0.16")).toEqual(["varargs axes"]);
    expect(parameters(path, "0.27")).toEqual(["varargs axes"]);
  });

  test("the operator of the same name takes a list in every release", () => {
    for (const release of ["unity", "0.16", "0.27"]) {
      expect(parameters("tvm.relax.op.permute_dims", release)).toEqual(["positional x", "positional axes"]);
      expect(parameters("tvm.script.relax.permute_dims", release)).toEqual(["positional x", "positional axes"]);
    }
  });

  test("a class is called as its constructor, inherited or its own", () => {
    expect(parameters("tvm.relax.TensorStructInfo", "0.25")?.slice(0, 2)).toEqual([
      "positional shape",
      "positional dtype",
    ]);
    expect(signatureOf("tvm.relax.TensorStructInfo", "0.25")?.kind).toBe("class");
  });

  test("default and annotation are Python text", () => {
    const shape = signatureOf("tvm.s_tir.Schedule.compute_at", "0.27")?.parameters;
    expect(shape?.at(-1)).toEqual({ name: "index", kind: "positional", default: "-1", annotation: "int" });
  });

  test("nothing is known of modules and of what is not there", () => {
    expect(signatureOf("tvm.relax", "0.27")).toBeNull();
    expect(signatureOf("tvm.relay.const", "0.27")).toBeNull();
  });
});

describe("returnTypeOf", () => {
  test.each([
    ["tvm.tir.Schedule", "0.17", "tvm.tir.Schedule"],
    ["tvm.tir.Schedule.get_block", "0.17", "tvm.tir.schedule.BlockRV"],
    ["tvm.tir.Schedule.mod", "0.17", "tvm.IRModule"],
    ["tvm.s_tir.Schedule.copy", "0.27", "tvm.s_tir.Schedule"],
    ["tvm.s_tir.Schedule.split", "0.27", null],
    ["tvm.nd.array", "0.17", "tvm.nd.NDArray"],
    ["tvm.runtime.tensor", "0.27", "tvm.runtime.Tensor"],
    ["tvm.relax.frontend.nn.Tensor.reshape", "unity", "tvm.relax.frontend.nn.Tensor"],
    ["tvm.relax.frontend.nn.op.matmul", "0.27", "tvm.relax.frontend.nn.Tensor"],
    ["tvm.build", "0.17", "tvm.runtime.Module"],
    ["tvm.build", "0.27", null],
    ["tvm.compile", "0.27", "tvm.runtime.Executable"],
    ["tvm.te.create_prim_func", "0.27", "tvm.tirx.PrimFunc"],
    ["tvm.script.relax.matmul", "0.27", "tvm.ir.Expr"],
  ])("%s in %s: %s", (path, release, expected) => {
    expect(returnTypeOf(path, release)).toBe(expected);
  });
});

describe("keywordChangeOf", () => {
  test.each([
    ["tvm.script.relax.call_tir", "out_sinfo", "0.27", "out_ty"],
    ["tvm.relax.call_tir", "out_sinfo", "0.27", "out_ty"],
    ["tvm.script.relax.call_packed", "sinfo_args", "0.27", "ty_args"],
    ["tvm.relax.call_pure_packed", "sinfo_args", "0.26", "ty_args"],
    ["tvm.relax.Var", "struct_info", "0.27", "ty"],
    ["tvm.tir.Schedule.blockize", "loop", "0.27", "target"],
    ["tvm.build", "inputs", "0.27", "mod"],
    ["tvm.IRModule.script", "show_all_struct_info", "0.27", "show_all_ty"],
  ])("%s(%s=) in %s: %s", (path, keyword, release, to) => {
    expect(keywordChangeOf(path, keyword, release)).toMatchObject({ kind: "renamed", to });
  });

  test("what is gone, and what is not there yet", () => {
    expect(keywordChangeOf("tvm.relax.call_tir", "tir_vars", "0.27")).toMatchObject({ kind: "removed", to: null });
    expect(keywordChangeOf("tvm.relax.op.call_tir", "out_ty", "0.22")).toMatchObject({
      kind: "not-yet",
      to: "out_sinfo",
    });
  });

  test("nothing is said of keywords that are taken, unknown, or caught by **kwargs", () => {
    expect(keywordChangeOf("tvm.relax.call_tir", "out_sinfo", "0.25")).toBeNull();
    expect(keywordChangeOf("tvm.relax.call_tir", "bogus", "0.27")).toBeNull();
    expect(keywordChangeOf("tvm.script.relax.call_packed", "bogus", "0.27")).toBeNull();
    expect(keywordChangeOf("tvm.no.such", "x", "0.27")).toBeNull();
  });
});
