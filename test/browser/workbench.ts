/**
 * A VS Code workbench in a browser, as a visitor uses it: what can be seen and clicked, and nothing of what is behind it.
 * Elements are found by role and name wherever the workbench gives them any.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Browser, FrameLocator, Locator, Page } from "playwright-core";
import { boot } from "../../scripts/editor/boot.mjs";
import { launch } from "../../scripts/editor/browser.mjs";
import { addChinese } from "../../scripts/editor/chinese.mjs";
import { ensureEditor } from "../../scripts/editor/install.mjs";
import { interpreterOf } from "../../scripts/interpreter.mjs";
import { at, root } from "../../scripts/place.mjs";

/** Nothing lies over the code that a test clicks into. */
const plainEditor = { "editor.stickyScroll.enabled": false, "editor.minimap.enabled": false };

export interface WorkbenchOptions {
  /** The user interface's language; English unless given. */
  readonly locale?: "zh-cn";
  /** Whether the folder is trusted from the start; true unless given. Otherwise it opens in restricted mode. */
  readonly trusted?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A folder with the extensions; one that holds the working tree unless given. */
  readonly extensions?: string;
}

export class Workbench {
  private constructor(
    readonly page: Page,
    /** The opened folder: a copy of the samples that is the test's own. */
    readonly folder: string,
    readonly close: () => Promise<void>,
  ) {}

  /** Starts an editor on a copy of the samples and waits until it can be used. */
  static async open({ locale, trusted = true, settings, extensions }: WorkbenchOptions = {}): Promise<Workbench> {
    const state = mkdtempSync(path.join(os.tmpdir(), "workbench-"));
    const folder = path.join(state, "samples");
    cpSync(at("samples"), folder, { recursive: true });
    const editor = await ensureEditor();
    if (locale) await addChinese(editor, state);
    const running = await boot({
      editor,
      state,
      extensions: extensions ?? workingTree(state),
      settings: { ...plainEditor, "tvmscript.interpreter.path": interpreterOf("0.27"), ...settings },
      trusted,
      ...(locale && { locale }),
    });
    let browser: Browser | undefined;
    const close = async () => {
      await browser?.close();
      await running.stop();
      rmSync(state, { recursive: true, force: true });
    };
    try {
      browser = await launch();
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      await context.grantPermissions(["clipboard-read", "clipboard-write"]);
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      await page.goto(`${running.url}?folder=${encodeURIComponent(folder)}`);
      await page.locator(".monaco-workbench .explorer-folders-view").waitFor();
      return new Workbench(page, folder, close);
    } catch (error) {
      await close();
      throw error;
    }
  }

  /** Trusts the folder in the editor for it, which is open, and comes back to where the visitor was. */
  async trust(): Promise<void> {
    await this.page.locator(".workspace-trust-editor .workspace-trust-buttons-row .monaco-button").first().click();
    await this.page.locator(".workspace-trust-editor.trusted").waitFor();
    // a tab in the older editor, a dialog in the newer
    const dialog = this.page.locator(".monaco-modal-editor-block");
    if (await dialog.isVisible()) await dialog.getByRole("button", { name: /^Close/ }).click();
    else await this.page.locator(".tab.active .tab-actions .action-label").click();
    await this.page.locator(".workspace-trust-editor").waitFor({ state: "hidden" });
  }

  /** Opens a file of the folder, and waits for its editor. */
  async openFile(name: string): Promise<void> {
    await this.page.locator(".explorer-folders-view").getByRole("treeitem", { name }).dblclick();
    await this.page.getByRole("tab", { name, selected: true }).waitFor();
  }

  /** Chooses a command in the palette, by its whole title as it is shown there. */
  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press("F1");
    await this.answerQuickInput(`>${title}`, title);
  }

  /** Types into the open quick input and takes the choice with that name. */
  async answerQuickInput(text: string, choice: string): Promise<void> {
    const input = this.page.locator(".quick-input-widget input[type=text]");
    await input.fill(text);
    await this.page.locator(".quick-input-widget").getByRole("option", { name: choice }).first().waitFor();
    await this.chooseQuickPick(choice);
  }

  /** Takes the choice with that name in the open quick input. */
  async chooseQuickPick(choice: string): Promise<void> {
    await this.page.locator(".quick-input-widget").getByRole("option", { name: choice }).first().click();
  }

  /** The wavy lines under the code of the editors that are shown. */
  squiggles(severity: "error" | "warning" | "info" = "error"): Locator {
    return this.page.locator(`.squiggly-${severity}`);
  }

  /** Shows the list of problems, and gives its rows: one a file, and one a problem in it. */
  async problems(): Promise<Locator> {
    const view = this.page.locator(".markers-panel");
    if (!(await view.isVisible())) await this.page.keyboard.press("Control+Shift+M");
    await view.waitFor();
    return view.getByRole("treeitem");
  }

  /** Makes room for the code. */
  async hideProblems(): Promise<void> {
    await this.page.keyboard.press("Control+Shift+M");
    const view = this.page.locator(".markers-panel");
    if (await view.isVisible()) await this.page.keyboard.press("Control+J");
    await view.waitFor({ state: "hidden" });
  }

  /** Closes the panel below the code, whatever it shows. */
  async hidePanel(): Promise<void> {
    const panel = this.page.locator(".part.panel");
    if (await panel.isVisible()) await this.page.keyboard.press("Control+J");
    await panel.waitFor({ state: "hidden" });
  }

  /** Puts the cursor at the start of the line with a text that is shown in the editor. */
  async clickText(text: string): Promise<void> {
    await this.page
      .locator(".view-line", { hasText: text })
      .first()
      .click({ position: { x: 2, y: 8 } });
    // from the margin to the first letter
    await this.page.keyboard.press("Home");
  }

  /** Opens the quick fixes at the cursor, and takes the one with that title. */
  async quickFix(title: string): Promise<void> {
    await this.page.keyboard.press("Control+.");
    const menu = this.page.locator(".action-widget");
    await menu.waitFor();
    await menu.getByRole("option", { name: title }).first().click();
  }

  /** The clickable lines above the code, by their text. */
  codeLens(text: string): Locator {
    return this.page.locator(".codelens-decoration a", { hasText: text });
  }

  /** The contents of the webview that is shown. Its own document lies two frames deep. */
  webview(): FrameLocator {
    const shown = this.page.locator("iframe.webview.ready").filter({ visible: true });
    return shown.last().contentFrame().frameLocator("iframe#active-frame");
  }

  /** The cursor or selection of the first editor, which has the focus then: "Ln 3, Col 1 (8 selected)". */
  async cursor(): Promise<string> {
    await this.page.keyboard.press("Control+1");
    const place = this.page.locator("[id='status.editor.selection']");
    return (await place.textContent()) ?? "";
  }

  /** Closes the tab with that title. */
  async closeTab(title: string): Promise<void> {
    const tab = this.page.getByRole("tab", { name: title });
    await tab.first().hover();
    await tab.first().locator(".action-label.codicon-close").click();
    await tab.first().waitFor({ state: "detached" });
  }

  /** An entry of the status bar, by its text. */
  statusItem(text: string): Locator {
    return this.page.locator(".statusbar-item", { hasText: text });
  }

  /** A message in the corner, by its text. */
  notification(text: string): Locator {
    return this.page.locator(".notification-list-item", { hasText: text });
  }

  /** Puts a message away that is shown. */
  async dismiss(message: Locator): Promise<void> {
    await message.hover();
    await message.locator(".codicon-notifications-clear").click();
    await message.waitFor({ state: "detached" });
  }

  /** The text of the editor in front, as far as it is shown. */
  async shownText(): Promise<string> {
    const lines = await this.page.locator(".editor-instance .view-line").all();
    const placed = await Promise.all(
      lines.map(async (line) => ({ top: await top(line), text: (await line.textContent()) ?? "" })),
    );
    placed.sort((a, b) => a.top - b.top);
    return placed.map(({ text }) => text.replaceAll("\u00a0", " ")).join("\n");
  }

  /**
   * Takes a picture into test-results/pictures; with UPDATE_PICTURES=1, a picture for the documents is also renewed in
   * docs/pictures.
   */
  async picture(name: string, { forDocuments = false } = {}): Promise<void> {
    const folders = [at("test-results/pictures")];
    if (forDocuments && process.env.UPDATE_PICTURES === "1") folders.push(at("docs/pictures"));
    for (const folder of folders) {
      mkdirSync(folder, { recursive: true });
      // what fades in is shown as it will be
      await this.page.screenshot({ path: path.join(folder, `${name}.png`), animations: "disabled" });
    }
  }
}

async function top(line: Locator): Promise<number> {
  return (await line.boundingBox())?.y ?? 0;
}

/** A folder of extensions that holds the working tree. */
function workingTree(state: string): string {
  const extensions = path.join(state, "extensions");
  mkdirSync(extensions, { recursive: true });
  symlinkSync(root, path.join(extensions, "tvmscript.tvmscript-0.1.0"));
  return extensions;
}
