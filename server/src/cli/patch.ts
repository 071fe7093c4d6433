import { createTwoFilesPatch } from "diff";
import { encoded, type Source } from "./source";

export interface Changed {
  readonly name: string;
  readonly before: string;
  readonly content: string;
  /** Asked only where the file is not UTF-8. */
  readonly source: (() => Source) | null;
}

/** Prints what leads from one content of a file to another: to a person as text, to a program in the file's own encoding, in which it applies. */
export function printPatch({ name, before, content, source }: Changed): void {
  const patch = createTwoFilesPatch(name, name, before, content, "", "");
  if (source === null || process.stdout.isTTY) {
    process.stdout.write(patch);
    return;
  }
  const body = patch.indexOf("@@");
  process.stdout.write(patch.slice(0, body));
  process.stdout.write(encoded(source(), patch.slice(body)));
}
