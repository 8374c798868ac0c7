import { visibleTextParts, visibleText } from './visible-text.ts';

/** The parts as one text, with hidden characters in brackets. */
const shown = (text: string) =>
  visibleTextParts(text)
    .map((part) => (part.kind === 'plain' ? part.text : `[${part.codePoint}]`))
    .join('');

test.each([
  ['a right-to-left override', 'user_\u202Etxt.exe', 'user_[U+202E]txt.exe'],
  ['isolates', '\u2067abc\u2069', '[U+2067]abc[U+2069]'],
  ['marks of direction', 'a\u200Eb\u200Fc\u061Cd', 'a[U+200E]b[U+200F]c[U+061C]d'],
  ['zero-width characters', 'cust\u200Bomer\u2060\uFEFF', 'cust[U+200B]omer[U+2060][U+FEFF]'],
  ['joiners in Latin text', 'ad\u200Dm\u200Cin', 'ad[U+200D]m[U+200C]in'],
  ['a soft hyphen', 'ad\u00ADmin', 'ad[U+00AD]min'],
  ['fillers', '\u3164\u2800', '[U+3164][U+2800]'],
  ['controls and line separators', 'a\u0000b\nc\u2028d', 'a[U+0000]b[U+000A]c[U+2028]d'],
  ['tag characters', 'a\u{E0041}', 'a[U+E0041]'],
])('marks %s', (_name, text, expected) => {
  expect(shown(text)).toBe(expected);
});

test.each(['checkout', 'ünï çödé', 'שלום', 'مرحبا', '日本語', '👩‍💻', '❤️', 'می‌خواهم', 'क्‍ष', 'a b', ''])(
  'leaves %j as it is',
  (text) => {
    expect(visibleTextParts(text)).toEqual([{ kind: 'plain', text }]);
  },
);

test('keeps a joiner of an emoji beside a marked character', () => {
  expect(shown('👩‍💻\u200B')).toBe('👩‍💻[U+200B]');
});

test('marks hidden characters of a label, and isolates it if it is written from right to left', () => {
  expect(visibleText('user_\u202Etxt')).toBe('user_[U+202E]txt');
  expect(visibleText('שלום')).toBe('\u2068שלום\u2069');
});

test('a very long text is cut off, and no character is split', () => {
  expect(visibleText('a'.repeat(1_000))).toBe('a'.repeat(1_000));
  expect(visibleText('a'.repeat(1_000_000))).toBe(`${'a'.repeat(1_000)}…`);
  expect(visibleText(`a${'🎉'.repeat(1_000)}`)).toBe(`a${'🎉'.repeat(499)}…`);
  expect(visibleTextParts('\u200b'.repeat(1_000_000))).toHaveLength(51);
});

test('a text with many hidden characters is cut off after the 50th', () => {
  expect(visibleText('a\u200b'.repeat(60))).toBe(`${'a[U+200B]'.repeat(50)}a…`);
});
