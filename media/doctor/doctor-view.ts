/** The doctor's report: what was looked at, how it is, what to do. */
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { FromDoctorView, ToDoctorView } from "../../client/src/doctor/messages";
import type { DoctorCheck, DoctorReport } from "../../server/src/protocol";
import { connect } from "../page/host";
import { icon } from "../page/icons";
import { t } from "../page/l10n";
import { theme } from "../page/theme";

const pictures = { ok: "pass", info: "info", warning: "warning", error: "error" } as const;

function statusWord(status: DoctorCheck["status"]): string {
  switch (status) {
    case "ok":
      return t("good");
    case "info":
      return t("note");
    case "warning":
      return t("warning");
    case "error":
      return t("error");
  }
}

@customElement("tvm-doctor-view")
export class DoctorView extends LitElement {
  @state() private report: DoctorReport | null = null;
  @state() private failure: string | null = null;
  @state() private busy = true;

  private readonly host = connect<ToDoctorView, FromDoctorView>((message) => {
    this.busy = message.type === "busy";
    if (message.type === "report") this.report = message.report;
    this.failure = message.type === "failed" ? message.message : null;
  });

  static override readonly styles = [
    theme,
    css`
      :host {
        display: block;
        max-width: 60em;
        padding: 16px 20px 32px;
      }
      h1 {
        margin: 0 0 4px;
        font-size: 1.4em;
        font-weight: 600;
      }
      .verdict {
        margin: 0 0 12px;
        color: var(--vscode-descriptionForeground);
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-bottom: 18px;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: 20px 1fr max-content;
        gap: 2px 8px;
        padding: 9px 0;
        border-top: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent));
      }
      h2 {
        margin: 0;
        font-size: 1em;
        font-weight: 600;
      }
      .word {
        color: var(--vscode-descriptionForeground);
      }
      .detail,
      .advice {
        grid-column: 2 / -1;
        margin: 0;
        line-height: 1.45;
        overflow-wrap: anywhere;
        white-space: pre-line;
      }
      .detail {
        color: var(--vscode-descriptionForeground);
      }
      .ok .icon {
        color: var(--vscode-testing-iconPassed);
      }
      .info .icon {
        color: var(--vscode-editorInfo-foreground);
      }
      .warning .icon {
        color: var(--vscode-editorWarning-foreground);
      }
      .error .icon,
      .failure .icon {
        color: var(--vscode-editorError-foreground);
      }
      .failure {
        display: flex;
        gap: 8px;
      }
    `,
  ];

  override firstUpdated(): void {
    this.host.send({ type: "ready" });
  }

  override render(): TemplateResult {
    const { report } = this;
    return html`
      <h1>${t("TVMScript Doctor")}</h1>
      <p class="verdict" role="status">${this.verdict()}</p>
      <div class="buttons">
        <button ?disabled=${this.busy} @click=${() => this.host.send({ type: "again" })}>${t("Check again")}</button>
        <button class="secondary" @click=${() => this.host.send({ type: "selectInterpreter" })}>
          ${t("Select interpreter")}
        </button>
        <button class="secondary" ?disabled=${!report} @click=${() => this.copy()}>${t("Copy report")}</button>
      </div>
      ${this.failure === null ? nothing : html`<p class="failure">${icon("error")}<span>${this.failure}</span></p>`}
      ${report ? html`<ul aria-label=${t("Checks")}>${report.checks.map((check) => this.renderCheck(check))}</ul>` : nothing}
    `;
  }

  private verdict(): string {
    if (this.busy) return t("Looking at your Python and TVM…");
    const { report } = this;
    if (!report) return "";
    const problems = report.checks.filter((check) => check.status === "error" || check.status === "warning").length;
    if (problems === 0) return t("Everything is as it should be.");
    return problems === 1 ? t("1 thing needs a look.") : t("{0} things need a look.", problems);
  }

  private renderCheck(check: DoctorCheck): TemplateResult {
    return html`<li class=${check.status}>
      ${icon(pictures[check.status])}
      <h2>${check.title}</h2>
      <span class="word">${statusWord(check.status)}</span>
      ${check.detail === "" ? nothing : html`<p class="detail">${check.detail}</p>`}
      ${check.advice ? html`<p class="advice">${check.advice}</p>` : nothing}
    </li>`;
  }

  private copy(): void {
    const { report } = this;
    if (!report) return;
    const lines = report.checks.map(
      (check) => `[${check.status}] ${check.title}: ${check.detail}${check.advice ? `\n    ${check.advice}` : ""}`,
    );
    const head = `interpreter ${report.interpreter ?? "none"}\npython ${report.python ?? "none"}\ntvm ${report.tvm ?? "none"}\ntvm-ffi ${report.tvmFfi ?? "none"}`;
    this.host.send({ type: "copy", text: `${head}\n\n${lines.join("\n")}\n` });
  }
}
