import type { ShellText } from "./shell";

/** A text that is not all Python. */
export interface ReadText {
  /** Its Python, as long as the text: all else is blanked out. */
  readonly code: string;
  /** The text as it is written, with the commands of a shell in it; null where it is all Python. */
  readonly shell: ShellText | null;
}

export type TextReader = (text: string) => ReadText;
