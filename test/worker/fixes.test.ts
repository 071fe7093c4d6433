/**
 * What a fix is worth: definitions that one TVM accepts, rewritten for another, and judged by that one, forward and back. They come
 * from the TVMs themselves: from the Python files in their packages, and from what they print of their own libraries. Where both
 * have a definition of the same name, the rewritten one and the other's own are compared.
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
  /** By the TVM that it comes from: wheels are built without some of what their files ask for. */
  readonly accepted: boolean;
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

const releases: readonly Release[] = ["0.17", "0.22", "0.25", "0.26", "0.27"];

interface Verdict {
  readonly error: string | null;
  readonly equal: boolean | null;
}

interface Trial extends Definition {
  readonly from: Release;
  /** What the target itself has under that name. */
  readonly other: string | null;
}

/** What TVM prints of a Relax operator says no more than the operator: other printed text shows how a release works inside. */
const COMPARED = /^relax\/|::/;

function percent(part: number, of: number): string {
  return of === 0 ? "–" : `${((100 * part) / of).toFixed(1)}%`;
}

describe("definitions that one TVM accepts", async () => {
  const own = new Map(
    await Promise.all(
      releases.map(async (release) => [release, (await ask(release, "collect")) as Definition[]] as const),
    ),
  );
  const trials = new Map(releases.map((to) => [to, trialsFor(to)]));

  function trialsFor(to: Release): Trial[] {
    const others = new Map(own.get(to)?.map((each) => [each.name, each]));
    return releases
      .filter((from) => from !== to)
      .flatMap((from) =>
        (own.get(from) ?? [])
          // What the target does not take in its own words says nothing about ours.
          .filter(({ name, accepted }) => accepted && others.get(name)?.accepted !== false)
          .map((each) => ({
            ...each,
            from,
            source: fixed(each.source, to),
            other: COMPARED.test(each.name) ? (others.get(each.name)?.source ?? null) : null,
          })),
      );
  }

  it("are accepted by the others after safe fixes, as what they were", { timeout: 600_000 }, async () => {
    const verdicts = await Promise.all(
      releases.map(async (to) => {
        const all = trials.get(to) ?? [];
        const answers = (await ask(to, "accept", JSON.stringify(all))) as Verdict[];
        return [to, all.map((trial, i) => ({ ...trial, verdict: answers[i] as Verdict }))] as const;
      }),
    );
    const lines: string[] = [];
    const figures = [];
    for (const [to, all] of verdicts) {
      for (const from of releases.filter((each) => each !== to)) {
        const of = all.filter((trial) => trial.from === from);
        const rejected = of.filter(({ verdict }) => verdict.error !== null);
        const compared = of.filter(({ verdict }) => verdict.equal !== null);
        const equal = compared.filter(({ verdict }) => verdict.equal);
        const flagged = rejected.filter(({ source }) => isFlagged(source, to)).length;
        const accepted = percent(of.length - rejected.length, of.length);
        lines.push(
          `${from} → ${to}: ${accepted} of ${of.length} accepted (of the others ${flagged} of ${rejected.length} flagged), ${percent(equal.length, compared.length)} of ${compared.length} equal`,
          ...rejected.slice(0, 3).map(({ verdict }) => `    ${verdict.error?.split("\n").at(-1)}`),
        );
        figures.push({
          pair: `${from} → ${to}`,
          forward: releases.indexOf(from) < releases.indexOf(to),
          of,
          rejected,
          compared,
          equal,
        });
      }
    }
    console.log(lines.join("\n"));
    for (const { pair, forward, of, rejected, compared, equal } of figures) {
      expect(of.length, pair).toBeGreaterThan(100);
      expect(compared.length, pair).toBeGreaterThan(50);
      expect((of.length - rejected.length) / of.length, pair).toBeGreaterThanOrEqual(forward ? 0.98 : 0.93);
      expect(equal.length / compared.length, pair).toBeGreaterThanOrEqual(forward ? 0.93 : 0.9);
    }
  });

  it("stay as they are when they are fixed again", { timeout: 120_000 }, () => {
    for (const [to, all] of trials) for (const { name, source } of all) expect(fixed(source, to), name).toBe(source);
  });

  it("stay as they are for their own TVM", { timeout: 60_000 }, () => {
    for (const [release, all] of own)
      for (const { name, source, accepted } of all) if (accepted) expect(fixed(source, release), name).toBe(source);
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
