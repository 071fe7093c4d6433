/** Compares the API data with real TVMs: what the data says is not there must not be there. */
import { execFileSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { changeOf } from "../../server/src/api/changes";
import { membersOf } from "../../server/src/api/members";
import { moduleNames } from "../../server/src/api/modules";
import { existsIn, knowsAllNames, namesOf } from "../../server/src/api/names";
import { type Release, releases } from "../../server/src/api/releases";
import { reviewed } from "../../server/src/api/reviewed";
import { pythonFor } from "../tvm";

interface Truth {
  readonly names: Readonly<Record<string, boolean | null>>;
  readonly modules: Readonly<Record<string, readonly string[] | null>>;
}

const script = path.join(path.dirname(fileURLToPath(import.meta.url)), "api_names.py");

function ask(release: "0.17" | "0.27", names: readonly string[], modules: readonly string[]): Truth {
  const out = execFileSync(pythonFor(release), [script], {
    input: JSON.stringify({ names, modules }),
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    stdio: ["pipe", "pipe", "ignore"],
  });
  return JSON.parse(out.trimEnd().split("\n").at(-1) ?? "") as Truth;
}

/** The parts of TVM that code in the wild uses most, as any release names them. */
const MODULES = [
  "tvm",
  ...["tir", "tirx", "relax", "ir", "ir_builder", "parser"].map((name) => `tvm.script.${name}`),
  ...["relax", "relax.op", "relax.op.nn", "relax.transform", "relax.analysis"].map((name) => `tvm.${name}`),
  ...["relax.frontend.nn", "relax.frontend.nn.op", "relax.struct_info", "relax.dpl"].map((name) => `tvm.${name}`),
  ...["tir", "tir.transform", "tir.schedule", "tir.analysis", "tirx", "tirx.transform"].map((name) => `tvm.${name}`),
  ...["s_tir", "s_tir.transform", "s_tir.schedule", "s_tir.analysis", "ir", "te", "nd"].map((name) => `tvm.${name}`),
  ...["runtime", "runtime.ndarray", "target", "transform", "arith", "sym", "topi", "topi.nn"].map(
    (name) => `tvm.${name}`,
  ),
  ...["meta_schedule", "s_tir.meta_schedule", "dlight", "s_tir.dlight", "error", "support"].map(
    (name) => `tvm.${name}`,
  ),
  ...["contrib.utils", "contrib.nvcc", "support.utils", "support.nvcc", "relay", "autotvm"].map(
    (name) => `tvm.${name}`,
  ),
];

const CLASSES = [
  "tvm.tir.Schedule",
  "tvm.s_tir.Schedule",
  "tvm.IRModule",
  "tvm.runtime.Module",
  "tvm.nd.NDArray",
  "tvm.runtime.Tensor",
  "tvm.relax.BlockBuilder",
  "tvm.relax.frontend.nn.Tensor",
  "tvm.te.Tensor",
  "tvm.target.Target",
];

function sample(): string[] {
  const names = new Set(MODULES);
  for (const module of MODULES) {
    for (const name of moduleNames(module)?.names.keys() ?? []) names.add(`${module}.${name}`);
    for (const release of releases()) for (const name of namesOf(module, release) ?? []) names.add(`${module}.${name}`);
  }
  for (const owner of CLASSES) {
    for (const release of releases()) {
      for (const [name, { kind }] of membersOf(owner, release) ?? []) {
        // What a constructor assigns is no attribute of the class, so a class cannot be asked for it.
        if (kind !== "attribute") names.add(`${owner}.${name}`);
      }
    }
  }
  for (const { old, new: renamed } of reviewed().renames) names.add(old).add(renamed);
  for (const { old } of reviewed().removals) names.add(old);
  // Loading TVM's tensor intrinsics parses five hundred functions, which takes longer than all the rest.
  return [...names].filter((name) => name.startsWith("tvm") && !name.includes("tensor_intrin")).sort();
}

/**
 * Where an interpreter is known to differ from the release: TVM 0.17 comes as a development state from before the
 * release, built with additions of its own.
 */
const DIFFERENCES: Readonly<Record<string, RegExp>> = {
  "0.17":
    /\.(InjectCustomizedCode|ThreadPartialSync|[Cc]ustomized_?[Cc]ode|tvm_(mfma|rdna)\w*|FType|dp4a|get_vscale_expr|get_active_lane_mask|make_filled_simdgroup_matrix|simdgroup_\w+|multinomial_from_uniform)$/,
  "0.27": /^$/,
};

/** Names of the release that the interpreter at hand does not have. */
const KNOWN_MISSES: Readonly<Record<string, readonly string[]>> = {
  "0.17": [
    "tvm.relax.analysis.collect_non_negative_expressions",
    "tvm.relax.args_converter",
    "tvm.relax.convert_to_expr",
    "tvm.relax.op.sampling",
    "tvm.relax.type_converter",
  ],
};

describe.each(["0.17", "0.27"] as const)("TVM %s", (release) => {
  const names = sample();
  const targets = new Set(names.flatMap((name) => changeOf(name, release)?.to ?? []));
  const complete = reviewed().complete.filter((module) => knowsAllNames(module, release));
  const truth = ask(
    release,
    [...new Set([...names, ...[...targets].filter((name) => name.startsWith("tvm"))])],
    complete,
  );
  const differs = (name: string) => DIFFERENCES[release]?.test(name) ?? false;
  const given = (expected: boolean) =>
    names.filter((name) => existsIn(name, release) === expected && !differs(name) && truth.names[name] === !expected);

  test("several thousand names are compared", () => {
    expect(names.length).toBeGreaterThan(3000);
    expect(Object.values(truth.names).filter((answer) => answer === null).length).toBeLessThan(names.length / 10);
  });

  test("what the data says is not there, is not there", () => {
    expect(given(false)).toEqual([]);
  });

  test("what the data says is there, is there", () => {
    expect(given(true)).toEqual(KNOWN_MISSES[release] ?? []);
  });

  test("every name that is put in another's place exists", () => {
    const wrong = [...targets].filter((name) => truth.names[name] === false && !differs(name));
    expect(wrong.filter((name) => !(KNOWN_MISSES[release] ?? []).includes(name))).toEqual([]);
  });

  test("the modules that count as fully known are", () => {
    expect(complete.length).toBeGreaterThan(5);
    const gaps = complete.flatMap((module) => {
      const known = new Set(namesOf(module, release as Release));
      return (truth.modules[module] ?? []).filter((name) => !known.has(name)).map((name) => `${module}.${name}`);
    });
    expect(gaps.filter((name) => !differs(name))).toEqual([]);
  });
});
