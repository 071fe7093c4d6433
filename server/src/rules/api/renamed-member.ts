import { adviceText } from "../../api/advice";
import { equivalentIn } from "../../api/changes";
import { lastWord } from "../../api/last-word";
import { lostMembers, wordsOfOwners } from "../../api/lost-members";
import {
  distinctiveMemberChange,
  isNewMember,
  isWorthSaying,
  type MemberChange,
  memberChangeOf,
} from "../../api/members";
import type { Release } from "../../api/releases";
import { t } from "../../l10n";
import { remembered } from "../../remembered";
import { isGuarded } from "../../semantic/guards";
import type { Model } from "../../semantic/model";
import { lookup } from "../../semantic/scopes";
import { sentences } from "../../sentences";
import { child, type SyntaxNode } from "../../syntax/node";
import type { PlacedUnit } from "../../syntax/unit";
import { WantedWords } from "../../syntax/words";
import { mayBeObject } from "../receiver-scan";
import { parameterBuffer } from "../rewrites/parameter-buffer";
import { defineRule, type Fix, type UnitContext } from "../rule";
import { someMember } from "../scan-call";
import { dialectName } from "../script/dialect";
import { isInRelaxFunction } from "../script/relax-functions";

/** What a text has to hold for there to be a finding. */
interface Lost {
  readonly all: ReadonlySet<string>;
  readonly wanted: WantedWords;
  /** By a member what the document has to name; null where objects come by any way. */
  readonly owners: ReadonlyMap<string, RegExp | null>;
}

const lostIn = remembered((release: Release): Lost => {
  const all = new Set([...lostMembers(release)].filter((name) => !name.includes("(")));
  const owners = new Map(
    [...all].map((name) => {
      const words = wordsOfOwners(name, release);
      return [name, words && new RegExp(`\\b(?:${words.join("|")})\\b`)];
    }),
  );
  return { all, wanted: new WantedWords(all), owners };
});

const RELAX_VAR = "tvm.relax.Var";

/**
 * A method or field that the value's class no longer has under that name: `sch.get_block`.
 *
 * What class a value is of is followed through assignments, annotations, fields of `self` and what functions return; where
 * that ends in something unknown, only names that no other library has are reported: `x.asnumpy()`.
 */
export const renamedMember = defineRule({
  code: "TVM103",
  name: "renamed-member",
  severity: "error",
  needs: { words: (release) => lostIn(release).all },
  scan(unit) {
    const { wanted, owners } = lostIn(unit.release);
    return someMember(unit.text, wanted, (name, dot) => {
      const owner = owners.get(name);
      if (owner && !unit.documentMatches(owner)) return false;
      return distinctiveMemberChange(name, unit.release) !== null || dot === null || mayBeObject(unit, dot);
    });
  },
  check(context, report) {
    const lost = lostIn(context.release).all;
    for (const { name, node } of context.uses.members) {
      if (name.startsWith("__") || !lost.has(name)) continue;
      const own = child(node, "attribute");
      if (!own) continue;
      const isNew = isNewMember(name, context.release) && relaxValue(node, context);
      const of = isNew || context.model.evaluator.receiver({ node, unit: context.unit }) || inScript(node, context);
      const today = of && equivalentIn(of, context.release);
      const change = of ? today && memberChangeOf(today, name, context.release) : unmistakable(name, node, context);
      if (!change || !isWorthSaying(change, name) || isGuarded(node, context.unit.unit.text)) continue;
      const now = change.member;
      const kind = of?.split(".").at(-1);
      const shown = kind ? `${kind}.${name}` : `.${name}`;
      report({
        span: own,
        message: sentences(sentence(shown, change), change.advice && adviceText(change.advice)),
        deprecated: true,
        ...(now !== null && {
          fix: (at) => ({
            title: t("Change to `{0}`", now),
            applicability: change.safe ? "safe" : "unsafe",
            edits: [at.edit(own, now)],
          }),
        }),
        ...(change.advice === BUFFER_MAP && { fix: (at) => parameterFix(node, at) }),
      });
    }
  },
});

const BUFFER_MAP = "buffer-map";

function parameterFix(node: SyntaxNode, context: UnitContext): Fix | null {
  const edits = parameterBuffer(node, context);
  return edits && { title: t("Take the parameter, which is the buffer"), applicability: "safe", edits };
}

/** What a definition in TVMScript is an object of, by the last name of its decorator. */
const MADE: Readonly<Record<string, string>> = {
  prim_func: "tvm.tir.PrimFunc",
  function: "tvm.relax.Function",
  ir_module: "tvm.IRModule",
};

/** The class of what the decorator of a function or class made of it. */
function inScript(node: SyntaxNode, { model, unit }: UnitContext): string | null {
  const object = child(node, "object");
  const value = object ? model.evaluator.evaluate({ node: object, unit }) : null;
  if (value?.kind !== "function" && value?.kind !== "class") return null;
  const made = value.kind === "class" ? value.class : value;
  if (value.kind === "class" && isDefined(node, model, unit)) return null;
  const { parent } = made.node;
  for (const decorator of parent?.kind === "decorated_definition" ? parent.children : []) {
    if (decorator.kind !== "decorator") continue;
    const written = decorator.children.find((each) => each.kind !== "comment");
    const called = written?.kind === "call" ? child(written, "function") : written;
    const path = called ? model.evaluator.path({ node: called, unit: made.unit }) : null;
    if (path?.startsWith("tvm.")) return MADE[lastWord(path)] ?? null;
  }
  return null;
}

/** Whether the document defines a function of the member's name: it may be one of the class's. */
function isDefined(member: SyntaxNode, model: Model, { unit }: PlacedUnit): boolean {
  const own = child(member, "attribute");
  const defined = new RegExp(`\\bdef[\\s\\\\]+${own ? unit.text.slice(own.start, own.end) : ""}\\b`);
  return model.parts.some(({ syntax }) => defined.test(syntax.text));
}

/** The class of what a parameter of a Relax function is, or what an operator gives there. */
function relaxValue(node: SyntaxNode, context: UnitContext): string | null {
  const object = child(node, "object");
  if (object?.kind !== "identifier" || !isInRelaxFunction(node, context)) return null;
  const bound = lookup(context.text(object), { node: object, unit: context.unit }, context.model.module);
  const isRelax = (from: SyntaxNode | null | undefined) => {
    const head = from?.kind === "type" ? from.children[0] : from;
    const path = head?.kind === "call" ? context.path(child(head, "function") ?? head) : null;
    return path !== null && dialectName(path)?.dialect === "relax";
  };
  const all = bound.every(({ binding, unit }) => {
    if (unit !== context.unit || (binding.kind !== "parameter" && binding.kind !== "value")) return false;
    return isRelax(binding.annotation) || (binding.kind === "value" && isRelax(binding.value));
  });
  return all && bound.length > 0 ? RELAX_VAR : null;
}

function sentence(shown: string, { kind, member, since }: MemberChange): string {
  if (kind === "not-yet") {
    return member === null
      ? t("`{0}` only came with TVM {1}.", shown, since)
      : t("`{0}` only came with TVM {1}; before, it was `{2}`.", shown, since, member);
  }
  return member === null
    ? t("`{0}` is gone since TVM {1}.", shown, since)
    : t("`{0}` is called `{2}` since TVM {1}.", shown, since, member);
}

/** The change of a member of a value whose class is not known, for names that only TVM has, in code that imports TVM. */
function unmistakable(name: string, node: SyntaxNode, { model, release, unit }: UnitContext): MemberChange | null {
  const change = model.module.imports("tvm") ? distinctiveMemberChange(name, release) : null;
  if (!change) return null;
  const object = child(node, "object");
  if (!object) return null;
  const value = model.evaluator.evaluate({ node: object, unit });
  // A value of the user's own, or of another library; what a field of an object of TVM's holds may be unknown, too.
  if (value !== null && !(value?.kind === "member" && value.of.startsWith("tvm."))) return null;
  return change.unlessImports?.some((library) => model.module.imports(library)) ? null : change;
}
