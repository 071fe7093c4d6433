import type { Building } from "../building";
import { inField, NONE, node } from "./nodes";
import { StringReader } from "./strings";
import * as token from "./tokens";

/** Names, literals, and what stands in brackets. */
export abstract class AtomReader extends StringReader {
  private endedByComma = false;

  /** What can stand where `if` and `else` have a meaning of their own. */
  protected abstract disjunction(): Building;
  /** An atom and all that is asked of it. */
  protected abstract primary(): Building;
  /** What `for` counts with: up to `in`. */
  protected abstract targets(): Building;
  /** With the tuple behind it, as a statement of its own or as a value. */
  protected abstract yielded(): Building;

  protected atom(): Building {
    switch (this.kind) {
      case token.NAME:
        return this.leaf("identifier");
      case token.INTEGER:
        return this.leaf("integer");
      case token.FLOAT:
        return this.leaf("float");
      case token.STRING:
      case token.FORMAT:
        return this.strings();
      case token.TRUE:
        return this.leaf("true");
      case token.FALSE:
        return this.leaf("false");
      case token.NONE:
        return this.leaf("none");
      case token.ELLIPSIS:
        return this.leaf("ellipsis");
      case token.LEFT_PAREN:
        return this.parenthesized();
      case token.LEFT_BRACKET:
        return this.collection("list", token.RIGHT_BRACKET);
      case token.LEFT_BRACE:
        return this.braces();
      default:
        return this.fail();
    }
  }

  private parenthesized(): Building {
    const { start } = this;
    const all = this.collection("tuple", token.RIGHT_PAREN);
    if (all.kind !== "tuple" || all.children.length !== 1 || this.endedByComma) return all;
    if (all.children[0]?.kind === "list_splat") this.fail();
    return node("parenthesized_expression", start, all.end, all.children);
  }

  private collection(kind: "tuple" | "list", closing: number): Building {
    const { start } = this;
    this.next();
    const all: Building[] = [];
    let endedByComma = false;
    while (this.kind !== closing) {
      endedByComma = false;
      const each = this.element(kind === "tuple" && all.length === 0);
      if (this.kind === token.FOR && all.length === 0) {
        const name = kind === "tuple" ? "generator_expression" : "list_comprehension";
        return this.comprehension(name, start, each, closing);
      }
      all.push(each);
      if (this.kind !== token.COMMA) break;
      endedByComma = true;
      this.next();
    }
    const { stop } = this;
    this.expect(closing);
    this.endedByComma = endedByComma;
    return node(kind, start, stop, all.length > 0 ? all : NONE);
  }

  private element(mayYield: boolean): Building {
    if (this.kind === token.STAR) return this.splat("list_splat");
    if (this.kind !== token.YIELD || !mayYield) return this.expression();
    const made = this.yielded();
    if (this.kind !== token.RIGHT_PAREN) this.fail();
    return made;
  }

  private braces(): Building {
    const { start } = this;
    this.next();
    const all: Building[] = [];
    let isSet = false;
    while (this.kind !== token.RIGHT_BRACE) {
      const each = this.entry();
      const isElement = each.kind !== "pair" && each.kind !== "dictionary_splat";
      if (this.kind === token.FOR && all.length === 0) {
        const name = isElement ? "set_comprehension" : "dictionary_comprehension";
        return this.comprehension(name, start, each, token.RIGHT_BRACE);
      }
      if (all.length > 0 && isElement !== isSet) this.fail();
      isSet = isElement;
      all.push(each);
      if (this.kind !== token.COMMA) break;
      this.next();
    }
    const { stop } = this;
    this.expect(token.RIGHT_BRACE);
    return node(isSet ? "set" : "dictionary", start, stop, all.length > 0 ? all : NONE);
  }

  private entry(): Building {
    if (this.kind === token.STAR) return this.splat("list_splat");
    if (this.kind === token.STAR_STAR) return this.splat("dictionary_splat");
    const key = this.expression();
    if (this.kind !== token.COLON) return key;
    this.next();
    const value = this.expression();
    return node("pair", key.start, value.end, [inField("key", key), inField("value", value)]);
  }

  /** What of is all of it: `*` takes in less of an expression than `**` does, so nothing is left to doubt here. */
  protected splat(kind: "list_splat" | "dictionary_splat"): Building {
    const { start } = this;
    this.next();
    const value = kind === "list_splat" ? this.primary() : this.expression();
    return node(kind, start, value.end, [value]);
  }

  protected comprehension(kind: string, start: number, body: Building, closing: number): Building {
    if (body.kind.endsWith("_splat")) this.fail();
    const children = [inField("body", body)];
    while (this.kind === token.FOR || this.kind === token.IF) {
      const from = this.start;
      const isFor = this.kind === token.FOR;
      this.next();
      if (isFor) {
        const left = inField("left", this.targets());
        this.expect(token.IN);
        const right = inField("right", this.disjunction());
        children.push(node("for_in_clause", from, right.end, [left, right]));
      } else {
        const condition = this.disjunction();
        children.push(node("if_clause", from, condition.end, [condition]));
      }
    }
    const { stop } = this;
    this.expect(closing);
    return node(kind, start, stop, children);
  }
}
