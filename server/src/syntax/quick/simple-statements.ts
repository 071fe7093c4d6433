import type { Building } from "../building";
import { ExpressionReader } from "./expressions";
import { inField, NONE, node } from "./nodes";
import * as token from "./tokens";

const LEFT_SQUARE = 91;
/** Names that begin statements of their own, in some places. */
const SOFT = /^(?:print|exec|match|type)$/;

/** Statements of one line, and annotations. */
export class SimpleStatementReader extends ExpressionReader {
  protected simple(): Building {
    const { start, stop } = this;
    switch (this.kind) {
      case token.RETURN: {
        this.next();
        if (this.isEnd()) return node("return_statement", start, stop, NONE);
        const value = this.expressions();
        return node("return_statement", start, value.end, [value]);
      }
      case token.PASS:
        return this.leaf("pass_statement");
      case token.BREAK:
        return this.leaf("break_statement");
      case token.CONTINUE:
        return this.leaf("continue_statement");
      case token.ASSERT:
        return this.assertStatement();
      case token.RAISE:
        return this.raiseStatement();
      case token.DEL: {
        this.next();
        const value = this.expressions();
        return node("delete_statement", start, value.end, [value]);
      }
      case token.IMPORT:
        return this.importStatement();
      case token.FROM:
        return this.importFrom();
      case token.GLOBAL:
        return this.names("global_statement");
      case token.NONLOCAL:
        return this.names("nonlocal_statement");
      default:
        return this.expressionStatement();
    }
  }

  private isEnd(): boolean {
    return this.kind === token.NEWLINE || this.kind === token.SEMICOLON || this.kind === token.END;
  }

  private names(kind: string): Building {
    const { start } = this;
    const all: Building[] = [];
    do {
      this.next();
      all.push(this.name());
    } while (this.kind === token.COMMA);
    return node(kind, start, (all[all.length - 1] as Building).end, all);
  }

  private assertStatement(): Building {
    const { start } = this;
    const all: Building[] = [];
    do {
      this.next();
      all.push(this.expression());
    } while (this.kind === token.COMMA && all.length < 2);
    return node("assert_statement", start, (all[all.length - 1] as Building).end, all);
  }

  private raiseStatement(): Building {
    const { start, stop } = this;
    this.next();
    if (this.isEnd()) return node("raise_statement", start, stop, NONE);
    const children = [this.expression()];
    if (this.kind === token.FROM) {
      this.next();
      children.push(inField("cause", this.expression()));
    }
    return node("raise_statement", start, (children[children.length - 1] as Building).end, children);
  }

  private dottedName(): Building {
    const all = [this.name()];
    while (this.kind === token.DOT) {
      this.next();
      all.push(this.name());
    }
    const [first, last] = [all[0] as Building, all[all.length - 1] as Building];
    return node("dotted_name", first.start, last.end, all);
  }

  private imported(): Building {
    const name = this.dottedName();
    if (this.kind !== token.AS) return inField("name", name);
    this.next();
    const alias = inField("alias", this.name());
    return inField("name", node("aliased_import", name.start, alias.end, [inField("name", name), alias]));
  }

  private importStatement(): Building {
    const { start } = this;
    const names: Building[] = [];
    do {
      this.next();
      names.push(this.imported());
    } while (this.kind === token.COMMA);
    return node("import_statement", start, (names[names.length - 1] as Building).end, names);
  }

  private importFrom(): Building {
    const { start } = this;
    this.next();
    const { text } = this;
    const isFuture = this.kind === token.NAME && text.slice(this.start, this.stop) === "__future__";
    const module = this.kind === token.NAME ? this.dottedName() : this.relativeImport();
    if (isFuture && module.children.length > 1) this.fail();
    const children = isFuture ? [] : [inField("module_name", module)];
    this.expect(token.IMPORT);
    const kind = isFuture ? "future_import_statement" : "import_from_statement";
    if (this.kind === token.STAR) {
      if (isFuture) this.fail();
      children.push(this.leaf("wildcard_import"));
      return node(kind, start, (children[children.length - 1] as Building).end, children);
    }
    const isParenthesized = this.kind === token.LEFT_PAREN;
    if (isParenthesized) this.next();
    let end = 0;
    do {
      const name = this.imported();
      children.push(name);
      ({ end } = name);
      if (this.kind !== token.COMMA) break;
      this.next();
      if (this.isEnd()) this.fail();
    } while (this.kind !== token.RIGHT_PAREN);
    if (isParenthesized) {
      end = this.stop;
      this.expect(token.RIGHT_PAREN);
    }
    return node(kind, start, end, children);
  }

  private relativeImport(): Building {
    const { start } = this;
    let end = start;
    while (this.kind === token.DOT || this.kind === token.ELLIPSIS) {
      if (this.start !== end) this.fail();
      end = this.stop;
      this.next();
    }
    if (end === start) this.fail();
    const prefix = node("import_prefix", start, end, NONE);
    if (this.kind === token.IMPORT) return node("relative_import", start, end, [prefix]);
    const name = this.dottedName();
    return node("relative_import", start, name.end, [prefix, name]);
  }

  private expressionStatement(): Building {
    const { kind, start, stop } = this;
    const word = kind === token.NAME && stop - start <= 5 ? this.softWord(start, stop) : "";
    if (kind === token.YIELD) {
      const yielded = this.yielded();
      return node("expression_statement", start, yielded.end, [yielded]);
    }
    const first = kind === token.STAR ? this.splat("list_splat") : this.expression();
    const isList = this.kind === token.COMMA;
    const read = isList ? this.expressionList("pattern_list", first) : first;
    if (
      word !== "" &&
      this.text.charAt(stop) === "(" &&
      (read.kind !== "call" || read.children[0]?.kind !== "identifier")
    )
      this.fail();
    if (this.isEnd()) {
      if (kind === token.STAR || (isList && read.children.some((each) => each.kind === "list_splat"))) this.fail();
      if (isList) return node("expression_statement", start, read.end, read.children);
      return node("expression_statement", start, read.end, [read]);
    }
    const assigned = this.assignment(read, isList);
    return node("expression_statement", start, assigned.end, [assigned]);
  }

  private softWord(start: number, stop: number): string {
    const word = this.text.slice(start, stop);
    if (!SOFT.test(word)) return "";
    const behind = this.text.charAt(stop);
    const isCall = behind === "(" && (word === "print" || word === "exec");
    if (!isCall && behind !== "." && !/^ =(?!=)/.test(this.text.slice(stop, stop + 3))) this.fail();
    return word;
  }

  private assignment(read: Building, isList: boolean): Building {
    if (this.kind >= token.FIRST_AUGMENTED && this.kind <= token.LAST_AUGMENTED) {
      const left = inField("left", isList ? this.fail() : this.pattern(read));
      const operator = this.operatorLeaf("operator");
      const right = inField("right", this.expressions());
      return node("augmented_assignment", left.start, right.end, [left, operator, right]);
    }
    const left = inField("left", this.assigned(read, isList));
    const children = [left];
    if (this.kind === token.COLON) {
      if (isList) this.fail();
      this.next();
      children.push(inField("type", this.type()));
    }
    if (this.kind === token.ASSIGN) {
      this.next();
      if (this.kind === token.YIELD) return this.assignedYield(children);
      const first = this.expression();
      const isTuple = this.kind === token.COMMA;
      const value = isTuple ? this.expressionList("expression_list", first) : first;
      const isChained = this.kind === token.ASSIGN;
      if (isChained && isTuple) value.kind = "pattern_list";
      children.push(inField("right", isChained ? this.assignment(value, isTuple) : value));
    }
    const last = children[children.length - 1] as Building;
    if (last === left) this.fail();
    return node("assignment", left.start, last.end, children);
  }

  private assignedYield(children: Building[]): Building {
    const value = inField("right", this.yielded());
    return node("assignment", (children[0] as Building).start, value.end, [...children, value]);
  }

  private assigned(read: Building, isList: boolean): Building {
    if (!isList) return this.pattern(read);
    for (const each of read.children) this.pattern(each);
    return read;
  }

  /** An annotation. A plain name with brackets is a generic type there, and no subscript. */
  protected type(): Building {
    if (!this.isGeneric()) return this.plainType();
    let made = this.genericType();
    while (this.kind === token.OR_BITS) {
      this.next();
      const other = this.isGeneric() ? this.genericType() : this.plainType();
      const union = node("union_type", made.start, other.end, [made, other]);
      made = node("type", made.start, other.end, [union]);
    }
    if (!this.endsType()) this.fail();
    return made;
  }

  private isGeneric(): boolean {
    return this.kind === token.NAME && this.text.charCodeAt(this.stop) === LEFT_SQUARE;
  }

  private plainType(): Building {
    const expression = this.expression();
    // `a [b]` is a generic type as well.
    if (expression.kind === "subscript" && expression.children[0]?.kind === "identifier") this.fail();
    if (expression.kind === "named_expression") this.fail();
    return node("type", expression.start, expression.end, [expression]);
  }

  private genericType(): Building {
    const name = this.name();
    const { start } = this;
    this.next();
    const types: Building[] = [];
    do {
      types.push(this.type());
      if (this.kind !== token.COMMA) break;
      this.next();
    } while (this.kind !== token.RIGHT_BRACKET);
    const { stop } = this;
    this.expect(token.RIGHT_BRACKET);
    const generic = node("generic_type", name.start, stop, [name, node("type_parameter", start, stop, types)]);
    return node("type", name.start, stop, [generic]);
  }

  private endsType(): boolean {
    const { kind } = this;
    return this.isEnd() || (kind >= token.RIGHT_PAREN && kind <= token.COLON) || kind === token.ASSIGN;
  }
}
