import { describe, expect, test } from "vitest";
import {
  existsIn,
  knowsAllNames,
  lifeOf,
  namesOf,
  pathOfDefinition,
  preferredPath,
  starNamesOf,
} from "../../../server/src/api/names";

describe("existsIn", () => {
  test.each([
    ["tvm.script.tir.block", "0.17", true],
    ["tvm.script.tir.block", "0.27", false],
    ["tvm.script.tirx.sblock", "0.27", true],
    ["tvm.script.tirx.sblock", "0.17", false],
    ["tvm.nd.array", "0.21", true],
    ["tvm.nd.array", "0.22", false],
    ["tvm.relax.op.permute_dims", "0.27", true],
    ["tvm.relax.op.permute_dims", "0.15", false],
    ["tvm.relay", "0.19", true],
    ["tvm.relay.frontend.from_onnx", "0.20", false],
    ["tvm.transform.PassContext", "0.27", true],
    ["tvm.tir.Schedule.get_block", "0.17", true],
    ["tvm.s_tir.Schedule.get_sblock", "0.27", true],
    ["tvm.s_tir.Schedule.get_block", "0.27", false],
    ["tvm.ir.Expr.struct_info", "0.27", false],
    ["tvm._ffi", "0.19", true],
    ["tvm._ffi.register_func", "0.22", false],
    ["tvm_ffi", "0.21", false],
    ["tvm_ffi.structural_equal", "0.27", true],
  ])("%s in %s: %s", (path, release, expected) => {
    expect(existsIn(path, release)).toBe(expected);
  });

  test.each([
    ["a name that no release has", "tvm.script.tirx.sblok", "0.27"],
    ["a field that C++ registers", "tvm.tirx.PrimFunc.body_", "0.27"],
    ["an attribute of a function", "tvm.compile.cache", "0.27"],
    ["a private name", "tvm.relax._ffi_api", "0.27"],
    ["a module with names made at run time", "tvm.backend.cuda.anything", "0.27"],
    ["any operator's name in the first script parsers", "tvm.script.tir.some_op", "0.9"],
    ["a package that is not TVM's", "numpy.float32", "0.27"],
    ["a package before its snapshots begin", "tvm_ffi.structural_equal", "0.23"],
  ])("cannot know %s", (_, path, release) => {
    expect(existsIn(path, release)).toBeNull();
  });
});

test("lifeOf tells since when and until when", () => {
  expect(lifeOf("tvm.te.create_schedule")).toMatchObject({ since: "0.8", lastIn: "0.19" });
  expect(lifeOf("tvm.script.tirx.sblock")).toMatchObject({ since: "0.24", lastIn: "0.27" });
  expect(lifeOf("tvm.runtime.ShapeTuple")?.releases).not.toContain("0.24");
  expect(lifeOf("tvm.no.such.thing")).toBeNull();
});

test("the names of a module are those of its release", () => {
  expect(namesOf("tvm.script.tirx", "0.27")).toContain("sblock");
  expect(namesOf("tvm.script.tirx", "0.17")).toBeNull();
  expect(namesOf("tvm.script.tir", "0.17")).toContain("block");
  expect(namesOf("tvm.transform", "0.27")).toContain("PassContext");
  expect(starNamesOf("tvm.relax.frontend.nn", "0.27")).toContain("Module");
});

test("a path is written by its shortest public form", () => {
  expect(preferredPath("tvm.tir.expr.Call", "0.17")).toBe("tvm.tir.Call");
  expect(preferredPath("tvm.nd", "0.17")).toBe("tvm.runtime.ndarray");
  expect(preferredPath("tvm.tir.schedule.schedule.Schedule.split", "0.17")).toBe("tvm.tir.Schedule.split");
  expect(preferredPath("tvm.tir.Call", "0.27")).toBeNull();
  expect(pathOfDefinition("tvm.relax.frontend.nn.core:Tensor", "0.27")).toBe("tvm.relax.frontend.nn.Tensor");
});

test("only namespaces that were compared with real TVMs count as fully known", () => {
  expect(knowsAllNames("tvm.script.tirx", "0.27")).toBe(true);
  expect(knowsAllNames("tvm.script.tir", "0.17")).toBe(true);
  expect(knowsAllNames("tvm.script.tir", "0.9")).toBe(false);
  expect(knowsAllNames("tvm.script.tir", "0.27")).toBe(false);
  expect(knowsAllNames("tvm.contrib", "0.27")).toBe(false);
});
