/** The same file, in Neovim over `tvmscript lsp` and on the command line: the same findings in the same places. */
import { execFileSync, spawnSync } from "node:child_process";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { at, root } from "../../scripts/place.mjs";

interface Finding {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
}

const cli = at("dist/server/cli.js");
const target = "0.27";
/** LSP's numbers, which Neovim keeps, as the command line names them. */
const severities = ["", "error", "warning", "info", "hint"];

function inNeovim(file: string): Finding[] {
  const script = path.join(import.meta.dirname, "diagnostics.lua");
  const server = [process.execPath, cli, "lsp", "--stdio"].join("\n");
  const env = { ...process.env, TVMSCRIPT_SERVER: server, TVMSCRIPT_TARGET: target };
  const args = ["--headless", "--clean", file, "-c", `luafile ${script}`];
  const output = execFileSync("nvim", args, { cwd: root, env, encoding: "utf8", timeout: 40_000 });
  const shown: { code: string; severity: number; message: string; range: Finding["range"]; source: string }[] =
    JSON.parse(output);
  expect(new Set(shown.map(({ source }) => source))).toEqual(new Set(["tvmscript"]));
  return shown.map(({ code, severity, message, range }) => {
    return { code, severity: severities[severity] ?? "", message, range };
  });
}

function onCommandLine(file: string): Finding[] {
  const args = [cli, "check", "--tvm", target, "--format", "json", file];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  expect(status, stderr).toBe(1);
  const found: Finding[] = JSON.parse(stdout);
  return found.map(({ code, severity, message, range }) => ({ code, severity, message, range }));
}

describe("Neovim", () => {
  it("shows what the command line finds", () => {
    const file = at("samples/lesson.py");
    const expected = onCommandLine(file);
    expect(expected.length).toBeGreaterThan(0);
    expect(inPlaceOrder(inNeovim(file))).toEqual(inPlaceOrder(expected));
  });
});

function inPlaceOrder(findings: Finding[]): Finding[] {
  const place = ({ start }: Finding["range"]) => start.line * 10_000 + start.character;
  return findings.sort((a, b) => place(a.range) - place(b.range) || a.code.localeCompare(b.code));
}
