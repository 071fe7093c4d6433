/** All that is known of the selected node. */
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Scalar } from "../../server/src/ast";
import type { Range } from "../../server/src/position";
import { icon } from "../page/icons";
import { t } from "../page/l10n";
import { theme } from "../page/theme";
import { categoryWord } from "./categories";
import type { TreeNode } from "./tree";

/** A field's value as TVMScript would write it. */
function written(value: Scalar): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `[${value.map((item) => written(item as Scalar)).join(", ")}]`;
  return typeof value === "string" ? `"${value}"` : String(value);
}

function placeOf(span: Range): string {
  const { start, end } = span;
  return start.line === end.line
    ? t(
        "line {0}, columns {1} to {2}",
        start.line + 1,
        start.character + 1,
        Math.max(start.character + 1, end.character),
      )
    : t("lines {0} to {1}", start.line + 1, end.line + 1);
}

@customElement("tvm-node-details")
export class NodeDetails extends LitElement {
  @property({ attribute: false }) node: TreeNode | null = null;

  static override readonly styles = [
    theme,
    css`
      :host {
        display: block;
        overflow: auto;
        padding: 8px 12px 10px;
        border-top: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent));
      }
      h2 {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 8px;
        margin: 0 0 4px;
        font-size: inherit;
      }
      .what {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        color: var(--vscode-descriptionForeground);
        font-weight: normal;
      }
      .text {
        margin: 0 0 6px;
        overflow-wrap: anywhere;
      }
      dl {
        display: grid;
        grid-template-columns: minmax(6em, max-content) 1fr;
        gap: 2px 14px;
        margin: 0;
      }
      dt {
        color: var(--vscode-descriptionForeground);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      a {
        color: var(--vscode-textLink-foreground);
        cursor: pointer;
      }
      a:hover {
        color: var(--vscode-textLink-activeForeground);
      }
    `,
  ];

  override render(): TemplateResult {
    const { node } = this;
    if (!node) return html`<p class="what">${t("Select a node to see its fields.")}</p>`;
    const fields = Object.entries(node.fields);
    return html`
      <h2>
        <span>${node.kind}</span>
        <span class="what">${icon(node.category)} ${categoryWord(node.category)}</span>
        ${node.parent ? html`<span class="what">${t("{0} of its {1}", node.role, node.parent.kind)}</span>` : nothing}
      </h2>
      ${node.text === "" ? nothing : html`<p class="text code">${node.text}</p>`}
      <dl>
        ${fields.map(
          ([name, value]) => html`<dt>${name}</dt>
            <dd class="code">${written(value)}</dd>`,
        )}
        <dt>${t("source")}</dt>
        <dd>
          ${
            node.span
              ? html`<a href="#" @click=${this.onSource}>${placeOf(node.span)}</a>`
              : html`<span class="what">${t("made by TVM, not written in the source")}</span>`
          }
        </dd>
      </dl>
    `;
  }

  private onSource(event: Event): void {
    event.preventDefault();
    this.dispatchEvent(new CustomEvent("source"));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "tvm-node-details": NodeDetails;
  }
}
