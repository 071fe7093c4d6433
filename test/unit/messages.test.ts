import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

function sources(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => path.join(folder, name));
}

/** The English texts that a source hands to a translator: t("…"), vscode.l10n.t("…"). */
function keysIn(file: string): string[] {
  const found = read(file).matchAll(/\b(?:l10n\.)?t\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\$]|\\.)*`)/g);
  return [...found].map(([, literal = ""]) => {
    const body = literal.slice(1, -1);
    return JSON.parse(`"${body.replace(/\\(['`])/g, "$1").replace(/(^|[^\\])"/g, '$1\\"')}"`) as string;
  });
}

const parts = readdirSync(path.join(root, "l10n/parts")).filter((name) => name.endsWith(".zh-cn.json"));
const chinese: Record<string, string> = Object.assign(
  {},
  ...parts.map((name) => JSON.parse(read(`l10n/parts/${name}`)) as object),
);
const files = [...sources("server/src"), ...sources("client/src"), ...sources("media")];

describe("messages in 简体中文", () => {
  for (const file of files) {
    const keys = keysIn(file);
    if (keys.length === 0) continue;
    it(`${file}: every text has one`, () => {
      expect(keys.filter((key) => chinese[key] === undefined)).toEqual([]);
    });
  }

  it("are of texts that there are", () => {
    const all = files.map(read).join("\n");
    const isThere = (key: string) =>
      [JSON.stringify(key).slice(1, -1), key, key.replaceAll("'", "\\'")].some((written) => all.includes(written));
    expect(Object.keys(chinese).filter((key) => !isThere(key))).toEqual([]);
  });

  it("are the same in each part that has them", () => {
    const wrong = parts.flatMap((name) =>
      Object.entries(JSON.parse(read(`l10n/parts/${name}`)) as object).filter(([key, text]) => chinese[key] !== text),
    );
    expect(wrong).toEqual([]);
  });

  it("use the same placeholders as the English", () => {
    const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join();
    const wrong = Object.entries(chinese).filter(([key, text]) => placeholders(key) !== placeholders(text));
    expect(wrong).toEqual([]);
  });

  it("are said of every text in the manifest", () => {
    const english = Object.keys(JSON.parse(read("package.nls.json")) as object);
    const translated = Object.keys(JSON.parse(read("package.nls.zh-cn.json")) as object);
    expect(translated.sort()).toEqual(english.sort());
    const used = [...read("package.json").matchAll(/"%([\w.-]+)%"/g)].map(([, key = ""]) => key);
    expect(used.filter((key) => !english.includes(key))).toEqual([]);
  });
});
