/** What the suites need besides the npm packages. */
import { run } from "./command.mjs";
import { ensureEditor } from "./editor/install.mjs";
import { ensureInterpreter } from "./interpreter.mjs";
import { ensureSystem } from "./system.mjs";

/**
 * The name of something that a suite needs, and what makes it. Each is made once, all at the same time: most of it is
 * waiting for the network.
 * @type {Readonly<Record<string, () => Promise<unknown>>>}
 */
const makers = {
  build: () => run("npm", ["run", "--silent", "build"]),
  editor: () => ensureEditor(),
  "tvm-0.27": () => ensureInterpreter("0.27"),
  "tvm-0.26": () => ensureInterpreter("0.26"),
  "tvm-0.25": () => ensureInterpreter("0.25"),
  "tvm-0.22": () => ensureInterpreter("0.22"),
  "tvm-0.17": () => ensureInterpreter("0.17"),
};

/** Those that come from the system's own packages; the C compiler is what TVM links the compiled functions with. */
const fromSystem = ["chromium", "neovim", "chinese-font", "c-compiler", "venv"];

/**
 * @param {ReadonlySet<string>} needs
 * @returns {Promise<ReadonlyMap<string, string>>} what could not be had, each with the reason
 */
export async function setUp(needs) {
  const began = Date.now();
  const problems = new Map(await ensureSystem(fromSystem.filter((need) => needs.has(need))));
  await Promise.all(
    [...needs]
      .filter((need) => !fromSystem.includes(need))
      .map(async (need) => {
        try {
          await makers[need]();
        } catch (error) {
          problems.set(need, error.message);
        }
      }),
  );
  for (const [need, problem] of problems) console.error(`${need}: ${problem}`);
  console.log(`Set up in ${((Date.now() - began) / 1000).toFixed(0)} s.`);
  return problems;
}
