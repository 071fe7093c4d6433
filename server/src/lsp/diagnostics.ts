import path from "node:path";
import { pathToFileURL } from "node:url";
import {
  type Connection,
  DiagnosticSeverity,
  DiagnosticTag,
  type Diagnostic as LspDiagnostic,
} from "vscode-languageserver/node";
import { notifications } from "../protocol";
import type { Diagnostic } from "../rules/engine";
import type { Severity } from "../rules/rule";
import type { OpenDocument } from "./documents";
import type { Session } from "./session";

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Sends a document's findings, text by text: an empty list, too, takes away what was there. */
export function publishDiagnostics(connection: Connection, session: Session): void {
  session.publish = (document: OpenDocument) => {
    const found = session.findings(document);
    for (const part of document.model().parts) {
      const diagnostics = found.filter((each) => each.part === part).map((each) => toLsp(each, session));
      const version = document.kind !== "notebook" ? { version: document.version } : {};
      void connection.sendDiagnostics({ uri: part.uri, ...version, diagnostics });
    }
    void connection.sendNotification(notifications.analysed, { uri: document.uri, version: document.version });
  };
}

export function toLsp(diagnostic: Diagnostic, session: Session): LspDiagnostic {
  const { rule, severity, message, part, related } = diagnostic;
  const tags = tagsOf(diagnostic);
  return {
    range: part.syntax.lines.range(diagnostic),
    severity: SEVERITIES[severity],
    code: rule.code,
    codeDescription: { href: pageOf(diagnostic, session) },
    source: "tvmscript",
    message,
    ...(tags.length > 0 && { tags }),
    ...(related.length > 0 && {
      relatedInformation: related.map((each) => ({
        location: { uri: part.uri, range: part.syntax.lines.range(each) },
        message: each.message,
      })),
    }),
  };
}

function tagsOf({ deprecated, unnecessary }: Diagnostic): DiagnosticTag[] {
  return [...(deprecated ? [DiagnosticTag.Deprecated] : []), ...(unnecessary ? [DiagnosticTag.Unnecessary] : [])];
}

/** The page that explains it, which is part of the program: it opens without a network. */
function pageOf({ page }: Diagnostic, { folders, chinese }: Session): string {
  return pathToFileURL(path.join(folders.root, "docs", `${page}${chinese ? ".zh-cn" : ""}.md`)).href;
}
