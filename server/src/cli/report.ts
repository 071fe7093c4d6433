import path from "node:path";
import type { Release } from "../api/releases";
import { t } from "../l10n";
import { rules } from "../rules/registry";
import { version } from "../version";
import type { Reported } from "./check-source";

type Formatter = (findings: readonly Reported[], release: Release) => string | Promise<string>;

const formatters = { text, json, sarif, github } satisfies Record<string, Formatter>;

export type ReportFormat = keyof typeof formatters;

export const formatNames = Object.keys(formatters) as ReportFormat[];

export function formatReport(
  format: ReportFormat,
  findings: readonly Reported[],
  release: Release,
): string | Promise<string> {
  return formatters[format](findings, release);
}

/** `file:line:column: error TVM101 message`: what terminals make links of. Lines and columns count from one. */
function text(findings: readonly Reported[], release: Release): string {
  if (findings.length === 0) return `${t("TVM {0}: nothing found.", release)}\n`;
  const lines = findings.map(({ file, cell, range, severity, code, message, fix }) => {
    const { line, character } = range.start;
    const place = cell === null ? file : `${file}[${cell}]`;
    const mark = fix?.applicability === "safe" ? " [*]" : "";
    return `${place}:${line + 1}:${character + 1}: ${severity} ${code}${mark} ${message}`;
  });
  const fixable = findings.filter(({ fix }) => fix?.applicability === "safe").length;
  const summary = t("TVM {0}: {1} found, {2} of them [*] can be fixed with --fix.", release, findings.length, fixable);
  return `${lines.join("\n")}\n${summary}\n`;
}

/** The contract's array: zero-based lines and UTF-16 columns; in a notebook they count inside of the cell. */
function json(findings: readonly Reported[]): string {
  const plain = findings.map(({ page, ...contract }) => contract);
  return `${JSON.stringify(plain, null, 2)}\n`;
}

const SARIF_LEVELS = { error: "error", warning: "warning", info: "note", hint: "note" } as const;

async function sarif(findings: readonly Reported[]): Promise<string> {
  const { SarifBuilder, SarifResultBuilder, SarifRuleBuilder, SarifRunBuilder } = await import("node-sarif-builder");
  const builder = new SarifBuilder();
  const run = new SarifRunBuilder().initSimple({
    toolDriverName: "tvmscript",
    toolDriverVersion: version,
    url: "https://tvm.apache.org",
  });
  for (const rule of rules) {
    run.addRule(new SarifRuleBuilder().initSimple({ ruleId: rule.code, shortDescriptionText: rule.name }));
  }
  for (const { file, cell, range, severity, code, message } of findings) {
    run.addResult(
      new SarifResultBuilder().initSimple({
        level: SARIF_LEVELS[severity],
        messageText: cell === null ? message : `[${cell}] ${message}`,
        ruleId: code,
        fileUri: path.relative(process.cwd(), path.resolve(file)).split(path.sep).join("/"),
        startLine: range.start.line + 1,
        startColumn: range.start.character + 1,
        endLine: range.end.line + 1,
        endColumn: range.end.character + 1,
      }),
    );
  }
  builder.addRun(run);
  return `${builder.buildSarifJsonString({ indent: true })}\n`;
}

const GITHUB_COMMANDS = { error: "error", warning: "warning", info: "notice", hint: "notice" } as const;

/** Workflow commands: GitHub shows them at the lines of a change. Of a notebook it shows the JSON, whose lines are others. */
function github(findings: readonly Reported[]): string {
  return findings
    .map(({ file, cell, range, severity, code, message }) => {
      const { start, end } = range;
      const place =
        cell === null
          ? `,line=${start.line + 1},col=${start.character + 1},endLine=${end.line + 1},endColumn=${end.character + 1}`
          : "";
      const said = cell === null ? message : `[${cell}]:${start.line + 1}:${start.character + 1}: ${message}`;
      return `::${GITHUB_COMMANDS[severity]} file=${escapeProperty(file)}${place},title=${code}::${escapeData(said)}\n`;
    })
    .join("");
}

function escapeData(value: string): string {
  return value.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(value: string): string {
  return escapeData(value).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
