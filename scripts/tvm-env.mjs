#!/usr/bin/env node
/**
 * Makes a Python interpreter with a real TVM of one release, from the Python package index.
 *
 *   node scripts/tvm-env.mjs VERSION [DIR]
 *
 * Afterwards `DIR/bin/python` (DIR is .tvm/VERSION unless given) imports that TVM with nothing set in the environment,
 * so that its path can be handed to any tool that asks for an interpreter. A second call finds the work done.
 */
import { rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { onPath, run } from "./command.mjs";
import { isMade, once } from "./once.mjs";
import { at } from "./place.mjs";

/**
 * TVM publishes wheels of its newest releases only. The two older ones are those that other projects carry in their own
 * wheels; `bundle` says where: [wheel, folder of the Python sources, folder of the libraries].
 *
 * Every apache-tvm is paired with an apache-tvm-ffi that it works with: today's newest does not load with 0.25 (undefined
 * symbol), and crashes 0.27 while tuning.
 * @type {Readonly<Record<string, { packages: readonly string[], bundle?: readonly [string, string, string] }>>}
 */
export const releases = {
  0.27: { packages: ["apache-tvm==0.27.0.post1", "apache-tvm-ffi==0.1.14.post0", "numpy==2.4.6", ...running()] },
  0.26: { packages: ["apache-tvm==0.26.0", "apache-tvm-ffi==0.1.14.post0", "numpy==2.4.6", ...running()] },
  0.25: { packages: ["apache-tvm==0.25.0.post1", "apache-tvm-ffi==0.1.12", "numpy==2.4.6", ...running()] },
  // no LLVM inside: it parses, prints and runs passes
  0.22: {
    packages: beforeWheels(),
    bundle: ["tilelang==0.1.6.post2", "tilelang/3rdparty/tvm/python", "tilelang/lib"],
  },
  // the line of 2024: tvm._ffi, tvm.nd, T.block, relay
  0.17: {
    packages: beforeWheels(),
    bundle: ["bitblas==0.1.0", "bitblas/3rdparty/tvm/python", "bitblas/3rdparty/tvm/build"],
  },
};

/** What TVM wants only when it measures or sends functions to other processes. */
function running() {
  return ["cloudpickle==3.1.2", "psutil==7.2.2"];
}

/** What TVM imported before it had wheels that say so, and the CUDA libraries that the bundled ones are linked with. */
function beforeWheels() {
  const cuda = ["nvidia-cuda-nvrtc-cu12==12.9.86", "nvidia-cuda-runtime-cu12==12.9.79"];
  const python = ["attrs==26.1.0", "decorator==5.3.1", "ml_dtypes==0.5.4", "numpy==1.26.4", "packaging==26.3"];
  return [...python, "scipy==1.13.1", "tornado==6.6.1", "typing_extensions==4.16.0", ...running(), ...cuda];
}

/**
 * @param {string} version
 * @param {string} [folder]
 * @returns {Promise<string>} the interpreter's path
 */
export async function ensureTvm(version, folder = at(".tvm", version)) {
  const release = releases[version];
  if (!release) {
    throw new Error(`No package is known for TVM ${version}; there is one for ${Object.keys(releases).join(", ")}.`);
  }
  const python = path.join(folder, "bin/python");
  const recipe = JSON.stringify(release);
  if (!isMade(folder, recipe)) {
    console.log(`Making an interpreter with TVM ${version} in ${path.relative(process.cwd(), folder) || folder}…`);
    await once(folder, recipe, () => make(version, release, folder, python));
  }
  return python;
}

async function make(version, { packages, bundle }, folder, python) {
  const base = onPath("python3.11", "python3", "python");
  if (!base) throw new Error(`TVM ${version} could not be set up: there is no python3 on PATH.`);
  const step = async (what, command, args) => {
    try {
      return await run(command, args, { quiet: true });
    } catch (error) {
      throw new Error(`TVM ${version} could not be set up: ${what} failed.\n${error.message}`);
    }
  };
  const pip = ["-m", "pip", "--disable-pip-version-check"];
  await step("making a virtual environment (on Debian it wants python3-venv)", base, ["-m", "venv", folder]);
  await step("installing its packages", python, [...pip, "install", ...packages]);
  if (bundle) {
    const [wheel, sources, libraries] = bundle;
    const wheels = path.join(folder, "wheels");
    await step(`downloading ${wheel}`, python, [...pip, "download", "--no-deps", "--dest", wheels, wheel]);
    await step(`unpacking ${wheel}`, python, [at("scripts/bundled-tvm.py"), wheels, folder, sources, libraries]);
    rmSync(wheels, { recursive: true });
  }
  const imported = await step("importing it", python, ["-c", "import tvm; print(tvm.__version__)"]);
  const found = imported.trim().split("\n").at(-1);
  if (!found.startsWith(`${version}.`))
    throw new Error(`TVM ${version} was asked for, but the packages hold ${found}.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [version, folder] = process.argv.slice(2);
  if (!version || version.startsWith("-")) {
    console.error(`Usage: node scripts/tvm-env.mjs VERSION [DIR]     VERSION: ${Object.keys(releases).join(", ")}`);
    process.exit(2);
  }
  try {
    console.log(await ensureTvm(version, folder && path.resolve(folder)));
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
