import { expect, it } from "vitest";
import { allModules, moduleNames } from "../../../server/src/api/modules";
import { releases } from "../../../server/src/api/releases";
import { presenceOf, resolvePath } from "../../../server/src/api/resolve";

/** The same, asked of each release. */
function presentIn(path: string): number {
  return releases().reduce((set, release, at) => {
    const { kind } = resolvePath(path, release);
    return kind === "absent" || kind === "unknown" ? set : set | (1 << at);
  }, 0);
}

it("tells the releases of a module's names at one look-up as one by one", () => {
  const modules = allModules().filter((_, at) => at % 8 === 0);
  const paths = modules.flatMap((module) => [
    module,
    `${module}.nobody_heard_of_it`,
    ...[...(moduleNames(module)?.names.keys() ?? [])].map((name) => `${module}.${name}`),
  ]);
  // A module can be hidden by a function of its name: then one look-up does not tell.
  const told = paths.filter((path) => presenceOf(path) !== null);
  expect(told.length).toBeGreaterThan(1000);
  expect(told.filter((path) => presenceOf(path) !== presentIn(path))).toEqual([]);
});

it("does not tell the releases of a class's members", () => {
  expect(presenceOf("tvm.tir.Schedule.get_block")).toBeNull();
});
