/** What rules about the API find in TVM's own Python is the same with all of it parsed: no scan says no too often. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { modelOf } from "../../server/src/cli/source";
import { check, type RuleSettings } from "../../server/src/rules/engine";
import { rules } from "../../server/src/rules/registry";
import { isSelected } from "../../server/src/rules/selection";
import { parser } from "../parser";
import { packageFolder } from "../tvm";

const api: RuleSettings = Object.fromEntries(
  rules.filter((rule) => !isSelected(rule, ["api"], [])).map(({ code }) => [code, "off"]),
);
/** So many files of a package are enough to see a rule that has changed. */
const EVERY = 4;

it.each([
  ["0.17", "0.27"],
  ["0.22", "0.27"],
  ["0.26", "0.17"],
] as const)("in the package of %s, checked for %s", { timeout: 300_000 }, (from, release) => {
  const folder = packageFolder(from);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".py"));
  let count = 0;
  for (const name of files.sort().filter((_, i) => i % EVERY === 0)) {
    const text = readFileSync(path.join(folder, name), "utf8");
    const found = (parseAll: boolean) => {
      const source = { name, texts: [{ cell: null, text }], write: ([changed = ""]: readonly string[]) => changed };
      return check(modelOf(parser, source), { release, rules: api, parseAll }).map(
        ({ rule, start, message }) => `${name} ${rule.code} ${start} ${message}`,
      );
    };
    const all = found(true);
    expect(found(false)).toEqual(all);
    count += all.length;
  }
  expect(count).toBeGreaterThan(100);
});
