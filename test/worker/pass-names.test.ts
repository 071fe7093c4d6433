/** What passes are called in our data against what passes of real TVMs call themselves, and what TVM makes of a name that it does not know. */
import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { passNames } from "../../server/src/api/pass-names";
import { pythonFor, type Release } from "../tvm";
import { REGISTRY } from "./registry";

/** Makes each pass that can be made without knowing its arguments. */
const NAMES = `
import json, tvm
${REGISTRY}made = set()
for name in list_global_func_names():
    if name.startswith(("tir.transform.", "tirx.transform.", "s_tir.transform.")):
        for arguments in ((), (True,), ("shared",), (1,), (True, True)):
            try:
                made.add(str(tvm.get_global_func(name)(*arguments).info.name))
                break
            except Exception:
                pass
print("\\n" + json.dumps(sorted(name for name in made if "." in name)))
`;

function run(release: Release, code: string): unknown {
  const out = execFileSync(pythonFor(release), ["-c", code], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return JSON.parse(out.trim().split("\n").at(-1) ?? "");
}

it.each<Release>(["0.17", "0.22", "0.25", "0.26", "0.27"])(
  "passes of TVM %s call themselves as is known of them",
  (release) => {
    const made = run(release, NAMES) as string[];
    expect(made.length).toBeGreaterThan(50);
    // The wheel of 0.17 was built with passes of its builder's own.
    const own = release === "0.17" ? ["tir.InjectCustomizedCode", "tir.ThreadPartialSync"] : [];
    expect(made.filter((name) => !passNames.has(name))).toEqual(own);
    expect(made.filter((name) => passNames.changeOf(name, release) !== null)).toEqual([]);
    const ours = new Set(passNames.namesOf(release));
    expect(made.filter((name) => !ours.has(name))).toEqual(own);
  },
);

const RUNS = `
import json, tvm

import tvm.script
module = tvm.script.from_source("""
@I.ir_module
class Module:
    @T.prim_func
    def f(A: T.Buffer((4,), "float32")):
        A[0] = T.float32(1)
""")

def runs(disabled):
    seen = []

    @tvm.instrument.pass_instrument
    class Seen:
        def run_before_pass(self, mod, info):
            seen.append(info.name)

    with tvm.transform.PassContext(disabled_pass=disabled, instruments=[Seen()]):
        tvm.transform.Sequential([tvm.tirx.transform.RemoveNoOp()])(module)
    return "tirx.RemoveNoOp" in seen

print("\\n" + json.dumps([runs(["tir.RemoveNoOp"]), runs(["tirx.RemoveNoOp"])]))
`;

it("TVM passes over a name that it does not know", () => {
  expect(run("0.27", RUNS)).toEqual([true, false]);
});
