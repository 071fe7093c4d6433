import { adviceText } from "../../api/advice";
import { type CommandChange, commandChange, type FlagChange, flagChange, programChange } from "../../api/mlc";
import type { Release } from "../../api/releases";
import { t } from "../../l10n";
import type { Span, TextEdit } from "../../position";
import { sentences } from "../../sentences";
import { programWords, type ShellCommand, type ShellWord } from "../../syntax/shell";
import { defineRule } from "../rule";
import type { ShellFinding, ShellFix } from "./shell-rule";

/**
 * A command of mlc_llm by a name, or with a flag, that it no longer has: `mlc_chat gen_mlc_chat_config`, `--model-lib-path`.
 */
export const outdatedCommand = defineRule({
  code: "TVM120",
  name: "outdated-command",
  severity: "error",
  scan: () => false,
  check() {},
  shell(command, release, report) {
    const call = callOf(command);
    if (!call) return;
    if (call.program) reportProgram(call.program, release, report);
    const change = commandChange(call.name, release);
    if (change) report(commandFinding(call, change, release));
    for (const [i, word] of call.rest.entries()) {
      const flag = /^--[\w-]+/.exec(word.value)?.[0];
      const changed = flag ? flagChange(call.name, flag, release) : null;
      if (flag && changed) report(flagFinding(call, word, call.rest[i + 1], flag, changed));
    }
  },
});

interface Call {
  /** By today's program: `mlc_llm compile`, `python -m mlc_llm.serve.server`. */
  readonly name: string;
  /** What of the words names it. */
  readonly span: Span;
  /** The subcommand, or the module with what is before it. */
  readonly subcommand: ShellWord | null;
  /** Where the program or package is named: `mlc_chat`. */
  readonly program: (Span & { readonly name: string }) | null;
  /** The words after it. */
  readonly rest: readonly ShellWord[];
}

const PYTHON = /(?:^|\/)python(?:3(?:\.\d+)?)?$/;
const MODULE = /^(mlc_(?:llm|chat))(?:\.([\w.]+))?$/;

function callOf(command: ShellCommand): Call | null {
  const words = programWords(command);
  const [first, ...others] = words;
  if (!first) return null;
  if (/^mlc_(?:llm|chat|chat_cli)$/.test(first.value)) return commandCall(first, first.value, first, others);
  if (!PYTHON.test(first.value)) return null;
  const at = others.findIndex(({ value }) => value === "-m");
  const module = others[at + 1];
  const [, name = "", below] = MODULE.exec(module?.value ?? "") ?? [];
  if (at < 0 || !module || name === "" || module.inner === null) return null;
  const rest = others.slice(at + 2);
  if (!below) return commandCall(module, name, module, rest);
  const program = { start: module.inner, end: module.inner + name.length, name };
  const span = { start: first.start, end: module.end };
  return { name: `python -m mlc_llm.${below}`, span, subcommand: null, program, rest };
}

function commandCall(word: ShellWord, name: string, span: Span, words: readonly ShellWord[]): Call {
  const [subcommand, ...rest] = words;
  const isNamed = subcommand !== undefined && /^\w+$/.test(subcommand.value);
  const start = word.inner ?? word.start;
  return {
    name: isNamed ? `mlc_llm ${subcommand.value}` : "mlc_llm",
    span: isNamed ? subcommand : span,
    subcommand: isNamed ? subcommand : null,
    program: { start, end: start + name.length, name },
    rest: isNamed ? rest : words,
  };
}

function reportProgram(program: Span & { name: string }, release: Release, report: (finding: ShellFinding) => void) {
  const change = programChange(program.name, release);
  if (!change) return;
  report({
    span: program,
    message:
      change.to === null
        ? messageOf(program.name, change, release)
        : t("`{0}` is called `{1}`.", program.name, change.to),
    fix: change.to === null ? null : renameFix(program, change.to, change.safe),
  });
}

function commandFinding(call: Call, change: CommandChange, release: Release): ShellFinding {
  const { to } = change;
  const shown = call.subcommand ? `mlc_llm ${call.subcommand.value}` : call.name;
  let fix: ShellFix | null = null;
  if (to !== null && call.subcommand) fix = renameFix(call.subcommand, to.slice(to.indexOf(" ") + 1), change.safe);
  else if (to !== null) {
    const flags = call.rest.flatMap((word, i): TextEdit[] => {
      const flag = /^--[\w-]+/.exec(word.value)?.[0];
      const changed = flag ? flagChange(call.name, flag, release) : null;
      return flag && changed ? (flagEdits(word, call.rest[i + 1], flag, changed) ?? []) : [];
    });
    const edits = [{ ...call.span, newText: to }, ...flags].map(({ start, end, newText }) => ({ start, end, newText }));
    fix = { title: t("Change to `{0}`", to), applicability: change.safe ? "safe" : "unsafe", edits };
  }
  return { span: call.span, message: messageOf(shown, change, release), fix };
}

function messageOf(name: string, { to, since, advice }: CommandChange, release: Release): string {
  const said =
    to === null
      ? t("mlc_llm has no `{0}`: it went before TVM {1}.", name, since)
      : t("In mlc_llm of TVM {0} this is `{1}`.", release, to);
  return sentences(said, advice && adviceText(advice));
}

function flagFinding(
  call: Call,
  word: ShellWord,
  value: ShellWord | undefined,
  flag: string,
  change: FlagChange,
): ShellFinding {
  const start = word.inner ?? word.start;
  const span = { start, end: start + flag.length };
  const edits = flagEdits(word, value, flag, change);
  const fix: ShellFix | null = edits && {
    title: change.to ? t("Change to `{0}`", change.to) : t("Leave out `{0}`", flag),
    applicability: change.safe ? "safe" : "unsafe",
    edits,
  };
  return { span, message: flagMessage(call.name, flag, change), fix };
}

function flagMessage(command: string, flag: string, { to, override, since }: FlagChange): string {
  if (override !== undefined) {
    return t('`{0}` has no flag `{1}`: write `--overrides "{2}=…"`.', command, flag, override);
  }
  if (to === null) return t("`{0}` has no flag `{1}` any more (it went before TVM {2}).", command, flag, since);
  return to === ""
    ? t("`{0}` takes this without a flag: leave out `{1}`.", command, flag)
    : t("`{0}` calls the flag `{1}`.", command, to);
}

/** The flag by its new name, or its value alone; null where a person has to look. */
function flagEdits(word: ShellWord, value: ShellWord | undefined, flag: string, { to }: FlagChange): TextEdit[] | null {
  if (to === null || word.inner === null) return null;
  const start = word.inner;
  if (to !== "") return [{ start, end: start + flag.length, newText: to }];
  if (word.value.startsWith(`${flag}=`)) return [{ start, end: start + flag.length + 1, newText: "" }];
  return value ? [{ start: word.start, end: value.start, newText: "" }] : null;
}

function renameFix(span: Span, to: string, safe: boolean): ShellFix {
  return {
    title: t("Change to `{0}`", to),
    applicability: safe ? "safe" : "unsafe",
    edits: [{ start: span.start, end: span.end, newText: to }],
  };
}
