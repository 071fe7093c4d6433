/** "Migrate workspace…" as a person uses it: the release, the preview, some of it left out, the rest written. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Workbench } from "./workbench";

describe("Migrate workspace…", () => {
  let bench: Workbench;

  beforeAll(async () => {
    bench = await Workbench.open();
    writeFileSync(path.join(bench.folder, "left.py"), "from tvm import relay\n\nnet = relay.var('x')\n");
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await bench?.picture("failed-migrate");
  });
  afterAll(() => bench?.close());

  const text = (name: string) => readFileSync(path.join(bench.folder, name), "utf8");
  const preview = () => bench.page.locator(".bulk-edit-panel.expanded");

  it("asks for the release and how far to go", async () => {
    await bench.openFile("lesson.py");
    await bench.statusItem("TVM 0.27").waitFor();
    await bench.runCommand("TVMScript: Migrate workspace…");
    await bench.chooseQuickPick("TVM 0.27");
    await bench.page.locator(".quick-input-widget").getByText("Also fixes that need a look").waitFor();
    await bench.picture("migrate-options");
    await bench.page.keyboard.press("Enter");
    await bench.notification("can be rewritten for TVM 0.27").waitFor();
    await bench.picture("migrate-offer");
  });

  it("shows a preview, and changes nothing until it is confirmed", async () => {
    const before = text("lesson.py");
    await bench.notification("can be rewritten").getByRole("button", { name: "Preview" }).click();
    await preview().getByText("attention.ipynb").first().waitFor();
    await expect.poll(() => preview().getByRole("checkbox", { checked: true }).count()).toBeGreaterThan(5);
    await bench.picture("migrate-preview", { forDocuments: true });
    expect(text("lesson.py")).toBe(before);
  });

  it("writes what was confirmed, and reports what is left", async () => {
    await preview().getByRole("button", { name: "Apply" }).click();
    await expect.poll(() => text("lesson.py")).toMatch(/import tirx as T/);
    await expect.poll(() => text("attention.ipynb")).toMatch(/permute_dims\(0, 2, 1, 3\)/);
    await bench.page.getByRole("tab", { name: /Migration report/ }).waitFor();
    await bench.webview().getByRole("heading", { name: "Left to you" }).waitFor();
    await bench.webview().getByRole("link", { name: "line 1" }).click();
    await bench.page.getByRole("tab", { name: "left.py", selected: true }).waitFor();
    await bench.picture("migrate-report");
  });
});
