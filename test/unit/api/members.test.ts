import { expect, test } from "vitest";
import { distinctiveMemberChange, memberChangeOf, memberExists, membersOf } from "../../../server/src/api/members";

test.each([
  ["tvm.s_tir.Schedule", "get_block", "get_sblock", true],
  ["tvm.runtime.Tensor", "asnumpy", "numpy", true],
  ["tvm.runtime.Module", "get_source", "inspect_source", true],
  ["tvm.runtime.Module", "imported_modules", "imports", true],
  ["tvm.ir.Expr", "struct_info", "ty", true],
  ["tvm.relax.Var", "struct_info", "ty", true],
  ["tvm.ir.Expr", "checked_type", "ty", false],
  ["tvm.relax.Function", "ret_struct_info", "ret_ty", true],
  ["tvm.ir.Call", "sinfo_args", "ty_args", true],
  ["tvm.IRModule", "astext", "script", false],
])("%s.%s is .%s in 0.27", (owner, member, to, safe) => {
  expect(memberExists(owner, member, "0.27")).toBe(false);
  expect(memberChangeOf(owner, member, "0.27")).toMatchObject({ kind: "renamed", member: to, safe });
});

test("a chain of renames ends at the release asked for", () => {
  expect(memberChangeOf("tvm.relax.Expr", "checked_type", "0.25")).toMatchObject({ member: "struct_info" });
});

test("a member of a later release has its older name in an older one", () => {
  expect(memberChangeOf("tvm.tir.Schedule", "get_sblock", "0.17")).toMatchObject({
    kind: "not-yet",
    member: "get_block",
  });
});

test.each([
  ["tvm.relax.frontend.nn.Tensor", "permute_dims", "0.27", true],
  ["tvm.relax.frontend.nn.Tensor", "shape", "0.27", true],
  ["tvm.s_tir.Schedule", "split", "0.27", true],
  ["tvm.tirx.PrimFunc", "body", "0.27", null],
  ["tvm.IRModule", "functions", "0.27", null],
  ["tvm.target.Target", "arch", "0.27", null],
  ["tvm.runtime.Module", "get_function", "0.27", true],
  ["tvm.s_tir.Schedule", "no_such_method", "0.27", null],
])("memberExists(%s, %s, %s): %s", (owner, member, release, expected) => {
  expect(memberExists(owner, member, release)).toBe(expected);
});

test("the members of a class come with the inherited ones", () => {
  const members = membersOf("tvm.relax.frontend.nn.Tensor", "0.27");
  expect([...(members?.keys() ?? [])]).toEqual(expect.arrayContaining(["from_const", "shape", "reshape"]));
  expect(membersOf("tvm.relax", "0.27")).toBeNull();
});

test("only unmistakable names change without a known class", () => {
  expect(distinctiveMemberChange("asnumpy", "0.27")).toMatchObject({ member: "numpy" });
  expect(distinctiveMemberChange("checked_type", "0.27")).toMatchObject({ member: "ty" });
  expect(distinctiveMemberChange("asnumpy", "0.17")).toBeNull();
  expect(distinctiveMemberChange("save", "0.27")).toBeNull();
});
