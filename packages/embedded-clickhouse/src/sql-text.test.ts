import { bindParameters, quoteString, takeFormat, tokenize } from './sql-text.ts';

test.each([
  ["SELECT 'a;b' FORMAT JSON", "SELECT 'a;b'", 'JSON'],
  ['SELECT 1 AS format', 'SELECT 1 AS format', null],
  ["SELECT ' FORMAT JSON'", "SELECT ' FORMAT JSON'", null],
])('the format of %s is taken only from a trailing FORMAT', (sql, statement, format) => {
  expect(takeFormat(sql)).toEqual({ statement, format });
});

test.each([
  ['{x:String}', "it's \\t tab", "'it\\'s \t tab'"],
  ['{x:String}', "\\\\' OR 1 --", "'\\\\\\' OR 1 --'"],
  ['{x:UInt32}', '10', '10'],
  ['{x:UInt32}', '10 OR 1', "_CAST('10 OR 1', 'UInt32')"],
  ['{x:Int64}', '9223372036854775807', "_CAST(9223372036854775807, 'Int64')"],
  ['{x:Nullable(String)}', '\\N', "_CAST(NULL, 'Nullable(String)')"],
  ["{x:DateTime64(3, 'UTC')}", '1763800000.123', "_CAST('1763800000.123', 'DateTime64(3, \\'UTC\\')')"],
  ['{x:Array(String)}', "['a','it\\'s']", "_CAST('[\\'a\\',\\'it\\\\\\'s\\']', 'Array(String)')"],
])('%s of %s is bound as one literal', (placeholder, value, literal) => {
  expect(bindParameters(`SELECT ${placeholder}, '{x:String}'`, new Map([['x', value]]))).toBe(
    `SELECT ${literal}, '{x:String}'`,
  );
});

test('a parameter without a value is refused, and so is an Identifier parameter', () => {
  expect(() => bindParameters('SELECT {x:String}', new Map())).toThrow('Substitution `x` is not set');
  expect(() => bindParameters('SELECT * FROM {x:Identifier}', new Map([['x', 'system.one']]))).toThrow('identifier');
});

test('a string or a quoted name is one token, regardless of its content', () => {
  const words = tokenize("SELECT 'INTO \\' OUTFILE', `a ``INTO`, \"b\\\"INTO\", '''INTO' FROM t").filter(
    (token) => token.kind === 'word',
  );
  expect(words.map((token) => token.text)).toEqual(['SELECT', 'FROM', 't']);
});

test('a NUL cannot be quoted', () => {
  expect(() => quoteString('a\0b')).toThrow('NUL');
});
