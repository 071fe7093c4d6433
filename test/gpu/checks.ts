import { readFileSync } from "node:fs";
import path from "node:path";
import type { RunSuccess } from "../../server/src/protocol";
import type { Engine, Source } from "../../server/src/tvm/engine";
import { type Check, says } from "./check";
import { follows, same, shownIn, tensorOf } from "./numbers";
import type { Ended, Terminal, TerminalOptions } from "./terminal";

export interface Bench {
  readonly engine: Engine;
  /** One that waits for few seconds only. */
  readonly impatient: Engine;
  readonly python: string;
  /** TVM's name of the device, which is a target, too. */
  readonly target: string;
  /** For what is written. */
  readonly folder: string;
  /** kernels.py */
  readonly source: Source;
  readonly cli: string;
  readonly terminal: Terminal;
}

type Rule = (result: RunSuccess) => void;

/** What each function's numbers have to be; null: those that the processor gives. */
const NUMBERS: Readonly<Record<string, Rule | null>> = {
  unbound: (result) => follows(result, "A", "B", (value) => value + 1),
  bound: (result) => follows(result, "A", "B", (value) => value * 3),
  shared: (result) => {
    const rows = (name: string) => tensorOf(result, name).preview.split("\n").map(shownIn);
    same(
      rows("B").flat(),
      rows("A").flatMap((row) => row.reverse()),
    );
  },
  accumulate: (result) => {
    const { before = "", preview, role } = tensorOf(result, "B");
    if (role !== "inout") throw new Error(`B is called ${role}`);
    const k = shownIn(tensorOf(result, "k").preview)[0] ?? Number.NaN;
    const added = shownIn(tensorOf(result, "A").preview).map((value) => value * k);
    same(
      shownIn(preview),
      shownIn(before).map((value, index) => value + (added[index] ?? Number.NaN)),
    );
  },
  dynamic_shared: (result) =>
    same(shownIn(tensorOf(result, "B").preview), shownIn(tensorOf(result, "A").preview).reverse()),
  half: (result) => follows(result, "A", "B", (value) => value * 2),
  brain: (result) => follows(result, "A", "B", (value) => value * 2),
  eight: (result) => follows(result, "A", "B", (value) => value),
  matmul: null,
  Network: null,
  Mixed: null,
};

/** What goes wrong on a device, and what has to be said of it. */
const FAULTS: Readonly<Record<string, RegExp>> = {
  unschedulable: /no loop is bound to threads/,
  crowded: /4096/,
  much_shared: /shared/i,
  no_such_function: /cannot compile.*there_is_no_such_function/,
  workspace: /memory/i,
  Hungry: /memory/i,
  illegal: /illegal memory access/i,
};

export function checksOn(bench: Bench): Check[] {
  return [
    ...doctor(bench),
    ...texts(bench),
    ...libraries(bench),
    ...Object.entries(NUMBERS).map(([name, rule]) => numbers(bench, name, rule)),
    ...runs(bench),
    ...Object.entries(FAULTS).flatMap(([name, wanted]) => fault(bench, name, wanted)),
    ...ends(bench),
    ...compilers(bench),
  ];
}

function cli({ terminal, cli: program }: Bench, args: readonly string[], options?: TerminalOptions): Promise<Ended> {
  return terminal.run(process.execPath, [program, ...args], options);
}

function named({ source }: Bench, name: string): string {
  return `${source.fileName}::${name}`;
}

function doctor(bench: Bench): Check[] {
  const { engine, target, python } = bench;
  return [
    {
      name: "the doctor finds the device, and compiles for it and runs there",
      run: async () => {
        const { out, status } = await cli(bench, ["doctor", "--python", python]);
        says(out, new RegExp(`Devices: .*${target} \\(.+\\)`));
        says(out, new RegExp(`✓ .* runs on ${target}`));
        if (status !== 0) throw new Error(out);
        return /Devices: (.*)/.exec(out)?.[1] ?? "";
      },
    },
    {
      name: "the editor offers the device to run on",
      run: async () => {
        const answer = await engine.targets();
        if (!answer.ok) throw new Error(answer.error.message);
        const { targets, devices } = answer;
        if (!targets.some(({ kind }) => kind === target)) throw new Error("no such target");
        if (!devices.some(({ kind }) => kind === target)) throw new Error("no such device");
        return targets.map(({ kind }) => kind).join(" ");
      },
    },
  ];
}

function texts(bench: Bench): Check[] {
  const { python, target } = bench;
  return ["bound", "unbound", "Mixed"].map((name) => ({
    name: `the text of ${name}`,
    run: async () => {
      const { out, err } = await cli(bench, [
        "compile",
        named(bench, name),
        "--python",
        python,
        "--target",
        target,
        "--emit",
        target,
      ]);
      says(out, /__global__|__kernel|kernel void/);
      return err.trim().split("\n")[0] ?? "";
    },
  }));
}

/** Loads a library with plain TVM, and calls `bound`. */
const LOAD = `
import sys, tvm, numpy
f = tvm.runtime.load_module(sys.argv[1])["bound"]
d = tvm.device(sys.argv[2], 0)
a = tvm.runtime.tensor(numpy.arange(4096, dtype="float32"), d)
b = tvm.runtime.empty((4096,), "float32", d)
f(a, b)
print("right" if (b.numpy() == 3 * a.numpy()).all() else "wrong")
`;

function libraries(bench: Bench): Check[] {
  const { python, target, folder, terminal } = bench;
  return [
    {
      name: "a library holds the device code",
      run: async () => {
        const file = path.join(folder, "bound.so");
        const made = await cli(bench, [
          "compile",
          named(bench, "bound"),
          "--python",
          python,
          "--target",
          target,
          "-o",
          file,
        ]);
        says(made.out, /bound\.so/);
        const { out, err } = await terminal.run(python, ["-c", LOAD, file, target]);
        says(out + err, /right/);
        return `${readFileSync(file).length} bytes`;
      },
    },
  ];
}

function numbers({ engine, source, target, terminal }: Bench, name: string, rule: Rule | null): Check {
  return {
    name: `the numbers of ${name}`,
    run: async () => {
      const result = await engine.run(source, name, { target });
      terminal.write(`run ${name}: ${JSON.stringify(result)}`);
      if (!result.ok) throw new Error(result.error.message);
      if (rule) rule(result);
      else {
        const other = await engine.run(source, name, { target: "llvm" });
        if (!other.ok) throw new Error(other.error.message);
        const [here, there] = [result, other].map(({ arguments: values, result: single }) =>
          [...values, ...(single ? [single] : [])].flatMap(({ preview }) => shownIn(preview)),
        );
        same(here ?? [], there ?? []);
      }
      return `${(result.seconds * 1e6).toFixed(1)} µs`;
    },
  };
}

function runs(bench: Bench): Check[] {
  const { engine, source, target, python, terminal } = bench;
  return [
    {
      name: "a time is a kernel's, not that of loading it",
      run: async () => {
        const result = await engine.run(source, "bound", { target });
        if (!result.ok) throw new Error(result.error.message);
        if (result.seconds > 3e-4) throw new Error(`${result.seconds} s`);
        return `${(result.seconds * 1e6).toFixed(1)} µs`;
      },
    },
    {
      name: "twenty runs in one process",
      run: async () => {
        for (let done = 0; done < 20; done++) await sound(bench, engine);
        return "ran";
      },
    },
    {
      name: "a schedule of TVM's own is told of",
      run: async () => {
        const { out, err } = await cli(bench, ["run", named(bench, "unbound"), "--python", python, "--target", target]);
        says(out, /^unbound: .*ms/m);
        return says(err, /default GPU schedule/);
      },
    },
    {
      name: "64 MB are read and written",
      run: async () => {
        const result = await engine.run(source, "large", { target });
        terminal.write(`run large: ${JSON.stringify(result)}`);
        if (!result.ok) throw new Error(result.error.message);
        follows(result, "A", "B", (value) => value + 1);
        const told = `${(result.seconds * 1e6).toFixed(1)} µs, ${(2 ** 27 / result.seconds / 1e9).toFixed(0)} GB/s`;
        return told;
      },
    },
    {
      name: "what a kernel prints is shown",
      run: async () => {
        const { out, err } = await cli(bench, [
          "run",
          named(bench, "printing"),
          "--python",
          python,
          "--target",
          target,
        ]);
        return says(out + err, /printed on the device: 5/);
      },
    },
    {
      name: "a target as JSON",
      run: async () => {
        const json = JSON.stringify({ kind: target, max_num_threads: 256 });
        const { out, err } = await cli(bench, ["run", named(bench, "unbound"), "--python", python, "--target", json]);
        return says(out + err, /^unbound: .*ms/m);
      },
    },
  ];
}

/** A fault, as the command line tells it, and as the editor does; afterwards a sound function runs as before. */
function fault(bench: Bench, name: string, wanted: RegExp): Check[] {
  const { engine, source, target, python, terminal } = bench;
  return [
    {
      name: `${name} on the command line`,
      run: async () => {
        const { err, status } = await cli(bench, ["run", named(bench, name), "--python", python, "--target", target]);
        if (status === 0) throw new Error("it went well");
        return says(err, wanted);
      },
    },
    {
      name: `after ${name} the next runs`,
      run: async () => {
        const result = await engine.run(source, name, { target });
        terminal.write(`run ${name}: ${JSON.stringify(result)}`);
        if (result.ok) throw new Error("it went well");
        says(result.error.message, wanted);
        return sound(bench, engine);
      },
    },
  ];
}

async function sound({ source, target }: Bench, engine: Engine): Promise<string> {
  const result = await engine.run(source, "bound", { target });
  if (!result.ok) throw new Error(`afterwards: ${result.error.message}`);
  follows(result, "A", "B", (value) => value * 3);
  return "ran";
}

/** Takes the device's memory, but for a gigabyte and a half. */
const HOG = `
import sys, time, tvm
d = tvm.device(sys.argv[1], 0)
free = d.available_global_memory
held = []
while free > (3 << 29):
    size = min(free - (3 << 29), 1 << 34)
    held.append(tvm.runtime.empty((size,), "int8", d))
    free -= size
print("full", len(held), d.available_global_memory, flush=True)
time.sleep(600)
`;

function ends(bench: Bench): Check[] {
  const { engine, impatient, source, target, python, terminal } = bench;
  return [
    {
      name: "ctrl-c ends a kernel that hangs",
      run: async () => {
        const { err, ms } = await cli(bench, ["run", named(bench, "endless"), "--python", python, "--target", target], {
          interruptAfterMs: 6000,
        });
        says(err, /Cancelled/);
        if (ms > 12_000) throw new Error(`it took ${ms} ms`);
        return `${(ms - 6000).toFixed(0)} ms later`;
      },
    },
    {
      name: "a time-out ends a kernel that hangs",
      run: async () => {
        const began = performance.now();
        const result = await impatient.run(source, "endless", { target });
        if (result.ok) throw new Error("it ended");
        says(result.error.message, /more than 8 seconds/);
        const ms = performance.now() - began;
        return `${ms.toFixed(0)} ms; next: ${await sound(bench, impatient)}`;
      },
    },
    {
      name: "a full device",
      run: async () => {
        const hog = terminal.start(python, ["-c", HOG, target]);
        await hog.said(/full/);
        const result = await engine.run(source, "bytes_of_arguments", { target });
        terminal.write(`run bytes_of_arguments: ${JSON.stringify(result)}`);
        hog.end();
        if (result.ok) throw new Error("it went well");
        says(result.error.message, /device has no memory/);
        await sound(bench, engine);
        return result.error.message;
      },
    },
    {
      name: "a hidden device",
      run: async () => {
        const { err } = await cli(bench, ["run", named(bench, "bound"), "--python", python, "--target", target], {
          env: { CUDA_VISIBLE_DEVICES: "" },
        });
        return says(err, /no .* device/);
      },
    },
  ];
}

/** CUDA alone: its text goes to NVRTC or to nvcc. */
function compilers(bench: Bench): Check[] {
  const { python, target } = bench;
  if (target !== "cuda") return [];
  const run = (arch: string | null, env: NodeJS.ProcessEnv): Promise<Ended> =>
    cli(
      bench,
      [
        "run",
        named(bench, "bound"),
        "--python",
        python,
        "--target",
        arch ? JSON.stringify({ kind: target, arch }) : target,
      ],
      {
        env,
      },
    );
  return [
    ...["nvrtc", "nvcc"].map((mode) => ({
      name: `compiled by ${mode}`,
      run: async () => {
        const { out, err } = await run(null, { TVM_CUDA_COMPILE_MODE: mode });
        return says(out + err, /^bound: .*ms/m);
      },
    })),
    {
      name: "without a compiler",
      run: async () => {
        const env = { TVM_CUDA_COMPILE_MODE: "nvcc", PATH: "/nowhere" };
        const { out } = await cli(bench, ["doctor", "--python", python], { env });
        says(out, /! .* runs on cuda: .*cuda-bindings/);
        const { err } = await run(null, env);
        return says(err, /cuda-bindings/);
      },
    },
    {
      name: "for an arch that is none",
      run: async () => says((await run("sm_10", {})).err, /cannot compile.*(?:compute_10|-arch)/),
    },
    // Whatever the device is, it is not all of these; and each runs, or is said not to.
    ...["sm_75", "sm_80", "sm_90a", "sm_100"].map((arch) => ({
      name: `for ${arch}`,
      run: async () => {
        const { out, err } = await run(arch, {});
        return says(err + out, /^bound: .*ms|does not run on/m);
      },
    })),
  ];
}
