/** A fence's first line: its indentation, its ticks or tildes, and the language. */
const OPENING = /^([ \t>]*)(`{3,}|~{3,})[ \t]*\{?\.?([\w+-]*)[^`\n]*$/;
const PYTHON = /^(?:py|python|python3|pycon)$/i;

/**
 * A Markdown text of which only the code in Python fences is left, everything else blanked out: offsets, lines and columns
 * stay what they were, and the fences are one program, as the cells of a notebook are. A fence with a Python prompt (`>>>`)
 * is a record of a session and no program: it is blanked out, too.
 */
export function onlyPythonFences(markdown: string): string {
  let out = "";
  let fence: { readonly mark: string; readonly isPython: boolean } | null = null;
  let code: string[] = [];
  const flush = (): void => {
    const isSession = code.some((line) => /^\s*(?:>>>|\.\.\.) /.test(line));
    out += isSession ? code.map(blank).join("") : code.join("");
    code = [];
  };
  for (const line of markdown.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? []) {
    const body = line.replace(/[\r\n]+$/, "");
    if (fence === null) {
      const [, , mark, language] = OPENING.exec(body) ?? [];
      if (mark !== undefined) fence = { mark, isPython: PYTHON.test(language ?? "") };
      out += blank(line);
      continue;
    }
    if (closes(body, fence.mark)) {
      flush();
      fence = null;
      out += blank(line);
    } else if (fence.isPython) code.push(line);
    else out += blank(line);
  }
  flush();
  return out;
}

function closes(line: string, mark: string): boolean {
  const text = line.replace(/^[ \t>]*/, "").trimEnd();
  return text.length >= mark.length && text === (mark[0] ?? "").repeat(text.length);
}

/** As long as it was, with its line end. */
function blank(line: string): string {
  return line.replace(/[^\r\n]/g, " ");
}
