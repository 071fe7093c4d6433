import type { Folders } from "../folders";

/** What a verb's exit status says. */
export const exitCodes = { clean: 0, findings: 1, failed: 2 } as const;

/** Something that a verb cannot do: one clear sentence for standard error, status 2. */
export class CannotDo extends Error {}

/** What every verb gets from the program. */
export interface CliContext {
  readonly folders: Folders;
  exit(code: number): void;
}
