/** The suite's main file, which the extension host loads: runs every test file beside it and writes down what came of it. */
import { appendFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { format } from "node:util";
import Mocha from "mocha";

interface Outcome {
  readonly title: string;
  readonly ok: boolean;
  readonly milliseconds: number;
  readonly error?: string;
}

export function run(): Promise<void> {
  const folder = process.env.TEST_RESULTS;
  if (!folder) throw new Error("TEST_RESULTS has to name the folder for the results.");
  // An extension host's own console is full of other things and cannot be replaced.
  Mocha.reporters.Base.consoleLog = (...parts: unknown[]) =>
    appendFileSync(path.join(folder, "output.txt"), `${format(...parts)}\n`);
  const grep = process.env.TEST_GREP;
  const mocha = new Mocha({ ui: "bdd", color: false, timeout: 60_000, ...(grep && { grep }) });
  for (const name of readdirSync(__dirname)) {
    if (name.endsWith(".test.js")) mocha.addFile(path.join(__dirname, name));
  }
  const outcomes: Outcome[] = [];
  return new Promise((resolve, reject) => {
    const runner = mocha.run((failures) => {
      writeFileSync(path.join(folder, "results.json"), JSON.stringify(outcomes, null, 2));
      if (failures > 0) reject(new Error(`${failures} failed`));
      else resolve();
    });
    runner.on("pass", (test) => outcomes.push({ title: test.fullTitle(), ok: true, milliseconds: test.duration ?? 0 }));
    runner.on("fail", (test, error: Error) =>
      outcomes.push({
        title: test.fullTitle(),
        ok: false,
        milliseconds: test.duration ?? 0,
        error: error.stack ?? error.message,
      }),
    );
  });
}
