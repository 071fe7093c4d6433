import type { Span } from "../position";
import type { ReadText } from "./read-text";
import { type ShellText, shellCommands } from "./shell";

/** Cells of another language, and those of its own that IPython runs in another way. */
const CELL_MAGIC = /^\s*%%(?!time\b|timeit\b|capture\b|prun\b)/;
const SHELL_CELL = /^\s*%%(?:bash|sh|shell|script\s+(?:ba|z)?sh)\b[^\n]*\n?/;
const LINE = /^[^\n]*$/gm;
const LINE_MAGIC = /^\s*(?:%|!)/;
const HELP = /^\s*\??[\w.]+\?{1,2}\s*$|^\s*\?{1,2}\w/;

/**
 * Blanks out what IPython adds to Python in a notebook's cell, so that offsets stay what they were: lines that start with
 * `%` or `!`, with the lines that continue them, help with `?`, and whole cells of another language (`%%bash`).
 */
export function withoutMagics(cell: string): string {
  if (!/[%!?]/.test(cell)) return cell;
  if (CELL_MAGIC.test(cell)) return cell.replace(LINE, blank);
  let continues = false;
  return cell.replace(LINE, (line) => {
    const isMagic = continues || LINE_MAGIC.test(line);
    continues = isMagic && /\\\r?$/.test(line);
    return isMagic || HELP.test(line) ? blank(line) : line;
  });
}

function blank(line: string): string {
  return line.replace(/[^\r]/g, " ");
}

/**
 * A cell's Python, and the commands of a shell in it: lines that start with `!`, `%pip`, `%conda` and `%sx`, and cells such
 * as `%%bash`.
 */
export function readCell(cell: string): ReadText {
  const code = withoutMagics(cell);
  return { code, shell: code === cell ? null : shellOf(cell) };
}

function shellOf(cell: string): ShellText {
  return { text: cell, commands: shellSpans(cell).flatMap((span) => shellCommands(cell, span)) };
}

function shellSpans(cell: string): Span[] {
  if (!/^\s*[%!]/m.test(cell)) return [];
  const whole = SHELL_CELL.exec(cell);
  if (whole) return [{ start: whole[0].length, end: cell.length }];
  if (CELL_MAGIC.test(cell)) return [];
  const spans: Span[] = [];
  let open: { start: number } | null = null;
  for (const { 0: line, index } of cell.matchAll(LINE)) {
    const head = /^\s*(?:!{1,2}|%sx\b|%(?=(?:pip|conda)\b))/.exec(line);
    if (!open && head) open = { start: index + head[0].length };
    if (open && !/\\\r?$/.test(line)) {
      spans.push({ ...open, end: index + line.length });
      open = null;
    }
  }
  if (open) spans.push({ ...open, end: cell.length });
  return spans;
}
