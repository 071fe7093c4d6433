// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables as VS Code writes them in settings
import { homedir } from "node:os";
import { describe, expect, test } from "vitest";
import { allDefinitions, definitionAt, renamed } from "../../../client/src/definition-tree";
import { duration } from "../../../client/src/duration";
import { wholePath } from "../../../client/src/interpreter-path";
import { taskArguments } from "../../../client/src/task-arguments";
import { formatNumber, formatShape } from "../../../media/run/format";
import type { Definition } from "../../../server/src/protocol";

describe("an interpreter's path", () => {
  const here = { home: "/home/me", workspaceFolder: "/work/space", env: { CONDA: "/conda" } };

  test.each([
    ["", null],
    ["  ", null],
    ["python3", "python3"],
    ["/usr/bin/python3", "/usr/bin/python3"],
    ["C:\\Python\\python.exe", "C:\\Python\\python.exe"],
    ["~/tvm/bin/python", "/home/me/tvm/bin/python"],
    ["${workspaceFolder}/.venv/bin/python", "/work/space/.venv/bin/python"],
    ["${userHome}/x/python", "/home/me/x/python"],
    ["${env:CONDA}/bin/python", "/conda/bin/python"],
    [".venv/bin/python", "/work/space/.venv/bin/python"],
    ["./.venv/bin/python", "/work/space/.venv/bin/python"],
  ])("%s", (written, whole) => {
    expect(wholePath(written, here)).toBe(whole);
  });

  test("stays as it is where there is no folder to count from", () => {
    expect(wholePath(".venv/bin/python", { ...here, workspaceFolder: undefined, home: homedir() })).toBe(
      ".venv/bin/python",
    );
  });
});

describe("a task's command line", () => {
  const defaults = { python: "/tvm/bin/python", target: "llvm" };

  test("takes from the settings what the task does not say", () => {
    expect(taskArguments({ verb: "run", file: "a.py", name: "main" }, defaults)).toEqual([
      ..."run a.py::main --python /tvm/bin/python --target llvm".split(" "),
    ]);
    const empty = { name: "", target: "", python: "", output: "", emit: "" };
    expect(taskArguments({ verb: "run", file: "a.py", ...empty }, defaults)).toEqual([
      ..."run a.py --python /tvm/bin/python --target llvm".split(" "),
    ]);
    expect(taskArguments({ verb: "compile", file: "a.py" }, { ...defaults, python: null })).toEqual([
      ..."compile a.py --target llvm".split(" "),
    ]);
  });

  test("has the task's own words first", () => {
    const target = { kind: "llvm", mcpu: "skylake" };
    const task = { verb: "compile", file: "a.py", name: "M", target, python: "p", output: "m.so", emit: "ll" } as const;
    expect(taskArguments(task, defaults)).toEqual([
      ..."compile a.py::M --python p --target".split(" "),
      '{"kind":"llvm","mcpu":"skylake"}',
      ..."-o m.so --emit ll".split(" "),
    ]);
  });
});

describe("definitions", () => {
  const made = (name: string, from: number, to: number, children: readonly Definition[] = []): Definition => ({
    name,
    kind: children.length > 0 ? "IRModule" : "PrimFunc",
    path: name,
    uri: "file:///a.py",
    range: { start: { line: from, character: 0 }, end: { line: to, character: 10 } },
    nameRange: { start: { line: from + 1, character: 4 }, end: { line: from + 1, character: 8 } },
    children,
  });
  const file = [made("Module", 2, 20, [made("Module.a", 3, 8), made("Module.b", 10, 19)]), made("c", 30, 40)];

  test("the innermost one around a place", () => {
    const at = (line: number, uri = "file:///a.py"): string | undefined =>
      definitionAt(file, uri, { line, character: 5 })?.path;
    expect([at(5), at(9), at(19), at(25), at(35), at(5, "file:///b.py")]).toEqual([
      "Module.a",
      "Module",
      "Module.b",
      undefined,
      "c",
      undefined,
    ]);
  });

  test("modules come before what is in them", () => {
    expect(allDefinitions(file).map((each) => each.path)).toEqual(["Module", "Module.a", "Module.b", "c"]);
  });

  test("one that was renamed is still at its place", () => {
    const now = [made("Module", 2, 20, [made("Module.a", 3, 8), made("Module.new", 10, 19)]), made("c", 30, 40)];
    expect(renamed(file, now, "Module.b")?.path).toBe("Module.new");
    expect(renamed(file, [file[0] as Definition], "c")).toBeNull();
    expect(renamed(file, file, "Module.b")).toBeNull();
  });
});

test("numbers as people read them", () => {
  expect([duration(22.19e-6), duration(0.1544), duration(1.53), duration(125.4)]).toEqual([
    "22.2 µs",
    "154 ms",
    "1.53 s",
    "125 s",
  ]);
  expect([formatShape([]), formatShape([8]), formatShape([8, 16])]).toEqual(["()", "(8,)", "(8, 16)"]);
  expect([formatNumber(3), formatNumber(0.123456789), formatNumber(1e20), formatNumber(-2.5)]).toEqual([
    "3",
    "0.123457",
    "100000000000000000000",
    "-2.5",
  ]);
});
