/** The main path with everything that the extension says in Simplified Chinese. TVM's own names stay as they are. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Workbench } from "./workbench";

const chinese = /\p{Script=Han}/u;
/** What TVM, Python and this program are called is no English prose; three small words in a row are. */
const prose = /\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b/;
/** What the system's loader says of a library, which is quoted: `libcuda.so.1: cannot open shared object file: …`. */
const QUOTED = /\blib\w+\.so[.\d]*: .*/g;

describe("in Simplified Chinese", () => {
  let bench: Workbench;

  beforeAll(async () => {
    bench = await Workbench.open({ locale: "zh-cn" });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await bench?.picture("failed-chinese");
  });
  afterAll(() => bench?.close());

  it("tells what is outdated", async () => {
    await bench.openFile("lesson.py");
    await bench.squiggles("error").first().waitFor();
    const problems = (await bench.problems()).filter({ hasText: /TVM1\d\d/ });
    await expect.poll(() => problems.count()).toBe(6);
    for (const problem of await problems.allTextContents()) {
      expect(problem).toMatch(chinese);
      expect(problem).not.toMatch(prose);
    }
    await bench.picture("lesson.zh-cn", { forDocuments: true });
    await problems.first().locator("a", { hasText: "TVM" }).click();
    await bench.page.getByRole("tab", { name: /TVM\d+\.zh-cn\.md/ }).waitFor();
    await bench.closeTab(".zh-cn.md");
    await bench.hideProblems();
  });

  it("asks what to migrate to, and shows what would change", async () => {
    await bench.runCommand("TVMScript: 迁移工作区…");
    await bench.chooseQuickPick("TVM 0.27");
    await bench.page.locator(".quick-input-widget").getByText("同时应用需要人工确认的修复").waitFor();
    await bench.page.keyboard.press("Enter");
    const offer = bench.notification("可以为 TVM 0.27 改写");
    await offer.getByRole("button", { name: "预览" }).click();
    const preview = bench.page.locator(".bulk-edit-panel.expanded");
    await preview.getByText("attention.ipynb").first().waitFor();
    await expect.poll(() => preview.getByRole("checkbox", { checked: true }).count()).toBeGreaterThan(5);
    await bench.picture("migrate-preview.zh-cn", { forDocuments: true });
    await preview.getByRole("button", { name: "放弃" }).click();
    await bench.hidePanel();
  });

  it("names its commands, and says what they did", async () => {
    await bench.page.keyboard.press("F1");
    await bench.page.locator(".quick-input-widget input[type=text]").fill(">TVMScript: ");
    const titles = bench.page.locator(".quick-input-widget").getByRole("option", { name: /^TVMScript: / });
    await titles.first().waitFor();
    for (const title of await titles.allTextContents()) expect(title).toMatch(chinese);
    await bench.picture("palette.zh-cn");
    await bench.page.keyboard.press("Escape");
    await bench.runCommand("TVMScript: 修复所有过时的 API");
    await bench.statusItem("已修复 6 处").waitFor();
    await expect.poll(() => bench.squiggles("error").count()).toBe(0);
  });

  it("shows and explains the tree", async () => {
    await bench.codeLens("显示 AST").last().click();
    const view = bench.webview();
    await view.getByRole("treeitem", { name: "For i in range(8)" }).waitFor();
    await view.getByText("如何阅读这棵树").first().waitFor();
    await bench.picture("tree-help.zh-cn");
    const said = await view.locator("tvm-ast-view").ariaSnapshot();
    expect(said).toMatch(chinese);
    expect(said).not.toMatch(prose);
    await view.getByRole("button", { name: "知道了" }).click();
    await view.getByRole("treeitem", { name: "For i in range(8)" }).click();
    await bench.picture("tree.zh-cn", { forDocuments: true });
    await bench.closeTab("AST: main");
  });

  it("compiles and runs", async () => {
    await bench.codeLens("编译").last().click();
    await bench.chooseQuickPick("CPU (LLVM)");
    const done = bench.notification("已用 TVM 0.27");
    await done.getByRole("button", { name: "显示汇编" }).waitFor();
    await bench.picture("compiled.zh-cn");
    await bench.dismiss(done);
    await bench.codeLens("运行").last().click();
    await bench.chooseQuickPick("CPU (LLVM)");
    const view = bench.webview();
    await view.getByRole("rowheader", { name: "B", exact: true }).waitFor();
    const said = await view.locator("tvm-run-view").ariaSnapshot();
    expect(said).toMatch(chinese);
    expect(said).not.toMatch(prose);
    await bench.picture("run.zh-cn", { forDocuments: true });
  });

  it("says what TVM rejects, and what the doctor found", async () => {
    await bench.clickText("B[vi] = A[vi] + 1.0");
    await bench.page.keyboard.press("End");
    await bench.page.keyboard.type(" + nobody");
    await bench.codeLens("运行").last().click();
    await bench.chooseQuickPick("CPU (LLVM)");
    await bench.notification("TVM 不接受").waitFor();
    await bench.closeTab("运行：AddOne.main");
    await bench.runCommand("TVMScript: 环境检查");
    const view = bench.webview();
    await view.getByText("0.27").first().waitFor({ timeout: 60_000 });
    await bench.picture("doctor.zh-cn");
    const said = await view.locator("tvm-doctor-view").ariaSnapshot();
    expect(said).toMatch(chinese);
    expect(said.replace(QUOTED, "")).not.toMatch(prose);
  });
});
