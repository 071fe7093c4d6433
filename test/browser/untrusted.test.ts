/** A folder that its visitor has not trusted: what only reads works, what would run something says why not, and how. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Workbench } from "./workbench";

describe("in an untrusted folder", () => {
  let bench: Workbench;

  beforeAll(async () => {
    bench = await Workbench.open({ trusted: false });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await bench?.picture("failed-untrusted");
  });
  afterAll(() => bench?.close());

  it("finds, fixes and shows the tree", async () => {
    await bench.openFile("lesson.py");
    await bench.squiggles("error").first().waitFor();
    await bench.codeLens("Show AST").last().click();
    await bench.webview().getByRole("treeitem", { name: /^For / }).waitFor();
    await bench.closeTab("AST: main");
    await bench.runCommand("TVMScript: Fix all outdated API");
    await expect.poll(() => bench.squiggles("error").count()).toBe(0);
    await bench.page.keyboard.press("Control+S");
  });

  it("runs nothing, says why, and leads to the place where it is allowed", async () => {
    for (const [lens, verb] of [
      ["Compile", "compile"],
      ["Run", "run"],
    ] as const) {
      await bench.codeLens(lens).last().click();
      const message = bench.notification("This workspace is not trusted");
      await message.waitFor();
      expect(await message.textContent()).toContain("Trust the workspace to compile and run.");
      await bench.picture(`untrusted-${verb}`);
      if (lens === "Compile") await bench.page.keyboard.press("Escape");
      if (lens === "Compile") await message.waitFor({ state: "detached" });
    }
    await bench.notification("This workspace is not trusted").getByRole("button", { name: "Manage" }).click();
    await bench.page.locator(".workspace-trust-editor").waitFor();
    await bench.picture("untrusted-manage");
  });

  it("runs once the folder is trusted", async () => {
    await bench.trust();
    await bench.codeLens("Run").last().click();
    await bench.chooseQuickPick("CPU (LLVM)");
    await bench.webview().getByRole("rowheader", { name: "B", exact: true }).waitFor();
  });
});
