/**
 * Runs both engines over Python files and shows where their trees differ; `scripts/differential.mjs` says how it is started.
 * One process deals the files out, the others (`--deal`) compare.
 */
import { type ChildProcess, fork } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { Engine } from "../../server/src/tvm/engine";
import { report } from "./report";
import { type Compared, compareFile, judge } from "./trees";

const USAGE =
  "node scripts/differential.mjs PATH… --python PYTHON --release 0.27 [--keep FOLDER] [--jobs N] [--examples N] [--json FILE]";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: "string" },
    release: { type: "string" },
    worker: { type: "string" },
    keep: { type: "string" },
    jobs: { type: "string" },
    examples: { type: "string", default: "5" },
    json: { type: "string" },
    deal: { type: "boolean", default: false },
  },
});

export interface FileResult {
  readonly file: string;
  readonly compared: readonly Compared[];
  readonly failure: string | null;
}

if (!values.python || !values.release || !values.worker || (positionals.length === 0 && !values.deal)) {
  process.stderr.write(`${USAGE}\n`);
  process.exit(2);
}
if (values.deal) takePart(values.python, values.worker, values.release);
else await dealOut(filesIn(positionals));

function filesIn(paths: readonly string[]): string[] {
  return paths.flatMap((each) => {
    const full = path.resolve(each);
    if (statSync(full).isFile()) return [full];
    return readdirSync(full, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".py"))
      .sort()
      .map((name) => path.join(full, name));
  });
}

async function dealOut(files: readonly string[]): Promise<void> {
  const waiting = files.filter((file) => /prim_func|ir_module|\bfunction\b/.test(readFileSync(file, "utf8")));
  const results: FileResult[] = [];
  const total = waiting.length;
  const jobs = Math.min(Number(values.jobs ?? availableParallelism()), Math.max(total, 1));
  const one = (): Promise<void> =>
    new Promise((done) => {
      let at: string | undefined;
      let child: ChildProcess;
      const next = (): void => {
        at = waiting.shift();
        if (at !== undefined) child.send({ file: at });
        else child.disconnect();
        if (process.stderr.isTTY) process.stderr.write(`\r${results.length} of ${total} `);
      };
      const begin = (): void => {
        child = fork(process.argv[1] as string, [...process.argv.slice(2), "--deal"], {
          stdio: "inherit",
          serialization: "advanced",
        });
        child.on("message", (result: FileResult) => {
          results.push(result);
          at = undefined;
          next();
        });
        child.on("exit", () => {
          if (at === undefined) return done();
          results.push({ file: at, compared: [], failure: "the process ended" });
          begin();
        });
        next();
      };
      begin();
    });
  await Promise.all(Array.from({ length: jobs }, one));
  results.sort((a, b) => (a.file < b.file ? -1 : 1));
  if (values.json) {
    const plain = (_: string, value: unknown) => (value instanceof Map ? Object.fromEntries(value) : value);
    writeFileSync(values.json, JSON.stringify(results, plain));
  }
  process.stdout.write(report(results, Number(values.examples)));
}

function takePart(python: string, worker: string, release: string): void {
  const engine = new Engine({
    interpreter: { path: path.resolve(python), source: "chosen" },
    workerDir: path.resolve(worker),
  });
  const kept = values.keep ? path.join(values.keep, release) : null;
  process.on("message", async ({ file }: { file: string }) => {
    let result: FileResult;
    try {
      const text = readFileSync(file, "utf8");
      result = {
        file,
        compared: compareFile(file, text, release, await judge(engine, file, text, kept)),
        failure: null,
      };
    } catch (error) {
      result = { file, compared: [], failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
    process.send?.(result);
  });
  process.on("disconnect", () => engine.dispose());
}
