/** The page: which definition, the search, the tree, the selected node. Holds what is unfolded and selected. */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import type { FromView, ToView, ViewState } from "../../client/src/ast/messages";
import { connect } from "../page/host";
import { icon } from "../page/icons";
import { t } from "../page/l10n";
import { theme } from "../page/theme";
import {
  applyFoldingChanges,
  foldAll,
  foldingChanges,
  unfoldAll,
  unfoldedAfterEdit,
  unfoldedAtFirst,
  unfoldTo,
} from "./folding";
import "./node-details";
import { nodeAt } from "./place";
import "./reading-help";
import { type Row, visibleRows } from "./rows";
import { findNodes, nextMatch, withAncestors } from "./search";
import { buildTree, pathOf, type TreeNode, walk } from "./tree";
import type { TreeList, TreeListEvents } from "./tree-list";
import "./tree-list";

type Shown = Extract<ToView, { type: "tree" }>;

@customElement("tvm-ast-view")
export class AstView extends LitElement {
  @state() private shown: Shown | null = null;
  @state() private choices: Shown["choices"] = [];
  @state() private root: TreeNode | null = null;
  @state() private failure: string | null = null;
  @state() private unfolded: ReadonlySet<number> = new Set();
  @state() private selected: number | null = null;
  @state() private words = "";
  @state() private onlyMatches = false;
  @state() private help = false;

  @query("tvm-tree-list") private readonly list!: TreeList;
  @query("input[type=search]") private readonly searchBox!: HTMLInputElement;

  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Made anew when what they are made of changes. */
  private nodes: ReadonlyMap<number, TreeNode> = new Map();
  private found: readonly TreeNode[] = [];
  private rows: readonly Row[] = [];

  private readonly host = connect<ToView, FromView, ViewState>((message) => this.receive(message));
  private readonly byDefinition = new Map<
    string,
    { root: TreeNode; unfolded: ReadonlySet<number>; selected: number | null }
  >();

  static override readonly styles = [
    theme,
    css`
      :host {
        display: flex;
        flex-direction: column;
        height: 100vh;
        overflow: hidden;
        container-type: inline-size;
      }
      header {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 8px;
        align-items: center;
        padding: 6px 8px;
      }
      .definition {
        flex: 1 0 auto;
        max-width: 100%;
      }
      .search {
        display: flex;
        flex: 2 1 220px;
        gap: 2px;
        align-items: center;
      }
      .search input {
        flex: 1 1 70px;
        width: 70px;
      }
      .count:empty {
        display: none;
      }
      .count {
        flex: none;
        padding: 0 4px;
        color: var(--vscode-descriptionForeground);
        text-align: right;
        white-space: nowrap;
      }
      .tools {
        display: flex;
        gap: 2px;
        margin-left: auto;
      }
      .engine {
        margin: 0;
        padding: 0 10px 6px;
        color: var(--vscode-descriptionForeground);
        font-size: 0.92em;
      }
      .note {
        display: flex;
        gap: 6px;
        align-items: flex-start;
        margin: 0 8px 6px;
        padding: 5px 8px;
        color: var(--vscode-inputValidation-warningForeground, inherit);
        background: var(--vscode-inputValidation-warningBackground);
        border: 1px solid var(--vscode-inputValidation-warningBorder, transparent);
      }
      .nothing {
        display: flex;
        gap: 8px;
        margin: 24px 16px;
        line-height: 1.5;
      }
      tvm-reading-help {
        flex: 0 1 auto;
        max-height: 62vh;
      }
      tvm-tree-list {
        flex: 1 1 0;
        min-height: 88px;
      }
      tvm-node-details {
        flex: none;
        max-height: 34vh;
      }
      @container (min-width: 760px) {
        .tree-and-details tvm-node-details {
          flex: 0 0 34%;
          max-height: none;
          border-top: none;
          border-left: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent));
        }
      }
      .tree-and-details {
        display: flex;
        flex: 1 1 0;
        flex-direction: column;
        min-height: 88px;
      }
      @container (min-width: 760px) {
        .tree-and-details {
          flex-direction: row;
        }
      }
      .stale tvm-tree-list {
        opacity: 0.75;
      }
    `,
  ];

  override firstUpdated(): void {
    this.host.send({ type: "ready" });
  }

  override willUpdate(changed: PropertyValues): void {
    const { root } = this;
    if (changed.has("root")) this.nodes = new Map(root ? [...walk(root)].map((node) => [node.id, node]) : []);
    if (changed.has("root") || changed.has("words")) this.found = root ? findNodes(root, this.words) : [];
    if (["root", "unfolded", "words", "onlyMatches"].some((name) => changed.has(name))) {
      const only = this.onlyMatches && this.words.trim() !== "" ? withAncestors(this.found) : null;
      this.rows = root ? visibleRows(root, this.unfolded, only) : [];
    }
  }

  override updated(changed: PropertyValues): void {
    if (!["root", "unfolded", "selected"].some((name) => changed.has(name))) return;
    this.keep();
    this.rememberSoon();
  }

  private receive(message: ToView): void {
    switch (message.type) {
      case "tree":
        this.show(message);
        break;
      case "failed":
        this.failure = message.message;
        this.choices = message.choices;
        break;
      case "cursor":
        this.followCursor(message);
        break;
    }
  }

  private show(message: Shown): void {
    const { result } = message;
    const before = this.shown;
    if (!before) this.help = !message.helpSeen;
    this.shown = message;
    this.choices = message.choices;
    this.failure = result.root ? null : (result.message ?? t("There is no tree for this definition."));
    if (!result.root) {
      this.root = null;
      return;
    }
    const known = this.byDefinition.get(`${message.document}\n${result.path}`);
    const root = buildTree(result.root, known?.root ?? null);
    const memory = this.host.remembered;
    if (known) {
      this.unfolded = unfoldedAfterEdit(known.unfolded, known.root, root);
      this.selected = [...walk(root)].some((node) => node.id === known.selected) ? known.selected : null;
    } else if (!before && memory?.path === result.path && memory.uri === message.document) {
      this.unfolded = applyFoldingChanges(root, memory.folding);
      this.selected = [...walk(root)].find((node) => pathOf(node) === memory.selected)?.id ?? null;
      void this.updateComplete.then(() => this.list?.scrollToOffset(memory.scrollTop));
    } else {
      this.unfolded = unfoldedAtFirst(root);
      this.selected = null;
    }
    const switched = before !== null && (before.document !== message.document || before.result.path !== result.path);
    this.root = root;
    this.keep();
    // The scrolling was that of another tree.
    if (switched) void this.updateComplete.then(() => this.showSelected());
  }

  private async showSelected(): Promise<void> {
    await this.list.scrollToOffset(0);
    if (this.selected !== null) await this.list.reveal(this.selected);
  }

  /** So that coming back to a definition, or editing it, finds it as it was left. */
  private keep(): void {
    if (!this.shown || !this.root) return;
    const { document, result } = this.shown;
    this.byDefinition.set(`${document}\n${result.path}`, {
      root: this.root,
      unfolded: this.unfolded,
      selected: this.selected,
    });
  }

  /** Written down when the hands rest: the whole tree is gone through for it. */
  private rememberSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.remember(), 300);
  }

  private remember(): void {
    if (!this.shown || !this.root) return;
    const selected = this.selectedNode;
    this.host.remember({
      uri: this.shown.document,
      path: this.shown.result.path,
      folding: foldingChanges(this.root, this.unfolded),
      selected: selected ? pathOf(selected) : null,
      scrollTop: this.list?.scrollOffset ?? 0,
    });
  }

  private get selectedNode(): TreeNode | null {
    return this.selected === null ? null : (this.nodes.get(this.selected) ?? null);
  }

  private followCursor(message: Extract<ToView, { type: "cursor" }>): void {
    if (!this.root) return;
    const node = nodeAt(this.root, message.selection, this.selected);
    if (node) this.goTo(node);
  }

  /** Selects a node and brings it to the screen, unfolding what hides it. */
  private goTo(node: TreeNode): void {
    this.unfolded = unfoldTo(this.unfolded, node);
    this.selected = node.id;
    void this.updateComplete.then(() => this.list?.reveal(node.id));
  }

  override render(): TemplateResult {
    const { shown, root } = this;
    return html`
      ${shown || this.choices.length > 0 ? this.renderHeader() : nothing}
      ${this.help ? html`<tvm-reading-help @done=${() => this.closeHelp()}></tvm-reading-help>` : nothing}
      ${shown && root ? this.renderEngine(shown, root) : nothing}
      <div role="status">${this.renderNote()}</div>
      ${root ? this.renderTree() : nothing}
    `;
  }

  private renderHeader(): TemplateResult {
    const path = this.shown?.result.path;
    const tool = (
      name: Parameters<typeof icon>[0],
      label: string,
      click: () => void,
      pressed?: boolean,
    ): TemplateResult =>
      html`<button class="tool" title=${label} aria-label=${label} aria-pressed=${pressed ?? nothing} ?disabled=${!this.root && name !== "question"} @click=${click}>
        ${icon(name)}
      </button>`;
    return html`<header>
      <select class="definition" aria-label=${t("Definition")} @change=${this.onChoose}>
        ${this.choices.map(
          (choice) => html`<option value=${choice.path} ?selected=${choice.path === path}>
            ${choice.path} · ${choice.kind}${choice.cell === null ? "" : ` · ${t("cell {0}", choice.cell)}`}
          </option>`,
        )}
      </select>
      <div class="search" role="search">
        <input
          type="search"
          placeholder=${t("Search nodes")}
          aria-label=${t("Search nodes")}
          .value=${this.words}
          ?disabled=${!this.root}
          @input=${this.onSearch}
          @keydown=${this.onSearchKey}
        />
        <span class="count" role="status">${this.countText(this.found)}</span>
        ${tool("previous", t("Previous match"), () => this.goToMatch("previous"))}
        ${tool("next", t("Next match"), () => this.goToMatch("next"))}
        ${tool("filter", t("Show matches only"), () => this.toggleFilter(), this.onlyMatches)}
      </div>
      <div class="tools">
        ${tool("expand-all", t("Unfold all"), () => this.foldTo(unfoldAll))}
        ${tool("collapse-all", t("Fold all"), () => this.foldTo(foldAll))}
        ${tool("follow", t("Follow the cursor"), () => this.toggleFollow(), this.shown?.followCursor ?? true)}
        ${tool("question", t("How to read this tree"), () => this.toggleHelp(), this.help)}
      </div>
    </header>`;
  }

  private renderEngine(shown: Shown, root: TreeNode): TemplateResult {
    const { engine, tvm } = shown.result;
    const by = engine === "static" ? t("static engine, TVM {0} names", tvm) : t("your TVM {0}", tvm);
    return html`<p class="engine">${shown.file} · ${by} · ${root.size === 1 ? t("1 node") : t("{0} nodes", root.size)}</p>`;
  }

  private renderNote(): unknown {
    if (this.failure !== null) {
      return html`<p class=${this.root ? "note" : "nothing"}>${icon(this.root ? "warning" : "info")}<span>${this.failure}</span></p>`;
    }
    if (!this.shown?.result.stale) return nothing;
    const words = this.shown.result.message ?? t("The code does not parse right now. This is its last good tree.");
    return html`<p class="note">${icon("warning")}<span>${words}</span></p>`;
  }

  private renderTree(): TemplateResult {
    return html`<div class="tree-and-details ${this.shown?.result.stale ? "stale" : ""}">
      <tvm-tree-list
        .rows=${this.rows}
        .selected=${this.selected}
        .words=${this.words}
        .label=${t("Tree of {0}", this.shown?.result.path ?? "")}
        @pick=${this.onSelect}
        @activate=${this.onActivate}
        @fold=${this.onFold}
        @unfoldSiblings=${this.onUnfoldSiblings}
      ></tvm-tree-list>
      <tvm-node-details role="region" aria-label=${t("Selected node")} .node=${this.selectedNode} @source=${() => this.revealSource(this.selectedNode, true)}>
      </tvm-node-details>
    </div>`;
  }

  private countText(matches: readonly TreeNode[]): string {
    if (this.words.trim() === "") return "";
    if (matches.length === 0) return t("none found");
    const at = matches.findIndex((node) => node.id === this.selected);
    return at < 0 ? t("{0} found", matches.length) : t("{0} of {1}", at + 1, matches.length);
  }

  private onChoose(event: Event): void {
    this.host.send({ type: "choose", path: (event.target as HTMLSelectElement).value });
  }

  private onSearch(event: Event): void {
    this.words = (event.target as HTMLInputElement).value;
  }

  private onSearchKey(event: KeyboardEvent): void {
    if (event.key === "Enter") {
      event.preventDefault();
      this.goToMatch(event.shiftKey ? "previous" : "next");
    } else if (event.key === "Escape" && this.words !== "") {
      event.preventDefault();
      this.words = "";
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      void this.list?.focusActive();
    }
  }

  private goToMatch(direction: "next" | "previous"): void {
    if (!this.root) return;
    const node = nextMatch(this.root, this.found, this.selected, direction);
    if (node) this.goTo(node);
  }

  private toggleFilter(): void {
    this.onlyMatches = !this.onlyMatches;
    if (this.onlyMatches && this.words === "") this.searchBox.focus();
  }

  private foldTo(state: (root: TreeNode) => Set<number>): void {
    if (!this.root) return;
    this.unfolded = state(this.root);
    // What is selected must stay on the screen: its nearest ancestor that still is takes its place.
    const rows = new Set(visibleRows(this.root, this.unfolded).map((row) => row.node.id));
    let node = this.selectedNode;
    while (node && !rows.has(node.id)) node = node.parent;
    this.selected = node?.id ?? null;
  }

  private toggleFollow(): void {
    if (!this.shown) return;
    const on = !this.shown.followCursor;
    this.shown = { ...this.shown, followCursor: on };
    this.host.send({ type: "followCursor", on });
  }

  private toggleHelp(): void {
    if (this.help) this.closeHelp();
    else this.help = true;
  }

  private closeHelp(): void {
    this.help = false;
    this.host.send({ type: "helpSeen" });
  }

  private onSelect({ detail }: CustomEvent<TreeListEvents["pick"]>): void {
    this.selected = detail.id;
    void this.updateComplete.then(() => this.list?.reveal(detail.id));
  }

  private onActivate({ detail }: CustomEvent<TreeListEvents["activate"]>): void {
    this.revealSource(this.nodes.get(detail.id) ?? null, detail.openEditor);
  }

  /** A node that has no source of its own shows that of the nearest node above it. */
  private revealSource(node: TreeNode | null, focusEditor: boolean): void {
    let from = node;
    while (from && !from.span) from = from.parent;
    if (from?.span) this.host.send({ type: "reveal", span: from.span, focusEditor });
  }

  private onFold({ detail }: CustomEvent<TreeListEvents["fold"]>): void {
    const node = this.nodes.get(detail.id);
    if (!node) return;
    const next = new Set(this.unfolded);
    for (const it of detail.deep ? walk(node) : [node]) {
      if (detail.unfold && it.children.length > 0) next.add(it.id);
      else next.delete(it.id);
    }
    this.unfolded = next;
    const inside = this.selectedNode;
    for (let up = inside?.parent ?? null; up && !detail.unfold; up = up.parent)
      if (up.id === node.id) this.selected = node.id;
  }

  private onUnfoldSiblings({ detail }: CustomEvent<TreeListEvents["unfoldSiblings"]>): void {
    const node = this.nodes.get(detail.id);
    const siblings = node?.parent?.children ?? (node ? [node] : []);
    this.unfolded = new Set([...this.unfolded, ...siblings.filter((it) => it.children.length > 0).map((it) => it.id)]);
  }
}
