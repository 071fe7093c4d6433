/** The language server may be started anew, or die: the editor goes on. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { after, describe, it } from "mocha";
import * as vscode from "vscode";
import { closeAll, eventually, findings, isThere, open } from "./workspace";

/** The process numbers of this extension host's language servers; null where they cannot be seen. */
function servers(): number[] | null {
  if (!existsSync("/proc/self/cmdline")) return null;
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      const words = commandLine(name);
      return (
        words.some((word) => word.endsWith("/dist/server/main.js")) &&
        words.includes(`--clientProcessId=${process.pid}`)
      );
    })
    .map(Number);
}

function commandLine(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return []; // it has ended meanwhile
  }
}

/** A finding for a line that is written now can only come from a server that is alive. */
async function answersAnew(): Promise<void> {
  const editor = await open("modern.py");
  const { document } = editor;
  await editor.edit((edit) => edit.insert(new vscode.Position(2, 0), "from tvm.script import tir as Old\n"));
  await eventually("a finding", () => findings(document.uri), isThere);
  await vscode.commands.executeCommand("undo");
  await eventually(
    "its end",
    () => findings(document.uri),
    (found) => found.length === 0,
  );
}

describe("the language server", () => {
  after(closeAll);

  it("starts anew by command", async () => {
    await answersAnew();
    const before = servers();
    await vscode.commands.executeCommand("tvmscript.restartServer");
    await answersAnew();
    const now = servers();
    if (before === null || now === null) return;
    assert.equal(now.length, 1);
    assert.notEqual(now[0], before[0]);
  });

  it("starts anew by itself when it was killed", async function () {
    await answersAnew();
    const [pid] = servers() ?? this.skip();
    assert(pid !== undefined);
    process.kill(pid, "SIGKILL");
    await eventually(
      "another server",
      () => servers() ?? [],
      (now) => now.length === 1 && now[0] !== pid,
    );
    await answersAnew();
  });
});
