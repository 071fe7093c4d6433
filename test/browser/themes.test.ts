/** The views in each kind of theme: they take the editor's colours, and high contrast has its borders. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, it } from "vitest";
import { Workbench } from "./workbench";

const themes = [
  { name: "dark", theme: "Default Dark Modern", workbench: "vs-dark", body: "vscode-dark" },
  { name: "light", theme: "Default Light Modern", workbench: "vs", body: "vscode-light" },
  { name: "high-contrast", theme: "Default High Contrast", workbench: "hc-black", body: "vscode-high-contrast" },
  {
    name: "high-contrast-light",
    theme: "Default High Contrast Light",
    workbench: "hc-light",
    body: "vscode-high-contrast-light",
  },
];

describe("a theme", () => {
  let bench: Workbench;

  beforeAll(async () => {
    bench = await Workbench.open();
    await bench.openFile("modern.py");
    await bench.codeLens("Run").nth(1).click();
    await bench.chooseQuickPick("CPU (LLVM)");
    await bench.webview().getByRole("rowheader", { name: "C", exact: true }).waitFor();
    await bench.codeLens("Show AST").nth(1).click();
    await bench.webview().getByRole("button", { name: "Got it" }).click();
    await bench.webview().getByRole("treeitem", { name: /^For / }).first().click();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await bench?.picture("failed-themes");
  });
  afterAll(() => bench?.close());

  for (const { name, theme, workbench, body } of themes) {
    it(`colours the views: ${name}`, async () => {
      const settings = path.join(bench.folder, ".vscode/settings.json");
      mkdirSync(path.dirname(settings), { recursive: true });
      writeFileSync(settings, JSON.stringify({ "workbench.colorTheme": theme }));
      await bench.page.locator(`.monaco-workbench.${workbench}`).waitFor();
      for (const [tab, view] of [
        ["Run: MatmulRelu.matmul_relu", "run"],
        ["AST: matmul_relu", "tree"],
      ] as const) {
        await bench.page.getByRole("tab", { name: tab }).click();
        await bench.webview().locator(`body.${body}`).waitFor();
        await bench.picture(`${view}-${name}`);
      }
    });
  }
});
