import { t } from "../l10n";
import type { Model, Part } from "../semantic/model";
import { brokenAt } from "../syntax/broken";
import type { Source } from "./source";

/** The texts of a source that are Python as they stand: others are told of and left as they are, whatever could be rewritten there. */
export class SoundTexts {
  /** What is wrong with texts that were asked for: a sentence each. */
  readonly problems: string[] = [];
  private readonly answers = new Map<string, boolean>();

  constructor(
    private readonly source: Source,
    private readonly model: Model,
  ) {}

  /** Whether a part of the source, in whatever version, may be rewritten. */
  has({ uri }: Part): boolean {
    let answer = this.answers.get(uri);
    if (answer === undefined) {
      const at = this.model.parts.findIndex((part) => part.uri === uri);
      const problem = this.problemOf(at);
      if (problem !== null) this.problems.push(problem);
      answer = problem === null;
      this.answers.set(uri, answer);
    }
    return answer;
  }

  private problemOf(at: number): string | null {
    const part = this.model.parts[at];
    const text = this.source.texts[at];
    // Of a page or a shell's script only some is Python, and that may be cut short.
    if (!part || (text?.cell === null && text.reader)) return null;
    const { syntax, cell } = part;
    const offset = brokenAt(syntax);
    if (offset === null) return null;
    const { start } = syntax.lines.range({ start: offset, end: offset });
    const [line, column] = [start.line + 1, start.character + 1];
    return cell === null
      ? t("{0}:{1}:{2}: this is no Python; nothing in the file is rewritten.", this.source.name, line, column)
      : t(
          "{0}[{1}]:{2}:{3}: this is no Python; nothing in the cell is rewritten.",
          this.source.name,
          cell,
          line,
          column,
        );
  }
}
