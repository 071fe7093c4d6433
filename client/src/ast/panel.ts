/** The extension's half of the tree view: asks the server, follows the cursor, shows a node's source. */
import * as vscode from "vscode";
import type { AstResult, Definition, Range } from "../../../server/src/protocol";
import { allDefinitions, definitionAt, renamed } from "../definition-tree";
import { cellIndex, notebookOf, type Source, toRange } from "../documents";
import type { Services } from "../services";
import { panelIcon, viewRoot, webviewPage } from "../webview-page";
import type { DefinitionChoice, FromView, ToView } from "./messages";

/** After the last key, when the server did not say by itself that it knows the new text. */
const quietMs = 150;

export class AstPanel implements vscode.Disposable {
  static readonly viewType = "tvmscript.ast";

  readonly onDidDispose: vscode.Event<void>;
  private readonly subscriptions: vscode.Disposable[] = [];
  private source: Source | null = null;
  private path = "";
  private shown: AstResult | null = null;
  private definitions: readonly Definition[] = [];
  private ready = false;
  private timer: NodeJS.Timeout | undefined;
  private asked = 0;
  /** The selection that a click in the tree made: its echo must not move the tree. */
  private echo: string | null = null;
  private sourceColumn: vscode.ViewColumn | undefined;

  static create(context: vscode.ExtensionContext, services: Services): AstPanel {
    const panel = vscode.window.createWebviewPanel(
      AstPanel.viewType,
      "AST",
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      {},
    );
    return new AstPanel(context, services, panel);
  }

  /** Takes over a panel that the window was reloaded with. */
  static adopt(context: vscode.ExtensionContext, services: Services, panel: vscode.WebviewPanel): AstPanel {
    return new AstPanel(context, services, panel);
  }

  private constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly services: Services,
    private readonly panel: vscode.WebviewPanel,
  ) {
    this.onDidDispose = panel.onDidDispose;
    panel.iconPath = panelIcon(context.extensionUri, "tree");
    panel.webview.options = { enableScripts: true, localResourceRoots: [viewRoot(context.extensionUri)] };
    this.subscriptions.push(
      panel.onDidDispose(() => this.stop()),
      panel.webview.onDidReceiveMessage((message: FromView) => void this.receive(message)),
      services.server.onAnalysed(({ uri }) => {
        if (this.isOurs(vscode.Uri.parse(uri))) this.refreshSoon(0);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && this.isOurs(document.uri)) this.refreshSoon(quietMs);
      }),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges }) => {
        if (contentChanges.length > 0 && this.isOurs(notebook.uri)) this.refreshSoon(quietMs);
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("tvmscript")) this.refreshSoon(quietMs);
      }),
      // Another release may use other names.
      services.server.onStatus(() => this.refreshSoon(quietMs)),
      vscode.window.onDidChangeTextEditorSelection((event) => this.onSelection(event)),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.noteColumn(editor)),
    );
    panel.webview.html = webviewPage(panel.webview, context.extensionUri, "ast", "AST");
  }

  reveal(): void {
    this.panel.reveal(undefined, true);
  }

  async show(source: Source, path: string): Promise<void> {
    this.source = source;
    this.path = path;
    this.definitions = [];
    this.noteColumn(vscode.window.activeTextEditor);
    this.setTitle();
    await this.refresh();
    this.postCursor();
  }

  private setTitle(): void {
    this.panel.title = `AST: ${this.path.split(".").at(-1) ?? this.path}`;
  }

  private isOurs(uri: vscode.Uri): boolean {
    const ours = this.source?.uri.toString();
    return uri.toString() === ours || notebookOf(uri)?.uri.toString() === ours;
  }

  private refreshSoon(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh().then(() => this.followTyping()), ms);
  }

  /** The cursor moved before the new tree was there. A selection made in the tree stays, unless the user is typing. */
  private followTyping(): void {
    const active = vscode.window.activeTextEditor;
    if (active && this.isOurs(active.document.uri)) this.postCursor();
  }

  private async refresh(): Promise<void> {
    clearTimeout(this.timer);
    if (!this.source || !this.ready) return;
    const mine = ++this.asked;
    const uri = this.source.uri.toString();
    const { path } = this;
    try {
      const result = await this.services.server.request("ast", { uri, path });
      // Superseded by a later question, or by another definition.
      if (mine !== this.asked) return;
      if (result?.root) {
        this.accept(result);
        return;
      }
      const definitions = result?.definitions ?? (await this.services.server.request("definitions", { uri }));
      if (mine !== this.asked) return;
      const other = renamed(this.definitions, definitions, path);
      if (other) {
        this.path = other.path;
        this.setTitle();
        await this.refresh();
        return;
      }
      const message = result?.message ?? vscode.l10n.t("{0} is not in the file any more.", path);
      this.post({ type: "failed", message, choices: choicesOf(definitions) });
    } catch (error) {
      if (mine !== this.asked) return;
      const words = error instanceof Error ? error.message : String(error);
      this.services.log.warn(`no tree: ${words}`);
      this.post({
        type: "failed",
        message: vscode.l10n.t("The TVMScript server did not answer: {0}", words),
        choices: choicesOf(this.definitions),
      });
    }
  }

  private accept(result: AstResult): void {
    if (!this.source) return;
    this.shown = result;
    this.definitions = result.definitions;
    const { definitions, ...rest } = result;
    this.post({
      type: "tree",
      result: rest,
      document: this.source.uri.toString(),
      choices: choicesOf(definitions),
      file: this.source.uri.path.split("/").at(-1) ?? "",
      helpSeen: this.context.globalState.get<boolean>(helpSeenKey, false),
      followCursor: followsCursor(),
    });
  }

  private post(message: ToView): void {
    void this.panel.webview.postMessage(message);
  }

  private async receive(message: FromView): Promise<void> {
    switch (message.type) {
      case "ready":
        this.ready = true;
        await this.refresh();
        this.postCursor();
        break;
      case "choose":
        this.path = message.path;
        this.setTitle();
        await this.refresh();
        break;
      case "reveal":
        await this.revealSource(message.span, message.focusEditor);
        break;
      case "followCursor":
        await vscode.workspace
          .getConfiguration("tvmscript")
          .update("ast.followCursor", message.on, vscode.ConfigurationTarget.Global);
        if (message.on) this.postCursor();
        break;
      case "helpSeen":
        await this.context.globalState.update(helpSeenKey, true);
        break;
    }
  }

  private onSelection({ textEditor, selections }: vscode.TextEditorSelectionChangeEvent): void {
    const { document } = textEditor;
    const [selection] = selections;
    if (!selection || !this.isOurs(document.uri)) return;
    this.noteColumn(textEditor);
    const echoed = this.echo === echoOf(document.uri, selection);
    this.echo = null;
    if (!echoed && followsCursor()) this.followTo(document.uri.toString(), selection);
  }

  private postCursor(): void {
    const { activeTextEditor, visibleTextEditors } = vscode.window;
    const editor = [activeTextEditor, ...visibleTextEditors].find((each) => each && this.isOurs(each.document.uri));
    if (editor && followsCursor()) this.followTo(editor.document.uri.toString(), editor.selection);
  }

  /** In the definition that is shown, its node is revealed; in another one of the document, that one is shown. */
  private followTo(uri: string, selection: vscode.Selection): void {
    const { shown } = this;
    if (!shown) return;
    const all = allDefinitions(this.definitions);
    const current = all.find((definition) => definition.path === shown.path);
    const isInside = current?.uri === uri && toRange(current.range).contains(selection);
    if (isInside) {
      this.post({ type: "cursor", selection: plain(selection) });
      return;
    }
    const other = definitionAt(this.definitions, uri, selection.active);
    if (!other || other.path === shown.path) return;
    this.path = other.path;
    this.setTitle();
    void this.refresh().then(() => this.post({ type: "cursor", selection: plain(selection) }));
  }

  private noteColumn(editor: vscode.TextEditor | undefined): void {
    if (editor?.viewColumn !== undefined && this.isOurs(editor.document.uri)) this.sourceColumn = editor.viewColumn;
  }

  private async revealSource(span: Range, focusEditor: boolean): Promise<void> {
    if (!this.source || !this.shown) return;
    const range = toRange(span);
    const uri = vscode.Uri.parse(this.shown.uri);
    this.echo = echoOf(uri, range);
    const viewColumn = this.sourceColumn ?? vscode.ViewColumn.One;
    if (this.source.kind === "notebook") {
      await revealInCell(this.source.notebook, uri, range, viewColumn, focusEditor);
      return;
    }
    const visible = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
    if (visible && !focusEditor) {
      selectIn(visible, range);
      return;
    }
    const editor = await vscode.window.showTextDocument(uri, {
      viewColumn: visible?.viewColumn ?? viewColumn,
      preserveFocus: !focusEditor,
    });
    selectIn(editor, range);
  }

  dispose(): void {
    this.panel.dispose();
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.asked++;
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}

const helpSeenKey = "tvmscript.ast.helpSeen";

function followsCursor(): boolean {
  return vscode.workspace.getConfiguration("tvmscript").get<boolean>("ast.followCursor", true);
}

function choicesOf(definitions: readonly Definition[]): DefinitionChoice[] {
  return allDefinitions(definitions).map(({ path, kind, uri }) => {
    const cell = cellIndex(vscode.Uri.parse(uri));
    return { path, kind, cell: cell === null ? null : cell + 1 };
  });
}

/** The cursor goes to the start, and only that is scrolled to: a long line would move the code sideways. */
function selectIn(editor: vscode.TextEditor, { start, end }: vscode.Range): void {
  editor.selection = new vscode.Selection(end, start);
  editor.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** A cell has no editor of its own until it is on the screen: it is brought there first, then its text is selected. */
async function revealInCell(
  notebook: vscode.NotebookDocument,
  cell: vscode.Uri,
  range: vscode.Range,
  viewColumn: vscode.ViewColumn,
  focusEditor: boolean,
): Promise<void> {
  const index = cellIndex(cell);
  if (index === null) return;
  const place = new vscode.NotebookRange(index, index + 1);
  const open = vscode.window.visibleNotebookEditors.find((editor) => editor.notebook === notebook);
  const editor = await vscode.window.showNotebookDocument(notebook, {
    viewColumn: open?.viewColumn ?? viewColumn,
    preserveFocus: !focusEditor,
    selections: [place],
  });
  editor.revealRange(place, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
  for (let attempt = 0; attempt < 20; attempt++) {
    const text = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === cell.toString());
    if (text) {
      selectIn(text, range);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function echoOf(uri: vscode.Uri, { start, end }: vscode.Range): string {
  return `${uri.toString()} ${start.line}:${start.character}-${end.line}:${end.character}`;
}

function plain({ start, end }: vscode.Range): Range {
  return {
    start: { line: start.line, character: start.character },
    end: { line: end.line, character: end.character },
  };
}
