/** What stands behind the last dot of a name: what a text has to hold for the name to be in it. */
export function lastWord(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
