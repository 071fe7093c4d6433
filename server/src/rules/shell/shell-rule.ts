import type { Release } from "../../api/releases";
import type { Span, TextEdit } from "../../position";
import type { ShellCommand } from "../../syntax/shell";
import type { Severity } from "../rule";

/** What a rule found in a shell's command; offsets count in the text that holds the command. */
export interface ShellFinding {
  readonly span: Span;
  readonly message: string;
  readonly severity?: Severity;
  readonly fix: ShellFix | null;
}

export interface ShellFix {
  readonly title: string;
  readonly applicability: "safe" | "unsafe";
  readonly edits: readonly TextEdit[];
}

/** The part of a rule that reads commands. */
export type ShellCheck = (command: ShellCommand, release: Release, report: (finding: ShellFinding) => void) => void;
