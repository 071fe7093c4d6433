/** TVM's own Python files, each release's checked for that release: what stands in them as a definition is right. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { modelOf, type Source } from "../../server/src/cli/source";
import { definitionsOf } from "../../server/src/features/definitions";
import { check } from "../../server/src/rules/engine";
import { parser } from "../parser";
import { packageFolder } from "../tvm";

/** The files that may hold a definition. */
function filesIn(folder: string): Source[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".py"))
    .sort()
    .flatMap((name) => {
      const text = readFileSync(path.join(folder, name), "utf8");
      if (!/prim_func|R\.function|ir_module/.test(text)) return [];
      return [{ name, texts: [{ cell: null, text }], write: ([changed = ""]) => changed }];
    });
}

describe.each([
  ["0.17", 80],
  ["0.22", 80],
  ["0.26", 150],
  ["0.27", 150],
] as const)("the definitions in TVM %s's package", (release, least) => {
  it("are without an error", { timeout: 300_000 }, () => {
    let definitions = 0;
    const errors = filesIn(packageFolder(release)).flatMap((source) => {
      const model = modelOf(parser, source);
      const found = definitionsOf(model);
      definitions += found.length;
      return check(model, { release })
        .filter(({ severity }) => severity === "error")
        .filter(({ start }) => found.some(({ span }) => span.start <= start && start < span.end))
        .map(({ rule, message, part, start }) => {
          return `${source.name}:${part.syntax.lines.lineAt(start) + 1} ${rule.code} ${message}`;
        });
    });
    expect(errors).toEqual([]);
    expect(definitions).toBeGreaterThan(least);
  });
});
