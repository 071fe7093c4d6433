/** What must be true of the worker's own code. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { root, workerDir } from "./support";

const files = readdirSync(workerDir, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".py"))
  .map((name) => path.join(workerDir, name));
const read = (file: string) => readFileSync(file, "utf8");
const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = ""]) => found);
const written = files.map(read).join("\n");
const noteCodes = written
  .split("\n")
  .filter((row) => /\bnotes\b.*\[/.test(row))
  .flatMap((row) => matches(row, /"([a-z]+(?:-[a-z]+)+)"/g));
const known = (file: string) => new Set(matches(read(path.join(root, "server/src/tvm", file)), /case "([\w-]+)":/g));

describe("the worker's Python", () => {
  it("is read by Python 3.8", () => {
    const program = `
import ast, sys
for file in sys.argv[1:]:
    ast.parse(open(file, encoding="utf-8").read(), file, feature_version=(3, 8))
`;
    execFileSync("python3", ["-c", program, ...files]);
  });

  it("is told apart by Python 2 before anything newer is read", () => {
    const entry = read(path.join(workerDir, "worker.py"));
    expect(entry.indexOf("sys.version_info < (3, 8)")).toBeLessThan(entry.indexOf("from tvmscript_worker"));
    expect(entry).not.toMatch(/f"|print /);
  });

  it("imports the standard library, tvm and what tvm itself needs", () => {
    const program = `
import ast, json, sys
found = set()
for file in sys.argv[1:]:
    for node in ast.walk(ast.parse(open(file, encoding="utf-8").read())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(node.module.split(".")[0])
print(json.dumps(sorted(found - set(sys.stdlib_module_names))))
`;
    const found = JSON.parse(execFileSync("python3", ["-c", program, ...files], { encoding: "utf8" })) as string[];
    expect(found).toEqual(["ml_dtypes", "numpy", "tvm", "tvm_ffi", "tvmscript_worker"]);
  });
});

describe("every code of the worker's has a sentence", () => {
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ["failures", matches(written, /Failure\(\s*"[\w-]+",\s*"([\w-]+)"/g), "failure.ts"],
    ["notes", noteCodes, "notes.ts"],
    [
      "progress",
      matches(written, /progress\("([\w-]+)"/g).filter((code) => code !== "user" && code !== "quiet"),
      "progress.ts",
    ],
  ];
  for (const [what, codes, file] of cases) {
    it(what, () => {
      expect(codes.length).toBeGreaterThan(2);
      const sentences = known(file);
      const internal = new Set(["internal", "unknown-request"]);
      expect([...new Set(codes)].filter((code) => !sentences.has(code) && !internal.has(code))).toEqual([]);
    });
  }
});
