/**
 * The main path as a person walks it: an old lesson and an old notebook, what is outdated in them, one action that puts it
 * right, the tree beside the code, and the function compiled and run on a real TVM. One window, one test a step.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { interpreterOf } from "../../scripts/interpreter.mjs";
import { Workbench } from "./workbench";

describe("the main path", () => {
  let bench: Workbench;

  beforeAll(async () => {
    bench = await Workbench.open();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await bench?.picture("failed-main-path");
  });
  afterAll(() => bench?.close());

  const item = (name: RegExp | string) => bench.webview().getByRole("treeitem", { name });
  const selected = () => bench.webview().locator('[role=treeitem][aria-selected="true"]');
  const nameOf = (locator: ReturnType<typeof item>) => locator.first().getAttribute("aria-label");

  it("shows what is outdated in the lesson, in the code and as a list", async () => {
    await bench.openFile("lesson.py");
    await bench.squiggles("error").nth(4).waitFor();
    await bench.statusItem("TVM 0.27").waitFor();
    const problems = await bench.problems();
    await problems.filter({ hasText: "since TVM 0.24" }).first().waitFor();
    expect(await problems.filter({ hasText: "TVM101" }).count()).toBe(4);
    await problems.filter({ hasText: "TVM105" }).waitFor();
    await bench.picture("lesson", { forDocuments: true });
    await bench.hideProblems();
  });

  it("explains a rule on its page", async () => {
    await bench.clickText("with T.block");
    await bench.page.locator(".squiggly-error").last().hover({ force: true });
    const hover = bench.page.locator(".monaco-hover:visible");
    await hover.getByText("TVM101").first().waitFor();
    await bench.picture("hover");
    await hover.getByRole("link", { name: "TVM101" }).click();
    await bench.page.getByRole("tab", { name: "TVM101.md" }).waitFor();
    await bench.picture("rule-page");
    await bench.closeTab("TVM101.md");
  });

  it("fixes the lesson by one command, and it runs", async () => {
    await bench.openFile("lesson.py");
    await bench.runCommand("TVMScript: Fix all outdated API");
    await expect.poll(() => bench.squiggles("error").count()).toBe(0);
    await bench.page.keyboard.press("Control+S");
    const file = path.join(bench.folder, "lesson.py");
    await expect.poll(() => readFileSync(file, "utf8")).toMatch(/import tirx as T.*main\(\)\n$/s);
    await bench.picture("lesson-fixed");
    const output = execFileSync(interpreterOf("0.27"), [file], { encoding: "utf8" });
    expect(output.trim()).toBe("[1. 2. 3. 4. 5. 6. 7. 8.]");
  });

  it("opens the tree from the palette, the title bar, and the line above the code", async () => {
    await bench.clickText("for i in range(8)");
    await bench.runCommand("TVMScript: Show AST");
    await item(/^For /).waitFor();
    await bench.closeTab("AST: main");

    await bench.clickText("for i in range(8)");
    await bench.page
      .locator(".editor-actions")
      .getByRole("button", { name: /^Show AST/ })
      .first()
      .click();
    await item(/^For /).waitFor();
    await bench.closeTab("AST: main");

    await bench.codeLens("Show AST").last().click();
    await item("For i in range(8)").waitFor();
  });

  it("explains how the tree is read, once", async () => {
    const view = bench.webview();
    await view.getByText("How to read").first().waitFor();
    await bench.picture("tree-help");
    await view.getByRole("button", { name: /Got it/ }).click();
    await expect.poll(() => view.getByRole("button", { name: /Got it/ }).count()).toBe(0);
    expect(await view.getByRole("tree").count()).toBe(1);
  });

  it("selects the source of a node that is clicked", async () => {
    await item("For i in range(8)").click();
    await expect.poll(() => bench.cursor()).toMatch(/^Ln 22, Col 9.*selected/);
    await bench.picture("tree", { forDocuments: true });
  });

  it("finds the node of the cursor", async () => {
    await bench.clickText("B[vi] = A[vi] + 1.0");
    await expect.poll(() => nameOf(selected())).toMatch(/^BufferStore B\[vi\]/);
    await bench.clickText("A = T.match_buffer");
    await expect.poll(() => nameOf(selected())).not.toMatch(/^BufferStore/);
  });

  it("keeps what is folded while the code is edited", async () => {
    const store = item(/^BufferStore /);
    await bench.clickText("B[vi] = A[vi] + 1.0");
    await store.waitFor();
    if ((await store.getAttribute("aria-expanded")) === "false") await store.locator(".twistie").click();
    const add = item("Add A[vi] + 1.0");
    await add.waitFor();
    const folded = item(/^TensorRegion A/);
    if ((await folded.getAttribute("aria-expanded")) === "true") await folded.locator(".twistie").click();
    const rows = () => bench.webview().getByRole("treeitem").count();
    const before = await rows();

    await bench.clickText("B[vi] = A[vi] + 1.0");
    await bench.page.keyboard.press("End");
    await bench.page.keyboard.press("Backspace");
    await bench.page.keyboard.press("Backspace");
    await bench.page.keyboard.press("Backspace");
    await bench.page.keyboard.type("2.5");
    await item(/^Add A\[vi\] \+ .*2\.5/).waitFor();
    expect(await rows()).toBe(before);
    expect(await folded.getAttribute("aria-expanded")).toBe("false");
    expect(await store.getAttribute("aria-expanded")).toBe("true");

    // broken in between, it stays as it was
    await bench.page.keyboard.type(" +");
    await bench.webview().getByText("does not parse").waitFor();
    expect(await rows()).toBe(before);
    await bench.picture("tree-stale");
    for (let key = 0; key < 5; key++) await bench.page.keyboard.press("Backspace");
    await bench.page.keyboard.type("1.0");
    await add.waitFor();
    expect(await bench.webview().getByText("does not parse").count()).toBe(0);
    await bench.page.keyboard.press("Control+S");
  });

  it("is walked with the keyboard", async () => {
    const press = async (key: string) => {
      await bench.page.keyboard.press(key);
      return nameOf(selected());
    };
    await item(/^PrimFunc /).click();
    await expect.poll(() => nameOf(selected())).toMatch(/^PrimFunc /);
    const focused = bench.webview().locator("[role=treeitem]:focus");
    await bench.page.keyboard.press("Home");
    await expect.poll(() => nameOf(focused)).toMatch(/^PrimFunc /);
    await bench.page.keyboard.press("ArrowDown");
    await expect.poll(() => nameOf(selected())).toMatch(/^Var A/);
    await press("ArrowUp");
    await press("ArrowLeft");
    await expect.poll(() => item(/^PrimFunc /).getAttribute("aria-expanded")).toBe("false");
    expect(await bench.webview().getByRole("treeitem").count()).toBe(1);
    await press("ArrowRight");
    await expect.poll(() => bench.webview().getByRole("treeitem").count()).toBeGreaterThan(3);
    await bench.page.keyboard.type("for");
    await expect.poll(() => nameOf(selected())).toMatch(/^For /);
    await bench.page.keyboard.press("Enter");
    await expect.poll(() => bench.cursor()).toMatch(/^Ln 22, Col 9.*selected/);
  });

  it("is searched", async () => {
    const view = bench.webview();
    const box = view.getByRole("searchbox");
    await box.fill("BufferStore");
    await view.getByText("1 found").waitFor();
    await box.press("Enter");
    await view.getByText("1 of 1").waitFor();
    expect(await nameOf(selected())).toMatch(/^BufferStore /);
    await view.getByRole("button", { name: "Show matches only" }).click();
    await expect.poll(() => item(/^BufferStore /).count()).toBe(1);
    expect(await item(/^Add /).count()).toBe(0);
    await bench.picture("tree-search");
    await view.getByRole("button", { name: "Show matches only" }).click();
    await box.fill("");
    await bench.closeTab("AST: main");
  });

  it("compiles for a target that is picked, and shows the code that came out", async () => {
    await bench.clickText("class AddOne");
    await bench.runCommand("TVMScript: Compile…");
    await bench.page.locator(".quick-input-widget").getByRole("option", { name: /LLVM/ }).first().waitFor();
    await bench.picture("targets");
    await bench.chooseQuickPick("CPU (LLVM)");
    const done = bench.notification("Compiled AddOne for llvm");
    await done.waitFor();
    await bench.picture("compiled");
    await done.getByRole("button", { name: "Show LLVM" }).click();
    await bench.page.getByRole("tab", { name: /\.ll/ }).waitFor();
    await expect.poll(() => bench.page.locator(".editor-instance").last().textContent()).toContain("ModuleID");
    await bench.picture("llvm");
    await bench.closeTab(".ll");
  });

  it("runs it, and shows shapes, dtypes and values", async () => {
    await bench.codeLens("Run").last().click();
    await bench.chooseQuickPick("CPU (LLVM)");
    const view = bench.webview();
    const row = (name: string) =>
      view.getByRole("row").filter({ has: view.getByRole("rowheader", { name, exact: true }) });
    await row("B").waitFor();
    const valuesOf = async (name: string) => {
      const text = (await row(name).textContent()) ?? "";
      expect(text).toContain("(8,)");
      expect(text).toContain("float32");
      return [...(/\[(.*)\]/s.exec(text)?.[1] ?? "").matchAll(/-?[\d.]+(?:e-?\d+)?/g)].map(Number);
    };
    const a = await valuesOf("A");
    const b = await valuesOf("B");
    expect(a).toHaveLength(8);
    for (const [i, value] of b.entries()) expect(value).toBeCloseTo((a[i] ?? Number.NaN) + 1, 3);
    await bench.picture("run", { forDocuments: true });
    await bench.closeTab("Run: AddOne.main");
  });

  it("says on its line what TVM rejects", async () => {
    await bench.clickText("B[vi] = A[vi] + 1.0");
    await bench.page.keyboard.press("End");
    await bench.page.keyboard.type(" + nobody");
    await bench.codeLens("Run").last().click();
    await bench.chooseQuickPick("CPU (LLVM)");
    await bench.notification("TVM rejects this").waitFor();
    await bench.squiggles("error").first().waitFor();
    await bench.picture("rejected");
    await bench.page.keyboard.press("Escape");
    // by the keyboard: the light bulb of the line's error lies over the line's beginning
    await bench.page.keyboard.press("Control+1");
    await bench.page.keyboard.press("Control+Z");
    await expect.poll(() => bench.shownText()).not.toContain("nobody");
  });

  it("finds and fixes the notebook, and shows no trace of the old API", async () => {
    await bench.page.keyboard.press("Control+K");
    await bench.page.keyboard.press("W");
    await bench.openFile("attention.ipynb");
    await bench.squiggles("error").first().waitFor();
    const problems = await bench.problems();
    await problems.filter({ hasText: "TVM106" }).first().waitFor();
    await problems.filter({ hasText: "TVM101" }).first().waitFor();
    await bench.picture("notebook");
    await bench.runCommand("TVMScript: Fix all outdated API");
    await expect.poll(() => bench.squiggles("error").count()).toBe(0);
    await expect.poll(() => problems.filter({ hasText: "TVM1" }).count()).toBe(0);
    await bench.page.keyboard.press("Control+S");
    await expect
      .poll(() => readFileSync(path.join(bench.folder, "attention.ipynb"), "utf8"))
      .toContain("q.permute_dims(0, 2, 1, 3)");
    await bench.picture("notebook-fixed");
  });
});
