/** Many files: threads, the cache, encodings. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { tvmscript } from "./run";

let folder: string;
let cache: string;
const at = (name: string) => path.join(folder, name);
const check = (...args: string[]) =>
  tvmscript(["check", "--tvm", "0.27", ...args], { cwd: folder, env: { XDG_CACHE_HOME: cache, LOCALAPPDATA: cache } });
const kept = () =>
  readdirSync(cache, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .map((name) => path.join(cache, name));
const old = "import tvm\n\na = tvm.nd.array([1])\n";
const today = "import tvm\n\na = tvm.runtime.tensor([1])\n";

beforeEach(() => {
  const root = mkdtempSync(path.join(tmpdir(), "tvmscript-work-"));
  folder = path.join(root, "code");
  cache = path.join(root, "cache");
  mkdirSync(folder);
  mkdirSync(cache);
});

function writeTen(): void {
  for (let i = 0; i < 10; i++) writeFileSync(at(`f${i}.py`), i % 3 === 0 ? old : today);
}

describe("the cache", () => {
  it("says the same the second time, and sees what has changed", () => {
    writeTen();
    const first = check("--format", "json", ".");
    expect(first.status).toBe(1);
    expect(JSON.parse(first.stdout)).toHaveLength(4);
    expect(kept()).toHaveLength(1);
    expect(check("--format", "json", ".")).toEqual(first);
    // As long as it was, and as old as it says.
    writeFileSync(at("f1.py"), today.replace("runtime.tensor([1])", "nd.array([1])     #"));
    utimesSync(at("f1.py"), 1, 1);
    writeFileSync(at("g.py"), old);
    rmSync(at("f3.py"));
    const files = (JSON.parse(check("--format", "json", ".").stdout) as { file: string }[]).map(({ file }) => file);
    expect(files).toEqual(["f0.py", "f1.py", "f6.py", "f9.py", "g.py"]);
  });

  it("belongs to what was asked for", () => {
    writeTen();
    check(".");
    expect(check("--ignore", "TVM101", ".").status).toBe(0);
    expect(
      tvmscript(["check", "--tvm", "0.17", "."], { cwd: folder, env: { XDG_CACHE_HOME: cache } }).stdout,
    ).toContain("runtime.tensor");
  });

  it("is not believed when it is broken, and made anew", () => {
    writeTen();
    const first = check(".");
    const [file = ""] = kept();
    const good = readFileSync(file, "utf8");
    for (const bad of [
      "",
      "{",
      "null",
      "[]",
      '{"program":1}',
      good.slice(0, good.length / 2),
      good.replaceAll(":[", ":[["),
    ]) {
      writeFileSync(file, bad);
      expect(check(".")).toEqual(first);
      expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ entries: { "f0.py": expect.any(Array) } });
    }
  });

  it("is left alone where nobody wants it, or it cannot be", () => {
    writeTen();
    const first = check("--no-cache", ".");
    expect(kept()).toEqual([]);
    rmSync(cache, { recursive: true });
    writeFileSync(cache, "a file");
    expect(check(".")).toEqual(first);
  });

  it("is as good for a migration", () => {
    writeTen();
    const migrate = () =>
      tvmscript(["migrate", "--to", "0.27", "--format", "json", "."], { cwd: folder, env: { XDG_CACHE_HOME: cache } });
    const first = migrate();
    expect(first.status).toBe(1);
    expect(kept()).toHaveLength(1);
    expect(migrate()).toEqual(first);
  });
});

it("finds the same in many threads, in the order of the files", () => {
  const padding = `${"# a line of many, so that there is something to share\n".repeat(12_000)}`;
  for (let i = 0; i < 8; i++) writeFileSync(at(`f${i}.py`), `${i === 5 ? "# " : padding}\n${old}`);
  writeFileSync(at("broken.ipynb"), "{");
  const { status, stdout, stderr } = check("--no-cache", "--format", "json", ".");
  expect(status).toBe(2);
  expect(stderr).toMatch(/^tvmscript: broken\.ipynb: not a notebook that can be read.*\n$/);
  expect((JSON.parse(stdout) as { file: string }[]).map(({ file }) => file)).toEqual(
    Array.from({ length: 8 }, (_, i) => `f${i}.py`),
  );
}, 60_000);

describe("encodings", () => {
  const bytes = (name: string) => readFileSync(at(name)).toString("latin1");

  it("writes a file in the encoding that it declares", () => {
    const text = `# -*- coding: latin-1 -*-\n# caf\xe9\n${old}`;
    writeFileSync(at("a.py"), Buffer.from(text, "latin1"));
    expect(check("--fix", "a.py").status).toBe(0);
    expect(bytes("a.py")).toBe(text.replace("nd.array", "runtime.tensor"));
    writeFileSync(at("a.py"), Buffer.from(text, "latin1"));
    const args = ["migrate", "--to", "0.27", "--write", "a.py"];
    expect(tvmscript(args, { cwd: folder }).status).toBe(0);
    expect(bytes("a.py")).toBe(text.replace("nd.array", "runtime.tensor"));
  });

  it("keeps a byte order mark and line ends of all kinds", () => {
    const text = `\xef\xbb\xbfimport tvm\r\n\r\n# one\r# two\na = tvm.nd.array([1])\r\nb = 2`;
    writeFileSync(at("a.py"), Buffer.from(text, "latin1"));
    expect(check("--fix", "a.py").status).toBe(0);
    expect(bytes("a.py")).toBe(text.replace("nd.array", "runtime.tensor"));
  });
});
