import type { Release } from "../api/releases";
import type { Span } from "../position";
import type { Answers } from "../relax/answers";
import { remembered } from "../remembered";
import { type Model, type Part, writtenText } from "../semantic/model";
import type { PlacedUnit, Unit } from "../syntax/unit";
import type { Reading } from "../tir/lower";
import { Contexts } from "./context";
import { keepsComments } from "./kept-comments";
import { rules } from "./registry";
import type { Finding, Fix, PartEdit, Rule, Severity, UnitContext } from "./rule";
import { meansTheSame } from "./same-meaning";
import { LazyScan } from "./scan";
import { ScanPlan } from "./scan-plan";
import { saidToHaveNone } from "./script/compared";
import { isDocumentFromBeforeTirx } from "./script/document-origin";
import { wishFor } from "./selection";
import { shellFindings } from "./shell/shell-findings";
import { type Suppressions, suppressionsOf } from "./suppression";
import { isUnread } from "./unread";

/** A finding at its place in a version of a document. */
export interface Diagnostic {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly message: string;
  readonly part: Part;
  /** Offsets in the part's text. */
  readonly start: number;
  readonly end: number;
  readonly deprecated: boolean;
  /** The page that explains it, below `docs` and without its ending. */
  readonly page: string;
  readonly unnecessary: boolean;
  readonly related: readonly Related[];
  /** Null where nothing can be done by a program. */
  fix(): Fix | null;
  /** Whether nothing reads what stands there: an error there is a warning. */
  isUnread(): boolean;
}

/** Another place that belongs to a finding. Offsets count in the finding's part. */
export interface Related extends Span {
  readonly message: string;
}

/** A user's wishes: by code or name of a rule, by the beginning of codes, or by group. */
export type RuleSettings = Readonly<Record<string, Severity | "off">>;

export interface Options {
  readonly release: Release;
  readonly rules?: RuleSettings;
  /** The release that the code was written for, where somebody said so. */
  readonly from?: Release;
  /** Keep what is found, for versions of the document that hold the same units; it takes the meaning of all of them. */
  readonly remember?: boolean;
  /** What a real TVM has said of types, and what it is to be asked. */
  readonly answers?: Answers | undefined;
  /** The model is looked at this one time: units in which nothing is found are let go of on the way. */
  readonly once?: boolean;
  /** Errors are told as errors wherever they stand: `isUnread` is asked of those that a user gets to see. */
  readonly judgedLater?: boolean;
  /** Have all units parsed, whatever the rules' scans say: for the test that compares. */
  readonly parseAll?: boolean;
}

interface Known {
  readonly environment: string;
  readonly above: number;
  readonly release: Release;
  /** What the whole document says of when it was written. */
  readonly fromBefore: boolean;
  /** The functions of which the document says that they have no attributes. */
  readonly withoutAttributes: string;
  readonly definitions: readonly Reading[];
  readonly findings: readonly { readonly rule: Rule; readonly finding: Finding }[];
}

/**
 * What was found in a unit, for as long as the unit lives: an edit elsewhere that changes no module-level name leaves it
 * true. Two entries, so that a check for another release doesn't throw out the editor's.
 */
const known = new WeakMap<Unit, Known>();

/** What was found in a version of a document, for the version that comes of fixing some of it. */
export interface Checked {
  readonly model: Model;
  readonly found: readonly Diagnostic[];
  /** Of units in which something was found. */
  readonly byUnit: ReadonlyMap<Unit, Known["findings"]>;
}

/** All findings in a model, in order of place. Rules never see a document: a unit at a time is all they get. */
export function check(model: Model, options: Options): readonly Diagnostic[] {
  return checkAfter(null, model, options).found;
}

/** The same of a version that others came before: what was found in a unit is taken from there where it still holds. */
export function checkAfter(before: Checked | null, model: Model, options: Options): Checked {
  const contexts = new Contexts(model, options.release, options.remember, options.from, options.answers);
  const { wishes, wanted } = choiceOf(options);
  const severityOf = (rule: Rule, finding: Finding) => wishes.get(rule) ?? finding.severity ?? rule.severity;
  const quiet = new Map<Part, Suppressions>();
  const suppressionsIn = (part: Part): Suppressions => {
    const own = quiet.get(part) ?? suppressionsOf(writtenText(part), part.syntax.lines);
    quiet.set(part, own);
    return own;
  };
  const found: Diagnostic[] = [];
  const byUnit = new Map<Unit, Known["findings"]>();
  const stays = before && meansTheSame(before.model, model, options.release) ? before : null;
  const same = new Set(stays?.model.units.map(({ unit }) => unit));
  for (const unit of model.units) {
    const findings = same.has(unit.unit)
      ? (stays?.byUnit.get(unit.unit) ?? NOTHING)
      : findingsOf(unit, contexts, wanted, options);
    if (findings.length === 0) continue;
    byUnit.set(unit.unit, findings);
    const part = model.partOf(unit);
    for (const { rule, finding } of findings) {
      const severity = severityOf(rule, finding);
      if (severity === "off") continue;
      const start = unit.start + finding.span.start;
      const end = unit.start + finding.span.end;
      const { lines } = part.syntax;
      const silent = [lines.lineAt(start), lines.lineAt(end)].some((line) => suppressionsIn(part).covers(line, rule));
      if (silent) continue;
      found.push({
        rule,
        severity,
        message: finding.message,
        part,
        start,
        end,
        deprecated: finding.deprecated ?? false,
        page: finding.page ?? `rules/${rule.code}`,
        unnecessary: finding.unnecessary ?? false,
        related: (finding.related ?? []).map(({ span, message }) => ({
          start: unit.start + span.start,
          end: unit.start + span.end,
          message,
        })),
        fix: () => {
          const fix = finding.fix?.(contexts.of(unit));
          return fix && keepsComments(fix) ? fix : null;
        },
        isUnread: () => isUnread(finding.span, contexts.of(unit)),
      });
    }
  }
  const inShells = model.parts.flatMap((part) => shellDiagnostics(part, options, wishes, suppressionsIn));
  if (inShells.length === 0) return { model, found, byUnit };
  const order = new Map(model.parts.map((part, i) => [part, i]));
  const place = ({ part }: Diagnostic) => order.get(part) ?? 0;
  const all = [...found, ...inShells].sort((a, b) => place(a) - place(b) || a.start - b.start);
  return { model, found: all, byUnit };
}

interface Choice {
  readonly wishes: ReadonlyMap<Rule, Severity | "off" | undefined>;
  /** The rules that are checked at all. */
  readonly wanted: readonly Rule[];
}

const EVERYTHING: Choice = { wishes: new Map(), wanted: rules };
const choices = new WeakMap<RuleSettings, Choice>();

function choiceOf({ rules: settings, remember }: Options): Choice {
  if (!settings) return EVERYTHING;
  let choice = choices.get(settings);
  if (!choice) {
    const wishes = new Map(rules.map((rule) => [rule, wishFor(rule, settings)]));
    choice = { wishes, wanted: rules.filter((rule) => wishes.get(rule) !== "off") };
    choices.set(settings, choice);
  }
  // What is remembered has to hold when the settings have changed.
  return remember ? { ...choice, wanted: rules } : choice;
}

function shellDiagnostics(
  part: Part,
  { release }: Options,
  wishes: ReadonlyMap<Rule, Severity | "off" | undefined>,
  suppressionsIn: (part: Part) => Suppressions,
): Diagnostic[] {
  if (!part.shell) return [];
  return shellFindings(part.shell, release).flatMap(({ rule, finding }): Diagnostic[] => {
    const severity = wishes.get(rule) ?? finding.severity ?? rule.severity;
    const { start, end } = finding.span;
    if (severity === "off" || suppressionsIn(part).covers(part.syntax.lines.lineAt(start), rule)) return [];
    const fix = finding.fix && { ...finding.fix, edits: finding.fix.edits.map((edit) => ({ ...edit, part })) };
    return [
      {
        rule,
        severity,
        message: finding.message,
        part,
        start,
        end,
        deprecated: false,
        page: `rules/${rule.code}`,
        unnecessary: false,
        related: [],
        fix: () => fix,
        isUnread: () => false,
      },
    ];
  });
}

function findingsOf(
  unit: PlacedUnit,
  contexts: Contexts,
  wanted: readonly Rule[],
  options: Options,
): Known["findings"] {
  if (options.remember) return knownFindings(contexts.of(unit));
  const asked = options.parseAll ? wanted : rulesFor(unit, contexts, wanted);
  // Most units: nothing is made for them.
  if (asked.length === 0) return NOTHING;
  const findings = find(contexts.of(unit), asked, options.judgedLater ?? false);
  if (options.once && findings.length === 0) contexts.forget(unit);
  return findings;
}

function knownFindings(context: UnitContext): Known["findings"] {
  const { unit } = context.unit;
  const before = known.get(unit);
  const { definitions } = context;
  const { environment } = context.model;
  const above = context.model.environmentAbove(context.unit);
  const fromBefore = isDocumentFromBeforeTirx(context.model, context.release, true);
  const withoutAttributes = [...saidToHaveNone(context.model)].join();
  if (
    before &&
    before.release === context.release &&
    before.above === above &&
    before.fromBefore === fromBefore &&
    before.withoutAttributes === withoutAttributes &&
    before.environment === environment &&
    before.definitions === definitions
  )
    return before.findings;
  const { release } = context;
  const findings = find(context, rulesFor(context.unit, context, rules), false);
  known.set(unit, { environment, above, release, fromBefore, withoutAttributes, definitions, findings });
  return findings;
}

const NOTHING: Known["findings"] = [];

function find(context: UnitContext, asked: readonly Rule[], isJudgedLater: boolean): Known["findings"] {
  if (asked.length === 0) return NOTHING;
  const findings: { rule: Rule; finding: Finding }[] = [];
  let rule = asked[0] as Rule;
  const report = (finding: Finding): void => {
    const isError = !isJudgedLater && (finding.severity ?? rule.severity) === "error";
    findings.push({
      rule,
      finding: isError && isUnread(finding.span, context) ? { ...finding, severity: "warning" } : finding,
    });
  };
  let about: Rule["about"];
  let isThere = true;
  for (let at = 0; at < asked.length; at++) {
    rule = asked[at] as Rule;
    if (rule.about !== about) {
      about = rule.about;
      isThere = about?.(context) ?? true;
    }
    if (isThere) rule.check(context, report);
  }
  return findings.length === 0 ? NOTHING : findings.sort((a, b) => a.finding.span.start - b.finding.span.start);
}

const plans = new WeakMap<readonly Rule[], (release: Release) => ScanPlan>();

function rulesFor(
  unit: PlacedUnit,
  { model, release, from }: Pick<UnitContext, "model" | "release" | "from">,
  wanted: readonly Rule[],
): readonly Rule[] {
  let planFor = plans.get(wanted);
  if (!planFor) {
    planFor = remembered((each: Release) => new ScanPlan(wanted, each));
    plans.set(wanted, planFor);
  }
  return planFor(release).rulesFor(new LazyScan(model, unit, release, from));
}

export interface FixChoice {
  readonly unsafe: boolean;
}

/**
 * The edits of all fixes that can stand together, by part. Where two differ over the same place the earlier finding's goes
 * first and the other waits for the next round.
 */
export function combine(fixes: readonly Fix[]): PartEdit[] {
  const taken: PartEdit[] = [];
  const key = (edit: PartEdit) => `${edit.start},${edit.end},${edit.newText}`;
  const seen = new Map<Part, Set<string>>();
  for (const fix of fixes) {
    const fresh = fix.edits.filter((edit) => !seen.get(edit.part)?.has(key(edit)));
    if (fresh.some((edit) => taken.some((other) => other.part === edit.part && clash(edit, other)))) continue;
    for (const edit of fresh) {
      taken.push(edit);
      const own = seen.get(edit.part) ?? new Set<string>();
      seen.set(edit.part, own.add(key(edit)));
    }
  }
  return taken;
}

function clash(a: PartEdit, b: PartEdit): boolean {
  if (a.start === a.end && b.start === b.end) return a.start === b.start;
  return a.start < b.end && b.start < a.end;
}
