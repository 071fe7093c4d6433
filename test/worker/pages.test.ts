/** The pages of docs/gone: what they call old is told with a link to them, and what they say to write runs on TVM 0.27. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { check } from "../../server/src/rules/engine";
import { modelOf } from "../model";
import { pythonFor } from "../tvm";
import { root, temporaryFolder } from "./support";

const folder = path.join(root, "docs/gone");
const pages = readdirSync(folder).filter((name) => /^(?!README)[\w-]+\.md$/.test(name));
const fences = (name: string, info: RegExp) =>
  [...readFileSync(path.join(folder, name), "utf8").matchAll(/^```(py [^\n]*)\n([\s\S]*?)^```$/gm)]
    .filter(([, words = ""]) => info.test(words))
    .map(([, , code = ""]) => code);

describe.each(pages)("docs/gone/%s", (page) => {
  const own = `gone/${path.basename(page, ".md")}`;

  it("is what the old way of its example leads to", () => {
    const [before = ""] = fences(page, /tvm=/);
    const imports = before.includes("import tvm") ? "" : "import tvm\n";
    const nn = /\bnn\./.test(before) ? "from tvm.relax.frontend import nn\n" : "";
    const found = check(modelOf(imports + nn + before), { release: "0.27" });
    expect(found.map((each) => each.page)).toContain(own);
  });

  it("has examples that run on TVM 0.27", { timeout: 120_000 }, () => {
    const codes = fences(page, /now/);
    expect(codes).not.toEqual([]);
    for (const code of codes) {
      const file = path.join(temporaryFolder(), "example.py");
      writeFileSync(file, code);
      const { status, stderr } = spawnSync(pythonFor("0.27"), [file], { encoding: "utf8" });
      expect(status, stderr).toBe(0);
    }
  });

  it("has the same examples in both languages", () => {
    const chinese = page.replace(/\.md$/, ".zh-cn.md");
    expect(fences(chinese, /./)).toEqual(fences(page, /./));
  });
});
