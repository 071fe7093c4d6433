/** What holds for fixes of whatever code: tried on all of the Python files in TVM 0.17's package, rewritten for 0.27. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { modelOf, type Source } from "../../server/src/cli/source";
import { applyEdits, fixAll } from "../../server/src/rules/fix-all";
import type { Model } from "../../server/src/semantic/model";
import { walk } from "../../server/src/syntax/node";
import { parser } from "../parser";
import { packageFolder } from "../tvm";

interface Rewritten {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly edits: readonly { readonly start: number; readonly end: number }[];
}

/** Every how many-th file is looked at: the package has a thousand. */
const STEP = 3;

function pythonFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".py"))
    .sort()
    .filter((_, i) => i % STEP === 0)
    .map((name) => path.join(folder, name));
}

function sourceOf(name: string, text: string): Source {
  return { name, texts: [{ cell: null, text }], write: ([changed = ""]) => changed };
}

function rewrite(name: string, before: string): Rewritten {
  const source = sourceOf(name, before);
  const [part] = fixAll(modelOf(parser, source), { release: "0.27" }, (texts) => modelOf(parser, source, texts));
  return { name, before, after: part ? applyEdits(before, part.edits) : before, edits: part?.edits ?? [] };
}

function comments(model: Model): string[] {
  const found: string[] = [];
  for (const { unit } of model.units) {
    walk(unit.root, (node) => node.kind === "comment" && found.push(unit.text.slice(node.start, node.end)));
  }
  return found.sort();
}

function brokenUnits(model: Model): number {
  return model.units.filter(({ unit }) => unit.hasError).length;
}

describe("fixes of TVM 0.17's own files for 0.27", () => {
  let changed: Rewritten[] = [];
  const model = ({ name }: Rewritten, text: string) => modelOf(parser, sourceOf(name, text));

  beforeAll(() => {
    const all = pythonFiles(packageFolder("0.17")).map((name) => rewrite(name, readFileSync(name, "utf8")));
    changed = all.filter(({ before, after }) => before !== after);
    console.log(`${changed.length} of ${all.length} files are rewritten`);
    expect(changed.length).toBeGreaterThan(50);
  }, 300_000);

  it("change nothing when they are made again", { timeout: 120_000 }, () => {
    for (const { name, after } of changed) expect(rewrite(name, after).after, name).toBe(after);
  });

  it("lose no comment", () => {
    for (const each of changed) {
      expect(comments(model(each, each.after)), each.name).toEqual(comments(model(each, each.before)));
    }
  });

  it("leave a text that parses as well as before", () => {
    for (const each of changed) {
      expect(brokenUnits(model(each, each.after)), each.name).toBeLessThanOrEqual(
        brokenUnits(model(each, each.before)),
      );
    }
  });

  it("come as edits in order, of which no two overlap", () => {
    for (const { name, edits } of changed) {
      edits.forEach((edit, i) => {
        expect(edit.start, name).toBeGreaterThanOrEqual(edits[i - 1]?.end ?? 0);
        expect(edit.end, name).toBeGreaterThanOrEqual(edit.start);
      });
    }
  });
});
