/** The rows on the screen: a virtual list that is a tree for assistive technology, and the keys that walk it. */
import { type VirtualizerHostElement, virtualize, virtualizerRef } from "@lit-labs/virtualizer/virtualize.js";
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { icon } from "../page/icons";
import { theme } from "../page/theme";
import { categoryWord } from "./categories";
import { treeAction, typeAhead } from "./keyboard";
import type { Row } from "./rows";
import { highlight } from "./search";
import { nameOf } from "./tree";

/** What the list asks of the view around it. */
export interface TreeListEvents {
  /** A row became the selected one. */
  pick: { readonly id: number };
  /** Show the source of a row. */
  activate: { readonly id: number; readonly openEditor: boolean };
  fold: { readonly id: number; readonly unfold: boolean; readonly deep: boolean };
  unfoldSiblings: { readonly id: number };
}

/** Milliseconds after which letters begin a new word. */
const typingPause = 600;
/** Pixels: all rows are of one height, so a row's place is known before it is made. */
const rowHeight = 22;

@customElement("tvm-tree-list")
export class TreeList extends LitElement {
  @property({ attribute: false }) rows: readonly Row[] = [];
  @property({ attribute: false }) selected: number | null = null;
  @property({ attribute: false }) words = "";
  @property() label = "";

  @query("[role=tree]") private readonly tree!: HTMLElement & VirtualizerHostElement;
  /** The row that Tab comes to: the selected one, or the first where nothing is selected yet; -1 without rows. */
  private activeIndex = -1;
  private focusInside = false;
  private typed = "";
  private lastTyped = 0;

  static override readonly styles = [
    theme,
    css`
      :host {
        display: flex;
        flex-direction: column;
        container-type: inline-size;
      }
      /* The virtual list sets a height of its own on its box. */
      [role="tree"] {
        flex: 1 1 0;
        min-height: 0 !important;
      }
      [role="tree"]:focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
        outline-offset: -1px;
      }
      [role="treeitem"] {
        display: flex;
        align-items: center;
        width: 100%;
        height: ${rowHeight}px;
        padding-right: 10px;
        cursor: pointer;
        white-space: nowrap;
        user-select: none;
      }
      [role="treeitem"]:hover {
        color: var(--vscode-list-hoverForeground, inherit);
        background: var(--vscode-list-hoverBackground);
        outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
        outline-offset: -1px;
      }
      [role="treeitem"][aria-selected="true"] {
        color: var(--vscode-list-inactiveSelectionForeground, inherit);
        background: var(--vscode-list-inactiveSelectionBackground);
        outline: 1px dotted var(--vscode-contrastActiveBorder, transparent);
        outline-offset: -1px;
      }
      [role="tree"]:focus-within [role="treeitem"][aria-selected="true"] {
        color: var(--vscode-list-activeSelectionForeground, inherit);
        background: var(--vscode-list-activeSelectionBackground);
      }
      [role="treeitem"]:focus,
      [role="tree"]:focus-within [role="treeitem"][aria-selected="true"]:focus {
        outline: 1px solid var(--vscode-list-focusOutline, var(--vscode-focusBorder));
        outline-offset: -1px;
      }
      .guide {
        flex: none;
        align-self: stretch;
        width: 8px;
        margin-left: 7px;
        margin-right: -7px;
        border-left: 1px solid transparent;
      }
      [role="tree"]:hover .guide,
      [role="tree"]:focus-within .guide {
        border-color: var(--vscode-tree-inactiveIndentGuidesStroke, var(--vscode-tree-indentGuidesStroke));
      }
      .twistie {
        display: inline-flex;
        flex: none;
        justify-content: center;
        width: 16px;
        margin-right: 2px;
      }
      .category {
        display: inline-flex;
        flex: none;
        margin-right: 5px;
      }
      .stmt {
        color: var(--vscode-charts-blue);
      }
      .expr {
        color: var(--vscode-charts-green);
      }
      .type {
        color: var(--vscode-charts-orange);
      }
      .other {
        color: var(--vscode-descriptionForeground);
      }
      .role {
        flex: none;
        margin-right: 6px;
        color: var(--vscode-descriptionForeground);
      }
      .role::after {
        content: ":";
      }
      .kind {
        flex: none;
        margin-right: 8px;
        font-weight: 600;
      }
      .text {
        flex: 0 1 auto;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .word {
        flex: none;
        margin-left: auto;
        padding-left: 12px;
        color: var(--vscode-descriptionForeground);
        font-size: 0.9em;
      }
      mark {
        color: inherit;
        background: var(--vscode-editor-findMatchHighlightBackground);
        outline: 1px solid var(--vscode-editor-findMatchHighlightBorder, transparent);
        outline-offset: -1px;
      }
      [aria-selected="true"] .role,
      [aria-selected="true"] .word,
      [aria-selected="true"] .category {
        color: inherit;
      }
      @container (max-width: 340px) {
        .guide {
          width: 5px;
        }
        .role {
          display: none;
        }
      }
    `,
  ];

  override willUpdate(): void {
    const at = this.rows.findIndex((row) => row.node.id === this.selected);
    this.activeIndex = at >= 0 || this.rows.length === 0 ? at : 0;
  }

  private get activeId(): number | null {
    return this.rows[this.activeIndex]?.node.id ?? null;
  }

  override render(): TemplateResult {
    return html`<div
      role="tree"
      aria-label=${this.label}
      tabindex=${this.activeIsRendered() ? -1 : 0}
      @keydown=${this.onKey}
      @focusin=${this.onFocusIn}
      @focusout=${this.onFocusOut}
      @rangeChanged=${this.onRangeChanged}
    >
      ${virtualize<Row>({
        items: this.rows as Row[],
        // A shorter tree has no row at an index that the list still holds.
        keyFunction: (row, index) => row?.node.id ?? -1 - index,
        renderItem: (row) => this.renderRow(row),
        scroller: true,
      })}
    </div>`;
  }

  private renderRow(row: Row): TemplateResult {
    // The list may still ask for rows that a shorter tree no longer has.
    if (!row) return html``;
    const { node } = row;
    const word = categoryWord(node.category);
    return html`<div
      role="treeitem"
      id="node-${node.id}"
      aria-level=${row.level}
      aria-posinset=${row.position}
      aria-setsize=${row.siblings}
      aria-expanded=${row.unfolded ?? nothing}
      aria-selected=${node.id === this.selected}
      aria-label=${nameOf(node)}
      aria-description=${node.role === "" ? word : `${word}, ${node.role}`}
      title=${node.text}
      tabindex=${node.id === this.activeId ? 0 : -1}
      @click=${(event: MouseEvent) => this.onClick(event, row)}
      @dblclick=${() => this.emit("activate", { id: node.id, openEditor: true })}
    >
      ${Array.from({ length: row.level - 1 }, () => html`<span class="guide"></span>`)}
      <span class="twistie">${row.unfolded === null ? nothing : icon(row.unfolded ? "chevron-down" : "chevron-right")}</span>
      <span class="category ${node.category}">${icon(node.category)}</span>
      ${node.role === "" ? nothing : html`<span class="role">${node.role}</span>`}
      <span class="kind">${this.marked(node.kind)}</span>
      <span class="text code">${this.marked(node.text)}</span>
      <span class="word">${word}</span>
    </div>`;
  }

  private marked(text: string): unknown {
    return this.words === ""
      ? text
      : highlight(text, this.words).map((part) => (part.hit ? html`<mark>${part.text}</mark>` : part.text));
  }

  private elementOf(id: number | null): HTMLElement | null {
    return id === null ? null : (this.renderRoot?.querySelector<HTMLElement>(`#node-${id}`) ?? null);
  }

  private activeIsRendered(): boolean {
    return this.elementOf(this.activeId) !== null;
  }

  override updated(changed: PropertyValues<this>): void {
    // Never while the user is in the editor: the focus is theirs.
    if (changed.has("selected") && this.focusInside && document.hasFocus()) void this.focusActive();
  }

  /** Brings a row to the screen; a row that is there already does not move. */
  async reveal(id: number): Promise<void> {
    await this.updateComplete;
    const index = this.rows.findIndex((row) => row.node.id === id);
    if (index < 0) return;
    const { tree } = this;
    const top = index * rowHeight;
    const above = top - tree.scrollTop;
    const below = top + rowHeight - (tree.scrollTop + tree.clientHeight);
    if (above < 0 || below > 0) {
      // A step over the edge scrolls by a row; a jump from elsewhere lands with its surroundings.
      const isStep = above > -2 * rowHeight && below < 2 * rowHeight;
      const centred = top - (tree.clientHeight - rowHeight) / 2;
      tree.scrollTop = isStep ? tree.scrollTop + (above < 0 ? above : below) : centred;
    }
    // The list makes the row when it has noticed the scrolling, a frame or two later.
    for (let frame = 0; frame < 10 && !this.elementOf(id); frame++) await new Promise(requestAnimationFrame);
  }

  async focusActive(): Promise<void> {
    const id = this.activeId;
    if (id === null) return;
    await this.reveal(id);
    const element = this.elementOf(id);
    if (element) element.focus({ preventScroll: true });
    else this.tree.focus({ preventScroll: true });
  }

  get scrollOffset(): number {
    return this.tree?.scrollTop ?? 0;
  }

  async scrollToOffset(top: number): Promise<void> {
    await this.updateComplete;
    // The first layout makes the list as high as its rows.
    await this.tree[virtualizerRef]?.layoutComplete;
    this.tree.scrollTop = top;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.altKey) return;
    const at = this.activeIndex;
    const row = this.rows[at];
    if (!row) return;
    const page = Math.max(1, Math.floor(this.tree.clientHeight / rowHeight) - 1);
    const letter = event.key.length === 1 && !event.ctrlKey && !event.metaKey;
    // A space belongs to a word that is being typed; on its own it activates.
    const inWord = event.key === " " && this.typed !== "" && event.timeStamp - this.lastTyped < typingPause;
    const action = inWord
      ? null
      : treeAction({ key: event.key, ctrl: event.ctrlKey || event.metaKey }, this.rows, at, page);
    if (action) {
      event.preventDefault();
      const id = row.node.id;
      if (action.do === "go") this.select(action.to);
      else if (action.do === "activate") this.emit("activate", { id, openEditor: action.openEditor });
      else if (action.do === "unfold siblings") this.emit("unfoldSiblings", { id });
      else this.emit("fold", { id, unfold: action.do === "unfold", deep: false });
    } else if (letter) {
      event.preventDefault();
      this.typed = event.timeStamp - this.lastTyped < typingPause ? this.typed + event.key : event.key;
      this.lastTyped = event.timeStamp;
      const to = typeAhead(this.rows, at, this.typed);
      if (to !== null) this.select(to);
    }
  }

  private select(index: number): void {
    const row = this.rows[index];
    if (!row) return;
    this.focusInside = true;
    if (row.node.id === this.selected) void this.focusActive();
    else this.emit("pick", { id: row.node.id });
  }

  private onClick(event: MouseEvent, row: Row): void {
    this.focusInside = true;
    const { id } = row.node;
    const onTwistie = event.target instanceof Element && event.target.closest(".twistie") !== null;
    if (onTwistie && row.unfolded !== null) {
      this.emit("fold", { id, unfold: !row.unfolded, deep: event.altKey });
      return;
    }
    this.emit("pick", { id });
    if (event.detail < 2) this.emit("activate", { id, openEditor: false });
  }

  private onFocusIn(event: FocusEvent): void {
    this.focusInside = true;
    // Tab came to the tree itself since its active row is scrolled out of sight.
    if (event.target === this.tree && event.relatedTarget !== null) void this.focusActive();
  }

  private onFocusOut(event: FocusEvent): void {
    const to = event.relatedTarget;
    this.focusInside = to instanceof Node ? this.renderRoot.contains(to) : this.focusInside && document.hasFocus();
  }

  /** A focused row that is scrolled away leaves the page; the keys must go on working. */
  private async onRangeChanged(): Promise<void> {
    // The event comes before the rows are made anew.
    await new Promise(requestAnimationFrame);
    if (this.focusInside && document.hasFocus() && (this.renderRoot as ShadowRoot).activeElement === null)
      this.tree.focus({ preventScroll: true });
    this.tree.tabIndex = this.activeIsRendered() ? -1 : 0;
  }

  private emit<Name extends keyof TreeListEvents>(name: Name, detail: TreeListEvents[Name]): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "tvm-tree-list": TreeList;
  }
}
