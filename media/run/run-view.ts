/** What a run gave: every argument with its shape, dtype and values. */
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { duration } from "../../client/src/duration";
import type { FromRunView, ToRunView } from "../../client/src/run/messages";
import type { TensorValue } from "../../server/src/protocol";
import { connect } from "../page/host";
import { icon } from "../page/icons";
import { t } from "../page/l10n";
import { theme } from "../page/theme";
import { formatNumber, formatShape } from "./format";

function roleWord(role: TensorValue["role"]): string {
  switch (role) {
    case "input":
      return t("input");
    case "output":
      return t("output");
    case "inout":
      return t("input and output");
  }
}

@customElement("tvm-run-view")
export class RunView extends LitElement {
  @state() private shown: ToRunView | null = null;
  private readonly host = connect<ToRunView, FromRunView>((message) => {
    this.shown = message;
  });

  static override readonly styles = [
    theme,
    css`
      :host {
        display: block;
        padding: 14px 18px 24px;
        container-type: inline-size;
      }
      h1 {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: center;
        margin: 0 0 2px;
        font-size: 1.25em;
        font-weight: 600;
      }
      h1 .icon {
        color: var(--vscode-testing-iconPassed);
      }
      h2 {
        margin: 20px 0 6px;
        font-size: 1em;
      }
      .summary,
      .note {
        margin: 0 0 10px;
        color: var(--vscode-descriptionForeground);
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin: 0 0 14px;
      }
      .table {
        overflow-x: auto;
      }
      table {
        width: 100%;
        border-collapse: collapse;
      }
      caption {
        padding: 0 0 6px;
        font-weight: 600;
        text-align: left;
      }
      th,
      td {
        padding: 5px 16px 5px 8px;
        text-align: left;
        vertical-align: top;
        border-bottom: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent));
      }
      thead th {
        color: var(--vscode-descriptionForeground);
        font-weight: normal;
        white-space: nowrap;
      }
      tbody th {
        font-weight: 600;
      }
      td.shape,
      td.dtype,
      td.range,
      td.role {
        white-space: nowrap;
      }
      pre {
        margin: 0;
        white-space: pre;
      }
      pre.output {
        padding: 8px 10px;
        overflow-x: auto;
        background: var(--vscode-textCodeBlock-background);
        border: 1px solid var(--vscode-contrastBorder, transparent);
      }
      .result {
        background: var(--vscode-list-inactiveSelectionBackground);
      }
      @container (max-width: 560px) {
        thead {
          position: absolute;
          width: 1px;
          height: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }
        table,
        caption,
        tbody {
          display: block;
        }
        tbody tr {
          display: flex;
          flex-wrap: wrap;
          padding: 6px 0;
          border-bottom: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent));
        }
        tbody th,
        tbody td {
          padding: 2px 14px 2px 4px;
          border: none;
        }
        td.values {
          flex: 1 0 100%;
          min-width: 0;
          overflow-x: auto;
        }
        /* One dimension reads on in the next line; the columns of more would not stand under each other. */
        pre.line {
          white-space: pre-wrap;
        }
      }
    `,
  ];

  override firstUpdated(): void {
    this.host.send({ type: "ready" });
  }

  override render(): TemplateResult | typeof nothing {
    const { shown } = this;
    if (!shown) return nothing;
    const { result } = shown;
    const rows = result.result ? [...result.arguments, result.result] : result.arguments;
    return html`
      <h1>${icon("pass")}<span>${t("{0} ran in {1}", shown.path, duration(result.seconds))}</span></h1>
      <p class="summary" role="status">
        ${shown.file} · ${t("target {0}", shown.target)} · TVM ${result.tvm}${shown.seed === null ? nothing : ` · ${t("seed {0}", shown.seed)}`}
      </p>
      ${result.notes.map((note) => html`<p class="note">${note}</p>`)}
      <div class="buttons">
        <button @click=${() => this.host.send({ type: "again", newValues: false })}>${t("Run again")}</button>
        <button class="secondary" @click=${() => this.host.send({ type: "again", newValues: true })}>
          ${t("Run with other values")}
        </button>
      </div>
      <div class="table" tabindex="0" role="region" aria-label=${t("Arguments of {0}", result.function)}>
        <table>
          <caption>
            ${t("Arguments of {0}, filled from its signature", result.function)}
          </caption>
          <thead>
            <tr>
              <th scope="col">${t("name")}</th>
              <th scope="col">${t("role")}</th>
              <th scope="col">${t("shape")}</th>
              <th scope="col">${t("dtype")}</th>
              <th scope="col">${t("smallest … largest")}</th>
              <th scope="col">${t("values")}</th>
            </tr>
          </thead>
          <tbody>
            ${rows.map((value) => this.renderValue(value, value === result.result))}
          </tbody>
        </table>
      </div>
      ${
        result.output.trim() === ""
          ? nothing
          : html`<h2>${t("Printed by the program")}</h2>
            <pre class="output code">${result.output}</pre>`
      }
    `;
  }

  private renderValue(value: TensorValue, isResult: boolean): TemplateResult {
    const { min, max } = value;
    return html`<tr class=${isResult ? "result" : ""}>
      <th scope="row" class="code">${isResult && value.name === "" ? t("result") : value.name}</th>
      <td class="role">${isResult ? t("result") : roleWord(value.role)}</td>
      <td class="shape code">${formatShape(value.shape)}</td>
      <td class="dtype code">${value.dtype}</td>
      <td class="range code">
        ${min === undefined || max === undefined ? nothing : `${formatNumber(min)} … ${formatNumber(max)}`}
      </td>
      <td class="values"><pre class="code ${value.shape.length > 1 ? "" : "line"}">${value.preview}</pre></td>
    </tr>`;
  }
}
