/** How a program text of a language writes values. */
export interface Language {
  text(value: string): string;
  literal(raw: string): string;
  number(raw: string): string;
  list(elements: readonly string[], depth: number): string;
  object(members: readonly (readonly [string, string])[], depth: number): string;
  /** A call with named arguments. */
  call(method: string, members: ReadonlyMap<string, string>): string;
  /** The result of a call in a variable. */
  assign(name: string, call: string): string;
}

const INDENT = '    ';
const IDENTIFIER = /^[A-Za-z_]\w*$/;

/** `[` + lines + `]`, each line indented. */
function block(open: string, lines: readonly string[], close: string, depth: number): string {
  if (lines.length === 0) {
    return open + close;
  }
  const indent = INDENT.repeat(depth + 1);
  return `${open}\n${lines.map((line) => `${indent}${line},\n`).join('')}${INDENT.repeat(depth)}${close}`;
}

/** Characters that are invisible or reorder a line are written as escapes, so that a program text says what it does. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** A string with escapes that JSON, Python and JavaScript share. `astral` writes an escape beyond U+FFFF. */
function escapedText(value: string, astral: (code: number) => string): string {
  const escaped = JSON.stringify(value).replaceAll(HIDDEN, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? astral(code) : `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return escaped;
}

const PYTHON_WORDS: Readonly<Record<string, string>> = { true: 'True', false: 'False', null: 'None' };
const PYTHON_KEYWORDS = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);

export const PYTHON: Language = {
  text: (value) => escapedText(value, (code) => `\\U${code.toString(16).padStart(8, '0')}`),
  literal: (raw) => PYTHON_WORDS[raw] ?? raw,
  // An integer with 4,300 digits or more is an error of Python's parser.
  number: (raw) => raw,
  list: (elements, depth) => block('[', elements, ']', depth),
  object: (members, depth) =>
    block(
      '{',
      members.map(([name, value]) => `${PYTHON.text(name)}: ${value}`),
      '}',
      depth,
    ),
  call: (method, members) => {
    const isNamed = [...members.keys()].every((name) => IDENTIFIER.test(name) && !PYTHON_KEYWORDS.has(name));
    return isNamed
      ? block(
          `${method}(`,
          [...members].map(([name, value]) => `${name}=${value}`),
          ')',
          0,
        )
      : `${method}(**${PYTHON.object([...members], 0)})`;
  },
  assign: (name, call) => `${name} = ${call}`,
};

export const TYPESCRIPT: Language = {
  text: (value) => escapedText(value, (code) => `\\u{${code.toString(16)}}`),
  literal: (raw) => raw,
  number: (raw) => raw,
  list: (elements, depth) => block('[', elements, ']', depth),
  object: (members, depth) =>
    block(
      '{',
      members.map(([name, value]) => `${memberName(name)}: ${value}`),
      '}',
      depth,
    ),
  call: (method, members) => `${method}(${TYPESCRIPT.object([...members], 0)})`,
  assign: (name, call) => `const ${name} = await ${call};`,
};

/** `__proto__` in an object literal would set its prototype. */
function memberName(name: string): string {
  if (name === '__proto__') {
    return '["__proto__"]';
  }
  return IDENTIFIER.test(name) ? name : TYPESCRIPT.text(name);
}
