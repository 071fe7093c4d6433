import { child, childOfKind, childrenOf, firstPart, type SyntaxNode, walk } from "../syntax/node";
import type { PlacedUnit } from "../syntax/unit";
import { Roots } from "./roots";
import { type Bound, classAround, functionAround, lookup, type ModuleScope, nameOf, type Site } from "./scopes";

/** What an expression stands for, as far as it can be known without running anything. */
export type Value =
  /** Something of a library, by its dotted path: a module, function or class. */
  | { readonly kind: "path"; readonly path: string }
  /** An object of a library's class; `of` is the class's path in the newest release that has it. */
  | { readonly kind: "instance"; readonly of: string }
  /** A method or field of such an object. */
  | { readonly kind: "member"; readonly of: string; readonly name: string }
  | { readonly kind: "class"; readonly class: LocalClass }
  | { readonly kind: "object"; readonly class: LocalClass }
  | { readonly kind: "function"; readonly node: SyntaxNode; readonly unit: PlacedUnit };

/** A class of the user's, its members possibly units of their own. */
export interface LocalClass {
  readonly name: string;
  readonly node: SyntaxNode;
  readonly unit: PlacedUnit;
}

/** What is known of a library's classes and functions: answered from the API data. */
export interface KnownApi {
  /** The identity of the class at that path, the same for all paths and releases; null when it is no class. */
  classOf(path: string): string | null;
  /** The class of what a call of that function returns. */
  returnOf(path: string): string | null;
  /** The class of each of the things that a call of that function returns together. */
  elementReturn(path: string): string | null;
  /** The class of what a call of that method returns. */
  memberReturn(ofClass: string, member: string): string | null;
  /** The class of what a field of an object of that class holds; null of methods. */
  fieldType(ofClass: string, field: string): string | null;
  /** The class of each of the things in the list that such a field holds. */
  fieldElement(ofClass: string, field: string): string | null;
  /** The class of each of the things in the list that a call of that function returns. */
  returnedElement(path: string): string | null;
  /** The class of what calling an object of that class returns. */
  callReturn(ofClass: string): string | null;
  /** The class of what an arithmetic operator gives with an object of that class on either side. */
  operatorReturn(ofClass: string): string | null;
  /** Whether objects of one class are objects of the other. */
  isSubclass(ofClass: string, base: string): boolean;
}

/** Enough for code as people write it; a bound, so that no program makes us wait. */
const MAX_DEPTH = 24;
const MAX_STEPS = 4000;

/** Answers what expressions mean in one version of a document. Never runs anything; null means "not known". */
export class Evaluator {
  private readonly memo = new Map<SyntaxNode, Value | null>();
  private readonly open = new Set<SyntaxNode>();
  private steps = 0;
  private classes: boolean | undefined;
  /** By unit and by the chain as it is written: what does not depend on the place. */
  private readonly paths = new Map<PlacedUnit, Map<string, string | null | undefined>>();
  readonly roots: Roots;

  constructor(
    private readonly units: readonly PlacedUnit[],
    private readonly module: ModuleScope,
    private readonly api: KnownApi,
  ) {
    this.roots = new Roots(module);
  }

  /** What the expression at that site stands for. */
  evaluate(site: Site): Value | null {
    this.steps = 0;
    return this.value(site, 0) ?? null;
  }

  /** The dotted path of a name or attribute chain; null for anything else. */
  path(site: Site): string | null {
    const path = this.importedPath(site);
    if (path !== undefined) return path;
    const value = this.evaluate(site);
    return value?.kind === "path" ? value.path : null;
  }

  private importedPath({ node, unit }: Site): string | null | undefined {
    if (node.kind !== "attribute" && node.kind !== "identifier") return undefined;
    let known = this.paths.get(unit);
    if (!known) {
      known = new Map();
      this.paths.set(unit, known);
    }
    const written = unit.unit.text.slice(node.start, node.end);
    let path = known.get(written);
    if (path === undefined && !known.has(written)) {
      path = this.findImportedPath(node, unit);
      known.set(written, path);
    }
    return path;
  }

  /** The path of a chain whose first name is only imported; undefined where that is not so. */
  private findImportedPath(chain: SyntaxNode, unit: PlacedUnit): string | null | undefined {
    const { text } = unit.unit;
    const read = (node: SyntaxNode) => text.slice(node.start, node.end);
    let names = "";
    let at: SyntaxNode = chain;
    for (let depth = 0; at.kind === "attribute"; depth++) {
      const object = child(at, "object");
      const name = child(at, "attribute");
      if (!object || !name || depth > MAX_DEPTH) return undefined;
      names = `.${read(name)}${names}`;
      at = object;
    }
    if (at.kind !== "identifier") return undefined;
    const root = this.roots.of(read(at), unit);
    // A field of an object may hold what a library has.
    if (root === null && names !== "" && this.hasClasses) return undefined;
    return typeof root === "string" ? root + names : root;
  }

  private get hasClasses(): boolean {
    this.classes ??= this.units.some(({ unit, shells }) => shells.length > 0 || /\bclass\b/.test(unit.text));
    return this.classes;
  }

  /** undefined: a circle, or the bound was reached: neither for nor against any value. */
  private value(site: Site, depth: number): Value | null | undefined {
    const { node } = site;
    const known = this.memo.get(node);
    if (known !== undefined) return known;
    if (depth > MAX_DEPTH || ++this.steps > MAX_STEPS || this.open.has(node)) return undefined;
    this.open.add(node);
    const value = this.compute(site, depth);
    this.open.delete(node);
    if (value !== undefined) this.memo.set(node, value);
    return value;
  }

  private compute(site: Site, depth: number): Value | null | undefined {
    const { node, unit } = site;
    const at = (inner: SyntaxNode | null) => (inner ? this.value({ node: inner, unit }, depth + 1) : null);
    switch (node.kind) {
      case "identifier":
        return this.name(site, depth);
      case "attribute":
        return this.attribute(site, depth);
      case "dotted_name":
        return node.children.length === 1 ? at(node.children[0] ?? null) : null;
      case "call":
        return this.call(at(child(node, "function")), depth);
      case "parenthesized_expression":
      case "type":
        return at(node.children.find((each) => each.kind !== "comment") ?? null);
      case "await":
        return null;
      case "assignment":
      case "named_expression":
        return at(child(node, "right") ?? child(node, "value"));
      case "conditional_expression":
        return agreed([at(node.children[0] ?? null), at(node.children[2] ?? null)]);
      case "binary_operator":
        return this.operator(at(child(node, "left")), at(child(node, "right")));
      case "unary_operator":
        return this.operator(at(child(node, "argument")), null);
      case "subscript":
        return this.elementOf(child(node, "value"), unit, depth);
      case "string":
        return null;
      default:
        return null;
    }
  }

  private name(site: Site, depth: number): Value | null | undefined {
    const { node, unit } = site;
    const name = unit.unit.text.slice(node.start, node.end);
    const found = lookup(name, site, this.module);
    if (found.length === 0) return null;
    return agreed(withoutStandIn(found).map((bound) => this.bound(bound, depth)));
  }

  private bound({ binding, unit }: Bound, depth: number): Value | null | undefined {
    switch (binding.kind) {
      case "import":
        return binding.path === null ? null : { kind: "path", path: binding.path };
      case "class":
        return { kind: "class", class: { name: nameOf(binding.node, unit.unit), node: binding.node, unit } };
      case "function":
        return { kind: "function", node: binding.node, unit };
      case "parameter":
        return binding.annotation ? this.annotated(binding.annotation, unit, depth) : this.self(binding.node, unit);
      case "value":
        if (binding.annotation) {
          const annotated = this.annotated(binding.annotation, unit, depth);
          if (annotated) return annotated;
        }
        if (!binding.value) return null;
        if (binding.index === null) return this.value({ node: binding.value, unit }, depth + 1);
        return this.unpacked(binding.value, binding.index, unit, depth);
      case "other":
        return this.looped(binding.node, unit, depth);
    }
  }

  /** `for parameter in function.params` */
  private looped(target: SyntaxNode, unit: PlacedUnit, depth: number): Value | null {
    const { parent } = target;
    if (parent?.kind !== "for_statement" && parent?.kind !== "for_in_clause") return null;
    const list = target.field === "left" ? child(parent, "right") : null;
    return this.elementOf(list, unit, depth);
  }

  /** One of several targets: `a, b = x, y` takes its own side; of a call that gives several tensors, each is one. */
  private unpacked(value: SyntaxNode, index: number, unit: PlacedUnit, depth: number): Value | null | undefined {
    if (value.kind === "expression_list" || value.kind === "tuple") {
      const own = value.children.filter((each) => each.kind !== "comment")[index];
      return own ? this.value({ node: own, unit }, depth + 1) : null;
    }
    if (value.kind !== "call") return null;
    const fn = child(value, "function");
    const callee = fn ? this.value({ node: fn, unit }, depth + 1) : null;
    if (callee?.kind === "path") {
      const returned = this.api.elementReturn(callee.path);
      return returned ? { kind: "instance", of: returned } : null;
    }
    return null;
  }

  private annotated(annotation: SyntaxNode, unit: PlacedUnit, depth: number): Value | null {
    let node = annotation.kind === "type" ? annotation.children[0] : annotation;
    // Optional[X] and X | None are X where a method is called on it.
    if (node?.kind === "generic_type" || node?.kind === "subscript") {
      const head = node.children[0];
      if (!head || !/\bOptional$/.test(unit.unit.text.slice(head.start, head.end))) return null;
      const inner =
        node.kind === "subscript" ? child(node, "subscript") : childOfKind(node, "type_parameter")?.children[0];
      node = inner?.kind === "type" ? inner.children[0] : (inner ?? undefined);
    }
    if (!node) return null;
    const value = this.value({ node, unit }, depth + 1);
    return this.objectOf(value ?? null);
  }

  private objectOf(value: Value | null): Value | null {
    if (value?.kind === "class") return { kind: "object", class: value.class };
    if (value?.kind !== "path") return null;
    const known = this.api.classOf(value.path);
    return known ? { kind: "instance", of: known } : null;
  }

  /** The first parameter of a method is an object of the class around it. */
  private self(parameter: SyntaxNode, unit: PlacedUnit): Value | null {
    const fn = functionAround(parameter);
    const first = fn && firstParameter(fn);
    if (!fn || first !== parameter) return null;
    const own = this.classOfMethod(fn, unit);
    return own ? { kind: "object", class: own } : null;
  }

  private classOfMethod(fn: SyntaxNode, unit: PlacedUnit): LocalClass | null {
    const inline = classAround(fn);
    if (inline) return { name: nameOf(inline, unit.unit), node: inline, unit };
    const shell = unit.shells.at(-1);
    const top = fn.parent?.kind === "decorated_definition" ? fn.parent.parent : fn.parent;
    if (!shell || top?.kind !== "module") return null;
    const node = classNode(shell);
    return node ? { name: nameOf(node, shell.unit), node, unit: shell } : null;
  }

  private attribute(site: Site, depth: number): Value | null | undefined {
    const { node, unit } = site;
    const object = child(node, "object");
    const attribute = child(node, "attribute");
    if (!object || !attribute) return null;
    const name = unit.unit.text.slice(attribute.start, attribute.end);
    const base = this.value({ node: object, unit }, depth + 1);
    if (!base) return base;
    if (base.kind === "path") return { kind: "path", path: `${base.path}.${name}` };
    if (base.kind === "object") return this.field(base.class, name, depth);
    const of = this.classOfObject(base);
    return of === null ? null : { kind: "member", of, name };
  }

  /** The class of a library's that an object is of: one that came by a call, or is held in a field of another. */
  private classOfObject(value: Value): string | null {
    if (value.kind === "instance") return value.of;
    return value.kind === "member" ? this.api.fieldType(value.of, value.name) : null;
  }

  /** What is in a list: `function.params[0]`, `all_vars(body)[0]`. */
  private elementOf(list: SyntaxNode | null, unit: PlacedUnit, depth: number): Value | null {
    if (!list || depth > MAX_DEPTH || ++this.steps > MAX_STEPS) return null;
    let of: string | null = null;
    if (list.kind === "identifier") {
      const found = lookup(unit.unit.text.slice(list.start, list.end), { node: list, unit }, this.module);
      const elements = found.map(({ binding, unit: at }) => {
        const isWhole = binding.kind === "value" && binding.index === null && !binding.annotation;
        return isWhole && binding.value !== list ? this.elementOf(binding.value, at, depth + 1) : null;
      });
      return agreed(elements) ?? null;
    }
    if (list.kind === "call") {
      const called = child(list, "function");
      const callee = called && this.value({ node: called, unit }, depth + 1);
      if (callee?.kind === "path") of = this.api.returnedElement(callee.path);
    } else {
      const value = this.value({ node: list, unit }, depth + 1);
      if (value?.kind === "member") of = this.api.fieldElement(value.of, value.name);
    }
    return of === null ? null : { kind: "instance", of };
  }

  /** What `self.name` holds: what the class's methods put there, or the method of that name. */
  private field(of: LocalClass, name: string, depth: number): Value | null | undefined {
    const values: (Value | null | undefined)[] = [];
    for (const { node, unit } of this.methodsOf(of, [name])) {
      if (nameOf(node, unit.unit) === name) return { kind: "function", node, unit };
      for (const value of fieldAssignments(node, unit, name)) values.push(this.value({ node: value, unit }, depth + 1));
    }
    return values.length > 0 ? agreed(values) : null;
  }

  /** The functions in a class's body, wherever it was cut; those in whose text no one of the words is may be left out. */
  private methodsOf(of: LocalClass, words: readonly string[]): Site[] {
    const body = child(of.node, "body");
    const inline = (body?.children ?? []).flatMap((each) => {
      const node = each.kind === "decorated_definition" ? child(each, "definition") : each;
      return node?.kind === "function_definition" ? [{ node, unit: of.unit }] : [];
    });
    if (!of.unit.unit.shell) return inline;
    return this.units.flatMap((unit) => {
      if (unit.shells.at(-1) !== of.unit || !words.some((word) => unit.unit.text.includes(word))) return [];
      return unit.unit.root.children.flatMap((each) => {
        const node = each.kind === "decorated_definition" ? child(each, "definition") : each;
        return node?.kind === "function_definition" ? [{ node, unit }] : [];
      });
    });
  }

  private call(callee: Value | null | undefined, depth: number): Value | null | undefined {
    if (!callee) return callee;
    switch (callee.kind) {
      case "path": {
        const made = this.api.classOf(callee.path) ?? this.api.returnOf(callee.path);
        return made ? { kind: "instance", of: made } : null;
      }
      case "class":
        return { kind: "object", class: callee.class };
      case "member": {
        const returned = this.api.memberReturn(callee.of, callee.name);
        return returned ? { kind: "instance", of: returned } : null;
      }
      case "instance": {
        const returned = this.api.callReturn(callee.of);
        return returned ? { kind: "instance", of: returned } : null;
      }
      case "object": {
        const forward = this.methodsOf(callee.class, ["forward", "__call__"]).find(
          ({ node, unit }) => nameOf(node, unit.unit) === "forward" || nameOf(node, unit.unit) === "__call__",
        );
        return forward ? this.returned(forward.node, forward.unit, depth) : null;
      }
      case "function":
        return this.returned(callee.node, callee.unit, depth);
    }
  }

  /** What a function of the user's returns: by its annotation, else what its return statements agree on. */
  private returned(fn: SyntaxNode, unit: PlacedUnit, depth: number): Value | null | undefined {
    const annotation = child(fn, "return_type");
    if (annotation) return this.annotated(annotation, unit, depth);
    const values: (Value | null | undefined)[] = [];
    const body = child(fn, "body");
    if (!body) return null;
    walk(body, (node) => {
      if (node.kind === "return_statement") {
        const value = node.children[0];
        values.push(value ? this.value({ node: value, unit }, depth + 1) : null);
      }
      return node.kind !== "function_definition" && node.kind !== "class_definition" && node.kind !== "lambda";
    });
    return values.length > 0 ? agreed(values) : null;
  }

  /** What an operator gives, where one of its operands is an object of a class that is known to overload them. */
  private operator(left: Value | null | undefined, right: Value | null | undefined): Value | null | undefined {
    for (const side of [left, right]) {
      const returned = side?.kind === "instance" ? this.api.operatorReturn(side.of) : null;
      if (returned) return { kind: "instance", of: returned };
    }
    return left === undefined || right === undefined ? undefined : null;
  }

  /** The value of a method call's receiver's class member: `x.permute_dims` → the class that `x` is of. */
  receiver(attribute: Site): string | null {
    const object = child(attribute.node, "object");
    return object && this.classOf({ node: object, unit: attribute.unit });
  }

  /** The class that the object at that site is of. */
  classOf(site: Site): string | null {
    const value = this.evaluate(site);
    return value && this.classOfObject(value);
  }
}

/** One value that all agree on; those that run in a circle don't vote. */
function agreed(values: readonly (Value | null | undefined)[]): Value | null | undefined {
  let one: Value | undefined;
  for (const value of values) {
    if (value === undefined) continue;
    if (value === null) return null;
    if (one && !same(one, value)) return null;
    one = value;
  }
  return one;
}

function same(a: Value, b: Value): boolean {
  if (a.kind === "path") return b.kind === "path" && a.path === b.path;
  if (a.kind === "instance") return b.kind === "instance" && a.of === b.of;
  if (a.kind === "member") return b.kind === "member" && a.of === b.of && a.name === b.name;
  if (a.kind === "function") return b.kind === "function" && a.node === b.node;
  return (b.kind === "class" || b.kind === "object") && a.kind === b.kind && a.class.node === b.class.node;
}

/** The class definition of a shell or of a unit that is a class. */
export function classNode(unit: PlacedUnit): SyntaxNode | null {
  const first = unit.unit.root.children.find((each) => each.kind !== "comment");
  if (first?.kind === "class_definition") return first;
  const inner = first?.kind === "decorated_definition" ? child(first, "definition") : null;
  return inner?.kind === "class_definition" ? inner : null;
}

function firstParameter(fn: SyntaxNode): SyntaxNode | null {
  const parameters = child(fn, "parameters");
  return parameters && firstPart(parameters);
}

/** What a method assigns to `self.name`. */
function fieldAssignments(fn: SyntaxNode, unit: PlacedUnit, name: string): SyntaxNode[] {
  const { text } = unit.unit;
  const first = firstParameter(fn);
  const body = child(fn, "body");
  if (!first || !body || !text.includes(`.${name}`)) return [];
  const wanted = `${text.slice(first.start, first.end)}.${name}`;
  const values: SyntaxNode[] = [];
  walk(body, (node) => {
    if (node.kind !== "assignment") return;
    const left = child(node, "left");
    const right = child(node, "right");
    if (left?.kind === "attribute" && right && text.slice(left.start, left.end) === wanted) values.push(right);
  });
  return values;
}

/** Arguments of a call by position and by keyword. */
export function argumentsOf(call: SyntaxNode): { positional: SyntaxNode[]; keywords: SyntaxNode[]; spread: boolean } {
  const list = child(call, "arguments");
  const all = list?.kind === "argument_list" ? list.children.filter((each) => each.kind !== "comment") : [];
  const keywords = all.filter((each) => each.kind === "keyword_argument");
  const spread = all.some((each) => each.kind === "list_splat" || each.kind === "dictionary_splat");
  return { positional: all.filter((each) => each.kind !== "keyword_argument"), keywords, spread };
}

/** The nodes of a subscript's index. */
export function subscriptsOf(subscript: SyntaxNode): SyntaxNode[] {
  return childrenOf(subscript, "subscript");
}

/** `tvm = None`, where the package could not be imported, is no other meaning that the name has where it is used. */
function withoutStandIn(found: readonly Bound[]): readonly Bound[] {
  const isPackage = found.some(({ binding }) => binding.kind === "import" && /^\w+$/.test(binding.path ?? ""));
  return isPackage ? found.filter(({ binding }) => binding.kind !== "value" || binding.value?.kind !== "none") : found;
}
