/** What a migration did and what it leaves, as a page of Markdown with links into the files. */
import * as vscode from "vscode";
import type { LeftPlace, MigrateResult } from "../../../server/src/protocol";
import { sentences } from "../../../server/src/sentences";
import { cellIndex } from "../documents";
import { files as filesOf, places } from "./counts";

/** @param isApplied places count in the texts after the edits, else in those before */
export function migrationReport(
  { from, to, read, files, left, changes, problems }: MigrateResult,
  isApplied: boolean,
): string {
  const { l10n } = vscode;
  const lines = [`# ${l10n.t("Migration to TVM {0}", to)}`, ""];
  const fixed = changes.reduce((sum, { count }) => sum + count, 0);
  const seen = l10n.t("Read: {0}.", filesOf(read));
  const origin = from === null ? null : l10n.t("The code looks written for TVM {0}.", from);
  const counts = [places(fixed), filesOf(files.length), places(left.length)];
  const outcome = isApplied
    ? l10n.t("{0} in {1} rewritten, {2} left to you.", ...counts)
    : l10n.t("{0} in {1} can be rewritten, {2} left to you.", ...counts);
  lines.push(sentences(seen, origin, outcome), "");
  if (changes.length > 0) {
    lines.push(
      `## ${isApplied ? l10n.t("Rewritten") : l10n.t("To be rewritten")}`,
      "",
      `| ${l10n.t("rule")} | ${l10n.t("places")} |`,
      "|---|---:|",
    );
    lines.push(...changes.map(({ code, rule, count }) => `| ${code} ${rule} | ${count} |`), "");
    lines.push(`| ${l10n.t("file")} | ${l10n.t("places")} |`, "|---|---:|");
    lines.push(...files.map(({ uri, fixed: count }) => `| ${link(uri, null)} | ${count} |`), "");
  }
  if (left.length > 0) {
    lines.push(`## ${l10n.t("Left to you")}`, "");
    for (const [uri, places] of byFile(left)) {
      lines.push(`### ${link(uri, null)}`, "");
      lines.push(...places.map((each) => `- ${place(each, isApplied)}: ${each.code} ${plain(each.message)}`), "");
    }
  }
  if (problems.length > 0)
    lines.push(`## ${l10n.t("Not read, or left as it is")}`, "", ...problems.map((each) => `- ${plain(each)}`), "");
  return lines.join("\n");
}

function byFile(left: readonly LeftPlace[]): Map<string, LeftPlace[]> {
  const files = new Map<string, LeftPlace[]>();
  for (const each of left) files.set(each.uri, [...(files.get(each.uri) ?? []), each]);
  return files;
}

function place({ uri, cell, cellUri, range, before }: LeftPlace, isApplied: boolean): string {
  const line = (isApplied ? range : before).start.line + 1;
  if (cell === null) return link(uri, line, vscode.l10n.t("line {0}", line));
  return link(
    uri,
    null,
    vscode.l10n.t(
      "cell {0}, line {1}",
      (cellUri === undefined ? cell : (cellIndex(vscode.Uri.parse(cellUri)) ?? cell)) + 1,
      line,
    ),
  );
}

/** A path from the workspace's root is what VS Code's preview follows; what lies outside is only named. */
function link(uri: string, line: number | null, text?: string): string {
  const address = vscode.Uri.parse(uri);
  const name = vscode.workspace.asRelativePath(address);
  if (!vscode.workspace.getWorkspaceFolder(address)) return plain(text ?? name);
  const target = vscode.Uri.from({ scheme: "file", path: `/${name}`, fragment: line === null ? "" : `L${line}` });
  return `[${plain(text ?? name)}](${target.toString().replace("file://", "")})`;
}

/** What Markdown would read as something else than text. */
function plain(text: string): string {
  return text.replace(/[\\[\]<>|*_]/g, "\\$&");
}
