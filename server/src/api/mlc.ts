import { readJsonData } from "./folder";
import { lazy } from "./lazy";
import { type Release, releaseIndex } from "./releases";

/** server/data/mlc/cli.json */
interface GeneratedFile {
  readonly commands: Readonly<Record<string, { readonly flags: readonly (readonly string[])[] }>>;
  readonly gone: readonly { readonly command: string; readonly flag?: string; readonly since: Release }[];
}

interface ReviewedCommand {
  readonly old: string;
  readonly new: string | null;
  readonly since?: Release;
  readonly safe?: boolean;
  readonly advice?: string;
}

interface ReviewedFlag {
  /** Subcommands, or modules below `mlc_llm`. */
  readonly of: readonly string[];
  readonly old: string;
  readonly new?: string;
  readonly override?: string;
  readonly safe?: boolean;
}

/** server/data/reviewed/mlc.json */
interface ReviewedFile {
  readonly program: { readonly old: string; readonly new: string; readonly since: Release };
  readonly programs: readonly (ReviewedCommand & { readonly since: Release })[];
  readonly commands: readonly ReviewedCommand[];
  readonly flags: readonly ReviewedFlag[];
  readonly packages: {
    readonly names: readonly { readonly old: string; readonly new: string; readonly since: Release }[];
    readonly plain: { readonly suffix: string; readonly since: Release };
    readonly variants: readonly { readonly old: string; readonly since: Release }[];
    readonly current: readonly { readonly since: Release; readonly names: readonly string[] }[];
  };
}

const generated = lazy(() => readJsonData<GeneratedFile>("mlc/cli.json"));
const reviewed = lazy(() => readJsonData<ReviewedFile>("reviewed/mlc.json"));

function isGoneIn(since: Release | undefined, release: Release): boolean {
  return since !== undefined && releaseIndex(since) <= releaseIndex(release);
}

/** What became of a program, subcommand or module of mlc_llm. */
export interface CommandChange {
  /** What to write in its place; null where nothing takes it. */
  readonly to: string | null;
  readonly since: Release;
  readonly safe: boolean;
  /** A key of `adviceText`. */
  readonly advice: string | undefined;
}

/** The change of a program's name: `mlc_chat`. Null where the release's mlc_llm has it. */
export function programChange(name: string, release: Release): CommandChange | null {
  const { program, programs } = reviewed();
  if (name === program.old && isGoneIn(program.since, release)) {
    return { to: program.new, since: program.since, safe: true, advice: undefined };
  }
  const entry = programs.find((each) => each.old === name);
  return entry && isGoneIn(entry.since, release)
    ? { to: entry.new, since: entry.since, safe: entry.safe ?? false, advice: entry.advice }
    : null;
}

/** @param command by today's program: `mlc_llm gen_mlc_chat_config`, `python -m mlc_llm.serve.server` */
export function commandChange(command: string, release: Release): CommandChange | null {
  const entry = reviewed().commands.find((each) => each.old === command);
  const since = entry?.since ?? generated().gone.find((each) => each.command === command && !each.flag)?.since;
  if (!since || !isGoneIn(since, release)) return null;
  return { to: entry?.new ?? null, since, safe: entry?.safe ?? false, advice: entry?.advice };
}

/** What became of a command's flag. */
export interface FlagChange {
  /** Another flag; an empty text where the value is written alone; null where it is gone. */
  readonly to: string | null;
  /** The key of `--overrides` that says it now. */
  readonly override: string | undefined;
  readonly since: Release;
  readonly safe: boolean;
}

/** Null for flags that the release has, and for those that mlc_llm never had. */
export function flagChange(command: string, flag: string, release: Release): FlagChange | null {
  if (generated().commands[command]?.flags.some((names) => names.includes(flag))) return null;
  const successor = reviewed().commands.find((each) => each.old === command)?.new;
  const own = command.slice(command.lastIndexOf(" ") + 1).replace(/^mlc_llm\./, "");
  const names = [command, ...(successor ? [successor] : [])];
  const since =
    generated().gone.find((each) => names.includes(each.command) && each.flag === flag)?.since ??
    (successor ? commandChange(command, release)?.since : undefined);
  const subcommands = [own, ...(successor ? [successor.slice(successor.lastIndexOf(" ") + 1)] : [])];
  const entry = reviewed().flags.find(
    (each) => each.old === flag && each.of.some((name) => subcommands.includes(name)),
  );
  const isRecorded = generated().gone.some((each) => names.includes(each.command) && each.flag === flag);
  if (!since || !isGoneIn(since, release) || (!entry && !isRecorded)) return null;
  return { to: entry?.new ?? null, override: entry?.override, since, safe: entry?.safe ?? false };
}

/** What became of the name of a wheel on mlc.ai. */
export interface PackageChange {
  readonly to: string;
  readonly since: Release;
  readonly safe: boolean;
  /** The variants that there are. */
  readonly variants: readonly string[];
}

const PACKAGE = /^(mlc-(?:ai|llm|chat)(?:-nightly)?)(?:-(cpu|cu\d+|rocm\d+))?$/;

/** @param name without a version: `mlc-ai-nightly-cu118` */
export function packageChange(name: string, release: Release): PackageChange | null {
  const [, base, variant] = PACKAGE.exec(name) ?? [];
  if (!base) return null;
  const { names, plain, variants, current } = reviewed().packages;
  const there = current.findLast((each) => isGoneIn(each.since, release))?.names ?? [];
  const renamed = names.find((each) => each.old === base && isGoneIn(each.since, release));
  const old = variants.find((each) => each.old === variant && isGoneIn(each.since, release));
  const needsSuffix = !variant && isGoneIn(plain.since, release);
  const since = renamed?.since ?? old?.since ?? (needsSuffix ? plain.since : undefined);
  if (since === undefined) return null;
  const kind = variant?.replace(/\d+$/, "");
  const now = old ? there.find((each) => each.replace(/\d+$/, "") === kind) : variant;
  const suffix = needsSuffix ? plain.suffix : now;
  const stem = (renamed?.new ?? base).replace(/^(mlc-(?:ai|llm))$/, needsSuffix ? "$1-nightly" : "$1");
  return { to: suffix ? `${stem}-${suffix}` : stem, since, safe: !old, variants: there };
}
