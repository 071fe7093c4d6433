/** A kind of token. No union of literals: the token changes under whoever looks at it. */
export type Kind = number;

/** Kinds of tokens. Those of brackets and operators are in one table with their texts, so that a node can take its name from its token. */
export const END: Kind = 0;
export const NEWLINE: Kind = 1;
export const NAME: Kind = 2;
export const INTEGER: Kind = 3;
export const FLOAT: Kind = 4;
export const STRING: Kind = 5;
/** The beginning of a string with expressions in it, up to the first of them. */
export const FORMAT: Kind = 6;
/** `!r` in such a string. */
export const CONVERSION: Kind = 7;

export const LEFT_PAREN: Kind = 10;
export const RIGHT_PAREN: Kind = 11;
export const LEFT_BRACKET: Kind = 12;
export const RIGHT_BRACKET: Kind = 13;
export const LEFT_BRACE: Kind = 14;
export const RIGHT_BRACE: Kind = 15;
export const COMMA: Kind = 16;
export const COLON: Kind = 17;
export const SEMICOLON: Kind = 18;
export const DOT: Kind = 19;
export const ASSIGN: Kind = 20;
export const WALRUS: Kind = 21;
export const ARROW: Kind = 22;
export const ELLIPSIS: Kind = 23;

export const PLUS: Kind = 30;
export const MINUS: Kind = 31;
export const TILDE: Kind = 32;
export const STAR: Kind = 33;
export const STAR_STAR: Kind = 34;
export const SLASH: Kind = 35;
export const SLASH_SLASH: Kind = 36;
export const PERCENT: Kind = 37;
export const AT: Kind = 38;
export const SHIFT_LEFT: Kind = 39;
export const SHIFT_RIGHT: Kind = 40;
export const AND_BITS: Kind = 41;
export const OR_BITS: Kind = 42;
export const XOR_BITS: Kind = 43;
/** Augmented assignments: as far behind their operators as this. */
export const AUGMENTED = 20;
export const [FIRST_AUGMENTED, LAST_AUGMENTED] = [PLUS + AUGMENTED, XOR_BITS + AUGMENTED];

export const LESS: Kind = 70;
export const LESS_EQUAL: Kind = 71;
export const GREATER: Kind = 72;
export const GREATER_EQUAL: Kind = 73;
export const EQUAL: Kind = 74;
export const NOT_EQUAL: Kind = 75;
export const IN: Kind = 76;
export const IS: Kind = 77;

export const NOT: Kind = 80;
export const AND: Kind = 81;
export const OR: Kind = 82;
export const IF: Kind = 83;
export const ELSE: Kind = 84;
export const ELIF: Kind = 85;
export const FOR: Kind = 86;
export const WHILE: Kind = 87;
export const LAMBDA: Kind = 88;
export const TRUE: Kind = 89;
export const FALSE: Kind = 90;
export const NONE: Kind = 91;
export const DEF: Kind = 92;
export const CLASS: Kind = 93;
export const RETURN: Kind = 94;
export const PASS: Kind = 95;
export const BREAK: Kind = 96;
export const CONTINUE: Kind = 97;
export const IMPORT: Kind = 98;
export const FROM: Kind = 99;
export const AS: Kind = 100;
export const WITH: Kind = 101;
export const TRY: Kind = 102;
export const EXCEPT: Kind = 103;
export const FINALLY: Kind = 104;
export const RAISE: Kind = 105;
export const ASSERT: Kind = 106;
export const DEL: Kind = 107;
export const GLOBAL: Kind = 108;
export const NONLOCAL: Kind = 109;
export const ASYNC: Kind = 110;
export const AWAIT: Kind = 111;
export const YIELD: Kind = 112;

/** The words that no name can be. */
export const WORDS: ReadonlyMap<string, number> = new Map([
  ["in", IN],
  ["is", IS],
  ["not", NOT],
  ["and", AND],
  ["or", OR],
  ["if", IF],
  ["else", ELSE],
  ["elif", ELIF],
  ["for", FOR],
  ["while", WHILE],
  ["lambda", LAMBDA],
  ["True", TRUE],
  ["False", FALSE],
  ["None", NONE],
  ["def", DEF],
  ["class", CLASS],
  ["return", RETURN],
  ["pass", PASS],
  ["break", BREAK],
  ["continue", CONTINUE],
  ["import", IMPORT],
  ["from", FROM],
  ["as", AS],
  ["with", WITH],
  ["try", TRY],
  ["except", EXCEPT],
  ["finally", FINALLY],
  ["raise", RAISE],
  ["assert", ASSERT],
  ["del", DEL],
  ["global", GLOBAL],
  ["nonlocal", NONLOCAL],
  ["async", ASYNC],
  ["await", AWAIT],
  ["yield", YIELD],
]);

const OPERATIONS = [
  ["+", PLUS],
  ["-", MINUS],
  ["*", STAR],
  ["**", STAR_STAR],
  ["/", SLASH],
  ["//", SLASH_SLASH],
  ["%", PERCENT],
  ["@", AT],
  ["<<", SHIFT_LEFT],
  [">>", SHIFT_RIGHT],
  ["&", AND_BITS],
  ["|", OR_BITS],
  ["^", XOR_BITS],
] as const;

/** All that is no word, with its text. */
export const SPELLINGS: readonly (readonly [string, number])[] = [
  ...OPERATIONS,
  ...OPERATIONS.map(([text, kind]) => [`${text}=`, kind + AUGMENTED] as const),
  ["~", TILDE],
  ["<", LESS],
  ["<=", LESS_EQUAL],
  [">", GREATER],
  [">=", GREATER_EQUAL],
  ["==", EQUAL],
  ["!=", NOT_EQUAL],
  ["(", LEFT_PAREN],
  [")", RIGHT_PAREN],
  ["[", LEFT_BRACKET],
  ["]", RIGHT_BRACKET],
  ["{", LEFT_BRACE],
  ["}", RIGHT_BRACE],
  [",", COMMA],
  [":", COLON],
  [":=", WALRUS],
  [";", SEMICOLON],
  [".", DOT],
  ["...", ELLIPSIS],
  ["=", ASSIGN],
  ["->", ARROW],
];

/** Texts by kind: what nodes of operators are called. */
export const TEXTS: readonly string[] = textsByKind();

function textsByKind(): string[] {
  const texts: string[] = [];
  for (const [text, kind] of [...SPELLINGS, ...WORDS]) texts[kind] = text;
  return texts;
}

export const LOOSEST = 1;
export const POWER = 8;
/** How tightly operators between two values bind, as the grammar has it; 0: no such operator. */
export const BINDING: Uint8Array = binding();

function binding(): Uint8Array {
  const table = new Uint8Array(YIELD + 1);
  const levels = [
    [OR_BITS],
    [AND_BITS],
    [XOR_BITS],
    [SHIFT_LEFT, SHIFT_RIGHT],
    [PLUS, MINUS],
    [STAR, AT, SLASH, PERCENT, SLASH_SLASH],
    [],
    [STAR_STAR],
  ];
  levels.forEach((kinds, at) => {
    for (const kind of kinds) table[kind] = at + LOOSEST;
  });
  return table;
}
