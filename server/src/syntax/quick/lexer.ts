import {
  BACKSLASH,
  DIGIT,
  DOUBLE_QUOTE,
  HASH,
  LEFT_BRACE,
  LINE_FEED,
  NINE,
  NOTHING,
  OPERATOR,
  QUOTE,
  RETURN,
  RIGHT_BRACE,
  SPACE,
  TAB,
  WORD,
  ZERO,
} from "../characters";
import * as token from "./tokens";

/** Thrown where the text is, or may be, something that only tree-sitter can read. */
export const NOT_QUICK = new Error("for tree-sitter");

export interface Comment {
  readonly start: number;
  readonly end: number;
  /** Columns before it, where it has its line for itself; else -1. */
  readonly indentation: number;
}

/** What a character can begin. */
const CLASSES = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  const character = String.fromCharCode(code);
  CLASSES[code] = /[A-Za-z_]/.test(character)
    ? WORD
    : /\d/.test(character)
      ? DIGIT
      : /[()[\]{},:;.=+\-~*/%@<>&|^!]/.test(character)
        ? OPERATOR
        : NOTHING;
}

/** Kinds of the operators of one character, by it. */
const SINGLE = new Uint8Array(128);
/** Those of more characters by their first, longest first. */
const LONGER: { readonly spelling: string; readonly kind: number }[][] = [];
/** Characters with which an operator goes on. */
const CONTINUES = new Uint8Array(128);
for (const [spelling, kind] of token.SPELLINGS) {
  const first = spelling.charCodeAt(0);
  if (spelling.length === 1) SINGLE[first] = kind;
  else {
    LONGER[first] = [{ spelling, kind }, ...(LONGER[first] ?? [])].sort(
      (a, b) => b.spelling.length - a.spelling.length,
    );
    CONTINUES[spelling.charCodeAt(1)] = 1;
  }
}

const NUMBER =
  /0[xX](?:_?[A-Fa-f0-9]+)+|0[oO](?:_?[0-7]+)+|0[bB](?:_?[01]+)+|(?:(?:\d+_?)+(?:\.(?:\d+_?)*)?|\.(?:\d+_?)+)(?:[eE][+-]?(?:\d+_?)+)?[jJ]?/y;
const PREFIX = /^(?:[rRuUbBfF]|[bB][rR]|[rR][bB]|[fF][rR]|[rR][fF])$/;
/** The longest word that is no name. */
const LONGEST_WORD = 8;

/**
 * The tokens of a text, one at a time: `kind`, `start` and `stop` are those of the one that comes next. Where tree-sitter's scanner
 * would have to decide something that is not plain (characters beyond ASCII in names, carriage returns, form feeds), it gives up.
 */
export class Lexer {
  protected kind = token.END;
  protected start = 0;
  protected stop = 0;
  /** Where the token before ended, or the comment behind it on its line. */
  protected before = 0;
  /** How many brackets are open. */
  protected depth = 0;
  protected readonly comments: Comment[] = [];
  protected at = 0;
  /** Of the text as it was given. */
  protected readonly length: number;
  /** With a character behind it that belongs to no token: V8 gives up what it has compiled where a place behind the end is asked for. */
  protected readonly text: string;

  constructor(text: string) {
    this.length = text.length;
    this.text = `${text}\0`;
  }

  /** Reads in another way from the token that comes next where the first turns out not to be right. */
  protected either<T>(first: () => T, second: () => T): T {
    const { kind, start, stop, before, depth, at } = this;
    const comments = this.comments.length;
    try {
      return first();
    } catch (error) {
      if (error !== NOT_QUICK) throw error;
      this.kind = kind;
      this.start = start;
      this.stop = stop;
      this.before = before;
      this.depth = depth;
      this.at = at;
      this.comments.length = comments;
      return second();
    }
  }

  protected fail(): never {
    throw NOT_QUICK;
  }

  /** Steps over the token that comes next. */
  protected next(): void {
    const { text, length } = this;
    let { at } = this;
    this.before = this.stop;
    for (;;) {
      if (at >= length) {
        this.endOfLine(token.END, length);
        return;
      }
      const code = text.charCodeAt(at);
      if (code === SPACE || code === TAB) {
        at++;
        continue;
      }
      this.start = at;
      const first = code < 128 ? (CLASSES[code] as number) : NOTHING;
      if (first === WORD) {
        this.word(at);
        return;
      }
      if (first === OPERATOR) {
        this.operator(code, at);
        return;
      }
      if (first === DIGIT) {
        this.number(at);
        return;
      }
      switch (code) {
        case LINE_FEED:
          if (this.depth === 0) {
            this.endOfLine(token.NEWLINE, at);
            return;
          }
          at++;
          break;
        case HASH: {
          let end = text.indexOf("\n", at);
          if (end < 0) end = length;
          this.comments.push({ start: at, end, indentation: -1 });
          if (this.depth === 0) this.before = end;
          at = end;
          break;
        }
        case DOUBLE_QUOTE:
        case QUOTE:
          this.string(at, "");
          return;
        case BACKSLASH:
          at = this.lineFeed(at + 1) + 1;
          break;
        case RETURN:
          at = this.lineFeed(at);
          break;
        default:
          this.fail();
      }
    }
  }

  /** Where the line ends that has nothing more from there on. */
  private lineFeed(from: number): number {
    const at = this.text.charCodeAt(from) === RETURN ? from + 1 : from;
    if (this.text.charCodeAt(at) !== LINE_FEED) this.fail();
    return at;
  }

  /** No width: it ends what was before, comments on the line included. */
  private endOfLine(kind: number, at: number): void {
    this.kind = kind;
    this.start = this.before;
    this.stop = this.before;
    this.at = at;
  }

  private found(kind: number, stop: number): void {
    this.kind = kind;
    this.stop = stop;
    this.at = stop;
  }

  private word(from: number): void {
    const { text } = this;
    let at = from + 1;
    let code = text.charCodeAt(at);
    while ((code >= 97 && code <= 122) || code === 95 || (code >= 65 && code <= 90) || (code >= ZERO && code <= NINE))
      code = text.charCodeAt(++at);
    if (code > 127) this.fail();
    if (code === DOUBLE_QUOTE || code === QUOTE) {
      const prefix = text.slice(from, at);
      if (!PREFIX.test(prefix)) this.fail();
      this.string(at, prefix);
      return;
    }
    const size = at - from;
    const word = size > 1 && size <= LONGEST_WORD ? token.WORDS.get(text.slice(from, at)) : undefined;
    this.found(word ?? token.NAME, at);
  }

  private number(from: number): void {
    const { text } = this;
    NUMBER.lastIndex = from;
    if (!NUMBER.test(text)) this.fail();
    const stop = NUMBER.lastIndex;
    const behind = text.charCodeAt(stop);
    // `1if`, `1.e`, `1..real`: no two tokenizers agree.
    if (behind === 46 || behind > 127 || CLASSES[behind] === WORD || CLASSES[behind] === DIGIT) this.fail();
    let kind: number = token.INTEGER;
    const isHexadecimal = text.charCodeAt(from) === ZERO && (text.charCodeAt(from + 1) | 32) === 120;
    for (let at = from; at < stop && !isHexadecimal; at++) {
      const code = text.charCodeAt(at);
      if (code === 46 || code === 69 || code === 101) kind = token.FLOAT;
    }
    this.found(kind, stop);
  }

  private operator(code: number, from: number): void {
    const { text } = this;
    if (code === 46) {
      const behind = text.charCodeAt(from + 1);
      if (behind >= ZERO && behind <= NINE) {
        this.number(from);
        return;
      }
    }
    const single = SINGLE[code] as number;
    if (single >= token.LEFT_PAREN && single <= token.RIGHT_BRACE) this.depth += single % 2 === 0 ? 1 : -1;
    else if (CONTINUES[text.charCodeAt(from + 1)] === 1) {
      for (const { spelling, kind } of LONGER[code] ?? [])
        if (text.startsWith(spelling, from)) {
          this.found(kind, from + spelling.length);
          return;
        }
    }
    if (single !== 0) {
      this.found(single, from + 1);
      return;
    }
    if (code === 33 && /[a-z]/.test(text.charAt(from + 1))) this.found(token.CONVERSION, from + 2);
    else this.fail();
  }

  /** @param quote where the string's opening quote is */
  private string(quote: number, prefix: string): void {
    const isFormat = /[fF]/.test(prefix);
    const size = this.quoteSize(quote);
    if (size === 0) {
      this.found(token.STRING, quote + 2);
      return;
    }
    const end = this.stringEnd(quote + size, this.text.slice(quote, quote + size), isFormat);
    this.found(end < 0 ? token.FORMAT : token.STRING, end < 0 ? -end : end);
  }

  /** Of the quote there: 1, 3, or 0 where the string is empty. */
  protected quoteSize(at: number): 0 | 1 | 3 {
    const { text } = this;
    const quote = text.charCodeAt(at);
    if (text.charCodeAt(at + 1) !== quote) return 1;
    return text.charCodeAt(at + 2) === quote ? 3 : 0;
  }

  /** Where a string's contents end, its closing quotes included; the negative place of an expression where one comes first. */
  protected stringEnd(from: number, closing: string, isFormat: boolean): number {
    const { text } = this;
    const quote = closing.charCodeAt(0);
    for (let at = from; at < this.length; at++) {
      const code = text.charCodeAt(at);
      if (code === quote) {
        if (closing.length === 1) return at + 1;
        if (text.startsWith(closing, at)) return at + 3;
      } else if (code === BACKSLASH) {
        const escaped = text.charCodeAt(++at);
        // The braces of a character's name, and braces that are not escaped by it.
        if (escaped === RETURN && text.charCodeAt(at + 1) === LINE_FEED) at++;
        if (
          (escaped === 78 && text.charCodeAt(at + 1) === LEFT_BRACE) ||
          (isFormat && (escaped === LEFT_BRACE || escaped === RIGHT_BRACE))
        )
          this.fail();
      } else if (code === LINE_FEED) {
        if (closing.length === 1) this.fail();
      } else if (isFormat && (code === LEFT_BRACE || code === RIGHT_BRACE)) {
        if (text.charCodeAt(at + 1) === code) at++;
        else if (code === LEFT_BRACE) return -at;
        else this.fail();
      }
    }
    return this.fail();
  }

  /**
   * Goes to the first token of the next line that has any, and tells its columns: 0 at the end of the text. Comments on the way
   * have the columns before them.
   */
  protected beginLine(): number {
    const { text, length } = this;
    let at = this.at;
    for (;;) {
      if (at >= length) {
        this.at = length;
        this.next();
        return 0;
      }
      // At the line feed that ended the line before.
      at++;
      let columns = 0;
      let code = text.charCodeAt(at);
      for (; code === SPACE || code === TAB; code = text.charCodeAt(++at)) columns += code === TAB ? 8 : 1;
      if (at >= length) continue;
      if (code === LINE_FEED) continue;
      if (code === RETURN) {
        at = this.lineFeed(at);
        continue;
      }
      if (code === HASH) {
        let end = text.indexOf("\n", at);
        if (end < 0) end = length;
        this.comments.push({ start: at, end, indentation: columns });
        at = end;
        continue;
      }
      if (code === BACKSLASH) this.fail();
      this.at = at;
      this.next();
      return columns;
    }
  }
}
