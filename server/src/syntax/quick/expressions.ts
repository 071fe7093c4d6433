import type { Building } from "../building";
import { AtomReader } from "./atoms";
import { inField, NONE, node } from "./nodes";
import * as token from "./tokens";

/** Expressions, as nodes of tree-sitter-python's grammar. */
export class ExpressionReader extends AtomReader {
  /** One expression; no tuple without parentheses. */
  protected expression(): Building {
    this.enter();
    let made: Building;
    if (this.kind === token.LAMBDA) made = this.lambda();
    else {
      made = this.disjunction();
      if (this.kind === token.IF) made = this.conditional(made);
      else if (this.kind === token.WALRUS) made = this.walrus(made);
    }
    this.leave();
    return made;
  }

  private conditional(value: Building): Building {
    this.next();
    const condition = this.disjunction();
    this.expect(token.ELSE);
    const otherwise = this.expression();
    return node("conditional_expression", value.start, otherwise.end, [value, condition, otherwise]);
  }

  private walrus(name: Building): Building {
    if (name.kind !== "identifier") this.fail();
    this.next();
    const value = this.expression();
    return node("named_expression", name.start, value.end, [inField("name", name), inField("value", value)]);
  }

  private lambda(): Building {
    const { start } = this;
    this.next();
    const parameters = this.kind === token.COLON ? null : this.lambdaParameters();
    this.expect(token.COLON);
    const body = inField("body", this.expression());
    return node("lambda", start, body.end, parameters ? [parameters, body] : [body]);
  }

  private lambdaParameters(): Building {
    const { start } = this;
    const parameters: Building[] = [];
    let end = start;
    while (this.kind !== token.COLON) {
      const parameter = this.starredParameter() ?? this.name();
      if (parameter.kind === "identifier" && this.kind === token.ASSIGN) {
        this.next();
        const value = this.expression();
        parameters.push(this.withDefault(parameter, value));
      } else parameters.push(parameter);
      end = (parameters[parameters.length - 1] as Building).end;
      if (this.kind !== token.COMMA) break;
      end = this.stop;
      this.next();
    }
    return inField("parameters", node("lambda_parameters", start, end, parameters));
  }

  protected withDefault(name: Building, value: Building): Building {
    return node("default_parameter", name.start, value.end, [inField("name", name), inField("value", value)]);
  }

  /** `*args`, `**kwargs`, `*` and `/`. */
  protected starredParameter(): Building | null {
    const { kind, start } = this;
    if (kind === token.SLASH) return this.leaf("positional_separator");
    if (kind !== token.STAR && kind !== token.STAR_STAR) return null;
    const { stop } = this;
    this.next();
    if (this.kind !== token.NAME) {
      if (kind === token.STAR_STAR) this.fail();
      return node("keyword_separator", start, stop, NONE);
    }
    const name = this.name();
    return node(kind === token.STAR ? "list_splat_pattern" : "dictionary_splat_pattern", start, name.end, [name]);
  }

  /** What can stand where `if` and `else` have a meaning of their own. */
  protected disjunction(): Building {
    let left = this.conjunction();
    while (this.kind === token.OR) left = this.logical(left, this.operatorLeaf("operator"), this.conjunction());
    return left;
  }

  private conjunction(): Building {
    let left = this.inversion();
    while (this.kind === token.AND) left = this.logical(left, this.operatorLeaf("operator"), this.inversion());
    return left;
  }

  private logical(left: Building, operator: Building, right: Building): Building {
    const children = [inField("left", left), operator, inField("right", right)];
    return node("boolean_operator", left.start, right.end, children);
  }

  private inversion(): Building {
    if (this.kind !== token.NOT) return this.comparison();
    const { start } = this;
    this.next();
    this.enter();
    const argument = this.inversion();
    this.leave();
    return node("not_operator", start, argument.end, [inField("argument", argument)]);
  }

  private comparison(): Building {
    const first = this.operation(token.LOOSEST);
    if (!this.isComparison()) return first;
    const children = [first];
    let last = first;
    while (this.isComparison()) {
      children.push(this.comparisonOperator());
      last = this.operation(token.LOOSEST);
      children.push(last);
    }
    return node("comparison_operator", first.start, last.end, children);
  }

  private isComparison(): boolean {
    const { kind } = this;
    return (kind >= token.LESS && kind <= token.IS) || kind === token.NOT;
  }

  /** `not in` and `is not` are one. */
  private comparisonOperator(): Building {
    const { kind, start } = this;
    const operator = this.operatorLeaf("operators");
    if (kind === token.NOT) {
      if (this.kind !== token.IN) this.fail();
    } else if (kind !== token.IS || this.kind !== token.NOT) return operator;
    const { stop } = this;
    this.next();
    return inField("operators", node(kind === token.NOT ? "not in" : "is not", start, stop, NONE));
  }

  /** Operators that bind at least so tightly. */
  protected operation(least: number): Building {
    let left = this.operand();
    for (;;) {
      const binds = token.BINDING[this.kind] as number;
      if (binds < least || binds === 0) return left;
      const operator = this.operatorLeaf("operator");
      const right = inField("right", this.operation(binds === token.POWER ? token.POWER : binds + 1));
      left = node("binary_operator", left.start, right.end, [inField("left", left), operator, right]);
    }
  }

  private operand(): Building {
    const { kind, start } = this;
    if (kind === token.AWAIT) return this.awaited();
    if (kind !== token.PLUS && kind !== token.MINUS && kind !== token.TILDE) return this.primary();
    const operator = this.operatorLeaf("operator");
    this.enter();
    const argument = inField("argument", this.operation(token.POWER));
    this.leave();
    return node("unary_operator", start, argument.end, [operator, argument]);
  }

  private awaited(): Building {
    const { start } = this;
    this.next();
    const value = this.primary();
    if (this.kind === token.STAR_STAR) this.fail();
    return node("await", start, value.end, [value]);
  }

  /** An atom and all that is asked of it. */
  protected primary(): Building {
    let made = this.atom();
    for (;;) {
      const { kind } = this;
      if (kind === token.DOT) {
        this.next();
        const attribute = inField("attribute", this.name());
        made = node("attribute", made.start, attribute.end, [inField("object", made), attribute]);
      } else if (kind === token.LEFT_PAREN) {
        const args = inField("arguments", this.arguments());
        made = node("call", made.start, args.end, [inField("function", made), args]);
      } else if (kind === token.LEFT_BRACKET) made = this.subscript(made);
      else return made;
    }
  }

  private subscript(value: Building): Building {
    this.next();
    const children = [inField("value", value)];
    do {
      children.push(inField("subscript", this.index()));
      if (this.kind !== token.COMMA) break;
      this.next();
    } while (this.kind !== token.RIGHT_BRACKET);
    const { stop } = this;
    this.expect(token.RIGHT_BRACKET);
    return node("subscript", value.start, stop, children);
  }

  private index(): Building {
    const { start } = this;
    const parts: Building[] = [];
    if (this.kind !== token.COLON) {
      const first = this.expression();
      if (this.kind !== token.COLON) return first;
      parts.push(first);
    }
    let end = start;
    for (let colons = 0; this.kind === token.COLON && colons < 2; colons++) {
      end = this.stop;
      this.next();
      if (this.kind === token.COLON || this.kind === token.COMMA || this.kind === token.RIGHT_BRACKET) continue;
      const part = this.expression();
      parts.push(part);
      ({ end } = part);
    }
    return node("slice", start, end, parts.length > 0 ? parts : NONE);
  }

  /** Those of a call or of a class, parentheses included. */
  protected arguments(): Building {
    const { start } = this;
    this.next();
    const given: Building[] = [];
    while (this.kind !== token.RIGHT_PAREN) {
      const argument = this.argument();
      if (this.kind === token.FOR && given.length === 0 && argument.kind !== "keyword_argument")
        return this.comprehension("generator_expression", start, argument, token.RIGHT_PAREN);
      given.push(argument);
      if (this.kind !== token.COMMA) break;
      this.next();
    }
    const { stop } = this;
    this.expect(token.RIGHT_PAREN);
    return node("argument_list", start, stop, given.length > 0 ? given : NONE);
  }

  private argument(): Building {
    const { kind } = this;
    if (kind === token.STAR) return this.splat("list_splat");
    if (kind === token.STAR_STAR) return this.splat("dictionary_splat");
    const value = this.expression();
    if (this.kind !== token.ASSIGN) return value;
    if (value.kind !== "identifier") this.fail();
    this.next();
    const given = this.expression();
    return node("keyword_argument", value.start, given.end, [inField("name", value), inField("value", given)]);
  }

  /** What `for` counts with: up to `in`. */
  protected targets(): Building {
    const first = this.target();
    if (this.kind !== token.COMMA) return first;
    const all = [first];
    let { end } = first;
    while (this.kind === token.COMMA) {
      end = this.stop;
      this.next();
      if (this.kind === token.IN) break;
      const each = this.target();
      all.push(each);
      ({ end } = each);
    }
    return node("pattern_list", first.start, end, all);
  }

  private target(): Building {
    return this.pattern(this.kind === token.STAR ? this.splat("list_splat") : this.primary());
  }

  /** An expression as what something is assigned to: nodes have other names there. */
  protected pattern(read: Building): Building {
    switch (read.kind) {
      case "identifier":
      case "attribute":
      case "subscript":
        break;
      case "tuple":
      case "parenthesized_expression":
        read.kind = "tuple_pattern";
        for (const each of read.children) this.pattern(each);
        break;
      case "list":
        read.kind = "list_pattern";
        for (const each of read.children) this.pattern(each);
        break;
      case "list_splat":
        read.kind = "list_splat_pattern";
        for (const each of read.children) if (each.kind !== "identifier") this.fail();
        break;
      default:
        this.fail();
    }
    return read;
  }

  /** With the tuple behind it, as a statement of its own or as a value. */
  protected yielded(): Building {
    const { start, stop } = this;
    this.next();
    if (this.kind === token.FROM) {
      this.next();
      const source = this.expression();
      return node("yield", start, source.end, [source]);
    }
    if (this.endsYield()) return node("yield", start, stop, NONE);
    const value = this.expressions();
    return node("yield", start, value.end, [value]);
  }

  private endsYield(): boolean {
    const { kind } = this;
    return kind === token.NEWLINE || kind === token.END || kind === token.SEMICOLON || kind === token.RIGHT_PAREN;
  }

  /** One expression, or a tuple without parentheses. */
  protected expressions(): Building {
    const first = this.expression();
    return this.kind === token.COMMA ? this.expressionList("expression_list", first) : first;
  }

  protected expressionList(kind: string, first: Building): Building {
    const all = [first];
    let { end } = first;
    while (this.kind === token.COMMA) {
      end = this.stop;
      this.next();
      if (this.endsYield() || this.kind === token.ASSIGN || this.kind === token.COLON) break;
      const each = this.kind === token.STAR && kind === "pattern_list" ? this.splat("list_splat") : this.expression();
      all.push(each);
      ({ end } = each);
    }
    return node(kind, first.start, end, all);
  }
}
