import type { Release } from "../../api/releases";
import type { ShellText } from "../../syntax/shell";
import { rules } from "../registry";
import type { Rule } from "../rule";
import type { ShellFinding } from "./shell-rule";

export interface FoundInShell {
  readonly rule: Rule;
  readonly finding: ShellFinding;
}

/** What a text holds commands of, it is most often about other things. */
const ABOUT = /\b(?:tvm|mlc)/;

/** What the rules say of a text's commands, in order of place. */
export function shellFindings({ text, commands }: ShellText, release: Release): FoundInShell[] {
  if (!ABOUT.test(text)) return [];
  const found: FoundInShell[] = [];
  for (const rule of rules) {
    const { shell } = rule;
    if (!shell) continue;
    for (const command of commands) shell(command, release, (finding) => found.push({ rule, finding }));
  }
  return found.sort((a, b) => a.finding.span.start - b.finding.span.start);
}
