/**
 * Blanks out what IPython adds to Python in a notebook's cell, so that offsets stay what they were: lines that start with
 * `%` or `!`, help with `?`, and whole cells of another language (`%%bash`).
 */
export function withoutMagics(cell: string): string {
  if (!/[%!?]/.test(cell)) return cell;
  const other = /^\s*%%(?!time\b|timeit\b|capture\b|prun\b)/.test(cell);
  return cell.replace(/^.*$/gm, (line) =>
    other || /^\s*(?:%|!)|^\s*\??[\w.]+\?{1,2}\s*$|^\s*\?{1,2}\w/.test(line) ? " ".repeat(line.length) : line,
  );
}
