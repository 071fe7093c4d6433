/** Parsing is most of what a check costs: rules about the API have little of TVM's own Python parsed, by what their scans say. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { modelOf } from "../../server/src/cli/source";
import { check, type RuleSettings } from "../../server/src/rules/engine";
import { rules } from "../../server/src/rules/registry";
import { isSelected } from "../../server/src/rules/selection";
import { parser } from "../parser";
import { packageFolder } from "../tvm";

const api: RuleSettings = Object.fromEntries(
  rules.filter((rule) => !isSelected(rule, ["api"], [])).map(({ code }) => [code, "off"]),
);

describe("of TVM 0.26's package", () => {
  it.each(["0.26", "0.27"] as const)(
    "a check for changes up to %s parses less than a quarter",
    { timeout: 300_000 },
    (release) => {
      const folder = packageFolder("0.26");
      let parsed = 0;
      let all = 0;
      for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
        if (!name.endsWith(".py")) continue;
        const text = readFileSync(path.join(folder, name), "utf8");
        all += text.length;
        const source = { name, texts: [{ cell: null, text }], write: ([changed = ""]: readonly string[]) => changed };
        const model = modelOf(parser, source);
        check(model, { release, rules: api });
        for (const { unit } of model.units) if (unit.isRead) parsed += unit.text.length;
      }
      expect(parsed).toBeGreaterThan(0);
      expect(parsed / all).toBeLessThan(0.25);
    },
  );
});
