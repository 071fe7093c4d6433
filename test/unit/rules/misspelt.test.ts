/** A slip below a module that has another name now: both are said. */
import { expect, it } from "vitest";
import { misspeltBelow } from "../../../server/src/rules/api/misspelt";

const said = (path: string, release: "0.27" | "0.17") => misspeltBelow(path, release)?.said;

it("says what was meant, by its name in the release", () => {
  expect(said("tvm.script.tir.match_bufer", "0.27")).toBe(
    "TVM 0.27 has no `match_bufer` in `tvm.script.tirx`. Did you mean `match_buffer`?",
  );
  expect(said("tvm.script.tirx.match_bufer", "0.17")).toBe(
    "TVM 0.17 has no `match_bufer` in `tvm.script.tir`. Did you mean `match_buffer`?",
  );
  expect(said("tvm.tir.Schedul", "0.27")).toBe("Did you mean `tvm.s_tir.Schedule`?");
});

it("says that nothing is near", () => {
  expect(said("tvm.script.tir.something_else", "0.27")).toBe("TVM 0.27 has no `something_else` in `tvm.script.tirx`.");
});

it("says nothing of names that were there, of modules that are, and of those without heir", () => {
  expect(said("tvm.script.tir.block", "0.27")).toBeUndefined();
  expect(said("tvm.script.tirx.match_bufer", "0.27")).toBeUndefined();
  expect(said("tvm.relay.Functon", "0.27")).toBeUndefined();
});
