/**
 * Characters by their UTF-16 units. In a module of their own, from which the build writes the numbers to where they are used: read
 * from a variable at each character of a text they would be half of what reading it costs.
 */
export const TAB = 9;
export const LINE_FEED = 10;
export const FORM_FEED = 12;
export const RETURN = 13;
export const SPACE = 32;
export const DOUBLE_QUOTE = 34;
export const HASH = 35;
export const QUOTE = 39;
export const LEFT_PARENTHESIS = 40;
export const RIGHT_PARENTHESIS = 41;
export const COMMA = 44;
export const DOT = 46;
export const ZERO = 48;
export const NINE = 57;
export const COLON = 58;
export const EQUALS = 61;
export const AT = 64;
export const LEFT_BRACKET = 91;
export const BACKSLASH = 92;
export const RIGHT_BRACKET = 93;
export const LETTER_D = 100;
export const LETTER_E = 101;
export const LETTER_N = 110;
export const LEFT_BRACE = 123;
export const RIGHT_BRACE = 125;

/** What the lexer takes a character for. */
export const NOTHING = 0;
export const WORD = 1;
export const DIGIT = 2;
export const OPERATOR = 3;

/** What who cuts a text into statements takes a character for. */
export const CODE = 0;
export const BLANK = 1;
export const OPENS = 2;
export const CLOSES = 3;
export const STOPS = 4;
