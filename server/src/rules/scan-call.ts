/**
 * The name of the function in whose argument list an offset is: its last name alone. Empty where the offset is in no call; null
 * where that cannot be told without parsing.
 */
export function calleeBefore(text: string, offset: number): string | null {
  let before = offset - 1;
  while (/\s/.test(text.charAt(before))) before--;
  // An argument follows a bracket or a comma; a comment may stand between.
  if (!/[(,]/.test(text.charAt(before)) && !text.slice(text.lastIndexOf("\n", before) + 1, before).includes("#"))
    return "";
  let depth = 0;
  for (let at = offset - 1; at >= 0; at--) {
    switch (text[at]) {
      case ")":
      case "]":
      case "}":
        depth++;
        break;
      case "[":
      case "{":
        if (depth-- === 0) return "";
        break;
      case "(":
        if (depth-- === 0) return nameBefore(text, at);
        break;
      case '"':
      case "'": {
        const start = text.lastIndexOf(text[at] as string, at - 1);
        if (start < 0 || /[\n\\]/.test(text.slice(Math.max(0, start - 1), at))) return null;
        at = start;
        break;
      }
      case "#":
        return null;
    }
  }
  return "";
}

function nameBefore(text: string, at: number): string | null {
  let end = at;
  while (/\s/.test(text.charAt(end - 1))) end--;
  let start = end;
  while (start > 0 && /[\w\u0080-\uffff]/.test(text.charAt(start - 1))) start--;
  // Nothing: what is called is no name, or the bracket stands behind something that is skipped here.
  return start === end ? null : text.slice(start, end);
}
