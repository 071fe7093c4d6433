/**
 * What a fix is worth: definitions that TVM 0.17 accepts, rewritten, and judged by TVM 0.27. The definitions come from TVM 0.17
 * itself: from the Python files in its package, and from what it prints of its own library.
 */
import { execFile, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { modelOf, type Source } from "../../server/src/cli/source";
import { check } from "../../server/src/rules/engine";
import { applyEdits, fixAll } from "../../server/src/rules/fix-all";
import { parser } from "../parser";
import { pythonFor, type Release } from "../tvm";

interface Definition {
  readonly name: string;
  readonly source: string;
}

const here = import.meta.dirname;

function ask(release: Release, what: "collect" | "accept", input = ""): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const python = spawn(pythonFor(release), [path.join(here, "definitions.py"), what], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    const out: Buffer[] = [];
    python.stdout.on("data", (bytes: Buffer) => out.push(bytes));
    python.on("error", reject);
    python.on("close", (code) => {
      if (code === 0) resolve(JSON.parse(Buffer.concat(out).toString("utf8")));
      else reject(new Error(`definitions.py ${what} ended with ${code}`));
    });
    python.stdin.end(input);
  });
}

function sourceOf(text: string): Source {
  return { name: "definition.py", texts: [{ cell: null, text }], write: ([changed = ""]) => changed };
}

function fixed(text: string, release: Release): string {
  const source = sourceOf(text);
  const [part] = fixAll(modelOf(parser, source), { release }, (texts) => modelOf(parser, source, texts));
  return part ? applyEdits(text, part.edits) : text;
}

function isFlagged(text: string, release: Release): boolean {
  return check(modelOf(parser, sourceOf(text)), { release }).some(({ severity }) => severity === "error");
}

describe("definitions that TVM 0.17 accepts", async () => {
  const old = (await ask("0.17", "collect")) as Definition[];
  const now = old.map(({ name, source }) => ({ name, source: fixed(source, "0.27") }));

  it("are accepted by TVM 0.27 after safe fixes", { timeout: 600_000 }, async () => {
    const errors = (await ask("0.27", "accept", JSON.stringify(now))) as (string | null)[];
    const rejected = now.filter((_, i) => errors[i] !== null);
    const flagged = rejected.filter(({ source }) => isFlagged(source, "0.27")).length;
    console.log(
      `of ${old.length} definitions that TVM 0.17 accepts, TVM 0.27 accepts ${old.length - rejected.length} after safe fixes;`,
      `of the ${rejected.length} others ${flagged} are flagged as errors\n`,
      errors.filter((error) => error !== null).join("\n "),
    );
    expect(old.length).toBeGreaterThan(200);
    expect((old.length - rejected.length) / old.length).toBeGreaterThan(0.97);
  });

  it("stay as they are when they are fixed again", () => {
    for (const { name, source } of now) expect(fixed(source, "0.27"), name).toBe(source);
  });

  it("stay as they are for TVM 0.17", () => {
    for (const { name, source } of old) expect(fixed(source, "0.17"), name).toBe(source);
  });
});

describe("the lesson of 2024", () => {
  it("prints its values on TVM 0.27 once it is fixed", { timeout: 120_000 }, async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), "tvmscript-lesson-")), "lesson.py");
    writeFileSync(file, fixed(readFileSync(path.join(here, "../../samples/lesson.py"), "utf8"), "0.27"));
    const { stdout } = await promisify(execFile)(pythonFor("0.27"), [file]);
    expect(stdout).toContain("[1. 2. 3. 4. 5. 6. 7. 8.]");
  });
});
