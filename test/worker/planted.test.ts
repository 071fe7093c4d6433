/**
 * How many mistakes are found, and where: single mistakes in definitions that TVM carries, each rejected by that TVM. What is
 * right must stay without an error.
 */
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { modelOf, type Source } from "../../server/src/cli/source";
import { check } from "../../server/src/rules/engine";
import { parser } from "../parser";
import { pythonFor, type Release } from "../tvm";

interface Mutant {
  readonly kind: string;
  readonly name: string;
  readonly source: string;
  /** Where a person would look for the mistake, counted from one. */
  readonly lines: readonly number[];
}

/** Of each kind of mistake. */
const COUNT = 6;
const SEED = 27;

async function plant(release: Release): Promise<Mutant[]> {
  const script = path.join(import.meta.dirname, "planted.py");
  const args = [script, `${COUNT}`, `${SEED}`];
  const { stdout } = await promisify(execFile)(pythonFor(release), args, { maxBuffer: 1 << 28 });
  return JSON.parse(stdout) as Mutant[];
}

/** The lines with an error, counted from one. */
function errorLines(text: string, release: Release): number[] {
  const source: Source = { name: "planted.py", texts: [{ cell: null, text }], write: ([changed = ""]) => changed };
  const errors = check(modelOf(parser, source), { release }).filter(({ severity }) => severity === "error");
  return errors.map(({ part, start }) => part.syntax.lines.lineAt(start) + 1);
}

function distance({ source, lines }: Mutant, release: Release): number {
  const found = errorLines(source, release);
  return Math.min(...found.flatMap((line) => lines.map((expected) => Math.abs(expected - line))));
}

/** The share of mistakes found on their lines, and within one line of them. */
const FLOORS = { exact: 0.97, near: 0.98 };

describe.each(["0.27", "0.26", "0.22", "0.17"] as const)("mistakes that TVM %s rejects", (release) => {
  it("are found where they are", { timeout: 600_000 }, async () => {
    const mutants = await plant(release);
    const kinds = [...new Set(mutants.map(({ kind }) => kind))];
    const measured = kinds.map((kind) => {
      const distances = mutants.filter((each) => each.kind === kind).map((each) => distance(each, release));
      const within = (lines: number) => distances.filter((each) => each <= lines).length;
      return { kind, all: distances.length, exact: within(0), near: within(1) };
    });
    const sum = (count: "all" | "exact" | "near") => measured.reduce((total, each) => total + each[count], 0);
    const share = { exact: sum("exact") / sum("all"), near: sum("near") / sum("all") };
    const lacking = measured.filter(({ all, exact }) => exact < all);
    console.log(
      `TVM ${release}: of ${sum("all")} mistakes of ${kinds.length} kinds ${sum("exact")} are found on their line,`,
      `${sum("near")} within one line\n`,
      lacking.map(({ kind, all, exact, near }) => `${kind}: ${exact} of ${all}, ${near} within one line`).join("\n "),
    );
    expect(kinds.length).toBeGreaterThan(46);
    expect(sum("all")).toBeGreaterThan(200);
    expect(share.exact).toBeGreaterThan(FLOORS.exact);
    expect(share.near).toBeGreaterThan(FLOORS.near);
  });
});
