import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const { renames } = JSON.parse(read("server/data/reviewed/renames.json")) as {
  renames: { old: string; since: string }[];
};
const changed = new Set(renames.filter(({ old }) => old.startsWith("tvm.")).map(({ since }) => since));

describe.each(["docs/changes.md", "docs/changes.zh-cn.md"])("%s", (file) => {
  it("has a section and a row for each release with renames", () => {
    const page = read(file);
    for (const release of changed) {
      expect(page).toContain(`| [${release}](#`);
      expect(page).toMatch(new RegExp(`^## ${release.replace(".", "\\.")}`, "m"));
    }
  });

  it("leads to pages that there are", () => {
    for (const [, target = ""] of read(file).matchAll(/\]\(((?!http|#)[^)]+)\)/g)) {
      expect(() => read(path.join("docs", target))).not.toThrow();
    }
  });
});
