import { readJsonData } from "./folder";
import { lazy } from "./lazy";
import { type Release, releaseIndex } from "./releases";

type OptionType = "str" | "list" | "int" | "bool";

interface ReviewedTargets {
  readonly since: Release;
  readonly options: Readonly<Record<OptionType, readonly string[]>>;
}

/** server/data/reviewed/targets.json */
const file = lazy(() => readJsonData<ReviewedTargets>("reviewed/targets.json"));

const types = lazy(() => {
  const byName = new Map<string, OptionType>();
  for (const type of ["str", "list", "int", "bool"] as const) {
    for (const name of file().options[type]) byName.set(name, type);
  }
  return byName;
});

/** The first release that takes no targets as text with options. */
export function targetTextEndsIn(): Release {
  return file().since;
}

/** Whether a release takes `"llvm -mcpu=…"` as a target. */
export function takesTargetText(release: Release): boolean {
  return releaseIndex(release) < releaseIndex(file().since);
}

/** Whether a text is a target with options: `llvm -mcpu=…`. */
export function isTargetText(text: string): boolean {
  return /^[a-z]\w*(?:\s+--?[A-Za-z][\w-]*(?:=\S*|\s+[^\s-]\S*)?)+\s*$/.test(text);
}

/**
 * The dictionary, in Python, that means what a target's text meant; null where an option is not known.
 * @param quote the quotation mark to write
 */
export function targetDictionary(text: string, quote: string): string | null {
  const [kind = "", ...words] = text.trim().split(/\s+/);
  const quoted = (value: string) => quote + value + quote;
  const pairs = [`${quoted("kind")}: ${quoted(kind)}`];
  for (let i = 0; i < words.length; i++) {
    const [, name, inline] = /^--?([^=]+)(?:=(.*))?$/.exec(words[i] ?? "") ?? [];
    if (!name) return null;
    let value = inline;
    const next = words[i + 1];
    if (value === undefined && next !== undefined && !next.startsWith("-")) {
      value = next;
      i++;
    }
    const written = name === "host" ? hostOf(value, quoted) : optionValue(name, value, quoted);
    if (written === null) return null;
    pairs.push(`${quoted(name)}: ${written}`);
  }
  return `{${pairs.join(", ")}}`;
}

function hostOf(value: string | undefined, quoted: (value: string) => string): string | null {
  return value && /^\w+$/.test(value) ? quoted(value) : null;
}

function optionValue(name: string, value: string | undefined, quoted: (value: string) => string): string | null {
  if (value !== undefined && /["'\\]/.test(value)) return null;
  switch (types().get(name)) {
    case "str":
      return value === undefined ? null : quoted(value);
    case "list":
      return value === undefined ? null : `[${value.split(",").map(quoted).join(", ")}]`;
    case "int":
      return value !== undefined && /^-?\d+$/.test(value) ? value : null;
    case "bool":
      if (value === undefined || /^(?:1|true|True)$/.test(value)) return "True";
      return /^(?:0|false|False)$/.test(value) ? "False" : null;
    default:
      return null;
  }
}
