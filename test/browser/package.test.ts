/** The package that users install: it installs, activates, and needs nothing of the checkout that it was made in. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureEditor } from "../../scripts/editor/install.mjs";
import { at } from "../../scripts/place.mjs";
import { Workbench } from "./workbench";

describe("the package", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "package-"));
  const file = path.join(folder, "tvmscript.vsix");
  const extensions = path.join(folder, "extensions");
  let workbench: Workbench;

  beforeAll(async () => {
    execFileSync(process.execPath, [at("scripts/package.mjs"), file], { stdio: "inherit" });
    const editor = await ensureEditor();
    const place = ["--extensions-dir", extensions, "--user-data-dir", path.join(folder, "data")];
    // its complaints about a missing logger are its own: the editor is installed without what needs a compiler
    const options = { encoding: "utf8", stdio: "pipe" } as const;
    const output = execFileSync(editor.node, [editor.entry, ...place, "--install-extension", file], options);
    expect(output).toContain("successfully installed");
    workbench = await Workbench.open({ extensions });
  });
  afterAll(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("shows its findings in a file", async () => {
    await workbench.openFile("lesson.py");
    await workbench.squiggles().first().waitFor();
    await workbench.statusItem("TVM 0.27").waitFor();
  });
});
