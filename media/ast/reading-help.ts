/** What a tree is and how it is read, told where a person meets one first. */
import { css, html, LitElement, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import type { AstCategory } from "../../server/src/ast";
import { icon } from "../page/icons";
import { t } from "../page/l10n";
import { theme } from "../page/theme";
import { categoryWord } from "./categories";

interface Figure {
  readonly kind: string;
  /** What a printer writes when it comes to the node. */
  readonly token: string;
  readonly category: AstCategory;
  readonly order: number;
  /** Centre of the box, in the figure's own units. */
  readonly x: number;
  readonly y: number;
  readonly parent: number | null;
}

/** `if x < 5: y[0] = x * 2`, numbered in reading order. */
const example: readonly Figure[] = [
  { kind: "IfThenElse", token: "if", category: "stmt", order: 1, x: 160, y: 17, parent: null },
  { kind: "LT", token: "<", category: "expr", order: 3, x: 78, y: 75, parent: 1 },
  { kind: "Var", token: "x", category: "expr", order: 2, x: 37, y: 133, parent: 3 },
  { kind: "IntImm", token: "5", category: "expr", order: 4, x: 119, y: 133, parent: 3 },
  { kind: "BufferStore", token: "y[0] =", category: "stmt", order: 5, x: 246, y: 75, parent: 1 },
  { kind: "Mul", token: "*", category: "expr", order: 7, x: 246, y: 133, parent: 5 },
  { kind: "Var", token: "x", category: "expr", order: 6, x: 203, y: 191, parent: 7 },
  { kind: "IntImm", token: "2", category: "expr", order: 8, x: 289, y: 191, parent: 7 },
];

const half = { width: 38, height: 16 };

function drawing(): SVGTemplateResult {
  return svg`
    ${example.map((node) => {
      const parent = example.find((other) => other.order === node.parent);
      return parent
        ? svg`<line x1=${parent.x} y1=${parent.y + half.height} x2=${node.x} y2=${node.y - half.height}></line>`
        : svg``;
    })}
    ${example.map(
      (node) => svg`<g class=${node.category}>
        <rect x=${node.x - half.width} y=${node.y - half.height} width=${2 * half.width} height=${2 * half.height} rx="4"></rect>
        <text class="kind" x=${node.x} y=${node.y - 3}>${node.kind}</text>
        <text class="token" x=${node.x} y=${node.y + 11}>${node.token}</text>
        <circle cx=${node.x + half.width} cy=${node.y - half.height} r="8"></circle>
        <text class="order" x=${node.x + half.width} y=${node.y - half.height + 3.5}>${node.order}</text>
      </g>`,
    )}`;
}

@customElement("tvm-reading-help")
export class ReadingHelp extends LitElement {
  static override readonly styles = [
    theme,
    css`
      :host {
        display: block;
        overflow: auto;
        padding: 10px 14px 12px;
        background: var(--vscode-editorWidget-background);
        border-bottom: 1px solid var(--vscode-editorWidget-border, var(--vscode-contrastBorder, transparent));
      }
      h2 {
        display: flex;
        justify-content: space-between;
        margin: 0 0 6px;
        font-size: 1.1em;
      }
      p,
      ul {
        margin: 0 0 8px;
        line-height: 1.5;
      }
      .columns {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 28px;
        align-items: flex-start;
      }
      .words {
        flex: 1 1 240px;
        max-width: 60em;
      }
      figure {
        flex: 1 1 220px;
        min-width: 200px;
        margin: 2px 0 8px;
      }
      figcaption {
        margin-top: 4px;
        color: var(--vscode-descriptionForeground);
      }
      svg.tree {
        display: block;
        width: 100%;
        max-width: 330px;
        overflow: visible;
      }
      line {
        stroke: var(--vscode-descriptionForeground);
      }
      rect {
        fill: var(--vscode-editor-background);
        stroke: currentColor;
      }
      circle {
        fill: var(--vscode-badge-background);
        stroke: var(--vscode-contrastBorder, none);
      }
      text {
        fill: var(--vscode-foreground);
        text-anchor: middle;
        font-size: 10.5px;
      }
      text.token {
        font-family: var(--vscode-editor-font-family, monospace);
        font-size: 11px;
      }
      text.kind {
        font-weight: 600;
      }
      text.order {
        fill: var(--vscode-badge-foreground);
        font-size: 10px;
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
      .legend {
        display: grid;
        grid-template-columns: max-content max-content 1fr;
        gap: 3px 8px;
        margin: 0 0 8px;
        padding: 0;
      }
      .legend > div {
        display: contents;
      }
      dt,
      dd {
        margin: 0;
      }
      dt {
        font-weight: 600;
      }
      kbd {
        padding: 0 4px;
        font: inherit;
        color: var(--vscode-keybindingLabel-foreground, inherit);
        background: var(--vscode-keybindingLabel-background, transparent);
        border: 1px solid var(--vscode-keybindingLabel-border, currentColor);
        border-radius: 3px;
      }
    `,
  ];

  override render(): TemplateResult {
    const meaning: readonly (readonly [AstCategory, string])[] = [
      ["stmt", t("does something: a loop, a condition, a block, a store")],
      ["expr", t("has a value: a variable, a number, an operator, a load, a call")],
      ["type", t("says what a value is: its dtype, its shape")],
      ["other", t("belongs to the node above it: a buffer, a range, a loop axis")],
    ];
    return html`
      <h2>
        <span>${t("How to read this tree")}</span>
        <button class="tool" title=${t("Close")} aria-label=${t("Close")} @click=${this.done}>${icon("close")}</button>
      </h2>
      <div class="columns">
        <div class="words">
          <p>
            ${t(
              "A compiler works on a tree, not on text. Every statement and every expression of the function is one node; what a node is made of hangs below it, under the name of the field that holds it.",
            )}
          </p>
          <p>
            ${t(
              "Read it in order: a statement, then its body; of an operator the left side, the operator, the right side. Read like this, the nodes give back the source. A code generator walks the same way and writes another language at every node: C, CUDA or LLVM.",
            )}
          </p>
          <dl class="legend">
            ${meaning.map(
              ([category, words]) => html`<div>
                <span class=${category}>${icon(category)}</span>
                <dt>${categoryWord(category)}</dt>
                <dd>${words}</dd>
              </div>`,
            )}
          </dl>
          <p>
            ${t("Click a node, or press Enter, to see its source. Move the cursor in the source to see its node.")}
            ${t("Arrow keys walk and fold, * unfolds a level, letters jump, Ctrl+Enter goes to the source.")}
          </p>
          <button @click=${this.done}>${t("Got it")}</button>
        </div>
        <figure>
          <svg class="tree" viewBox="-2 -8 334 218" role="img" aria-label=${t("The tree of an if statement, its nodes numbered in reading order")}>
            ${drawing()}
          </svg>
          <figcaption>
            ${t("In the order of the numbers:")} <code>if x &lt; 5: y[0] = x * 2</code>
          </figcaption>
        </figure>
      </div>
    `;
  }

  private done(): void {
    this.dispatchEvent(new CustomEvent("done"));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "tvm-reading-help": ReadingHelp;
  }
}
