/**
 * Attacks the redaction with secrets in random notations within random JSON, prose and URLs: no secret may be shown,
 * and no text may block the app.
 */
import fc from 'fast-check';
import { Dice, plain, SECRET_FIELDS, shaped } from '../secrets/made-up.ts';
import { startChild } from './child.ts';
import type { Redacted } from './serve-redaction.ts';
import type { Target } from './target.ts';

export interface Planted {
  /** Seed of the made-up secret. */
  dice: number;
  /**
   * `shaped`: recognised by its shape. `known`: the call's own key, without a shape. `named`: recognised by its field
   * name.
   */
  kind: 'shaped' | 'known' | 'named';
  field: string;
  /** How the text is encoded, innermost first. */
  notations: Notation[];
  before: { text: string; times: number };
  after: { text: string; times: number };
}

type Notation = keyof typeof NOTATIONS;

const hex = (character: string, length: number) => character.charCodeAt(0).toString(16).padStart(length, '0');
const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
const someEscaped = (text: string) =>
  [...text].map((one, at) => (at % 7 === 3 && one.length === 1 ? `\\u${hex(one, 4)}` : inJson(one))).join('');
const somePercent = (text: string) =>
  [...text].map((one, at) => (at % 5 === 2 && one < '\x7f' ? `%${hex(one, 2)}` : encodeURIComponent(one))).join('');

/** Each produces one line with the same meaning for a reader of that format. */
const NOTATIONS = {
  json: (text: string) => `{"note":${JSON.stringify(text)}}`,
  'json with slashes': (text: string) => `{"note":"${inJson(text).replaceAll('/', '\\/')}"}`,
  'json in json': (text: string) => JSON.stringify([JSON.stringify({ note: text }), 1]),
  'json with unicode': (text: string) => `{"note":"${someEscaped(text)}"}`,
  'url with more escapes': (text: string) => `https://host.example/a?then=${somePercent(text)}`,
  'json with plus': (text: string) => `["${inJson(text).replaceAll('+', '\\u002B').replaceAll('=', '\\u003d')}"]`,
  url: (text: string) => `https://host.example/a?then=${encodeURIComponent(text)}`,
  'url in lower case': (text: string) =>
    `https://host.example/a?then=${encodeURIComponent(text).replace(/%[0-9A-F]{2}/g, (one) => one.toLowerCase())}`,
  html: (text: string) => `<a title="${text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">x</a>`,
  yaml: (text: string) => `note: '${text.replaceAll("'", "''")}'`,
  brackets: (text: string) => `(${text})`,
  'code block': (text: string) => `\`\`\`\n${text}\n\`\`\``,
  prose: (text: string) => `Please use ${text} for it, thanks.`,
} satisfies Record<string, (text: string) => string>;

/** Text before and after secrets, including text that was once slow. */
const SURROUNDINGS = [
  ...[
    '',
    ' ',
    'data:',
    'https://',
    'eyJ',
    'sk-',
    '":"',
    '\\',
    '\\u0022',
    '%22',
    '%3A%2F%2F',
    'Bearer ',
    '--',
    '-----BEGIN ',
  ],
  ...[
    'password=',
    '"key":',
    'a@',
    '://',
    '{"a":',
    '[',
    '&amp;',
    'A',
    'AKIA',
    '\n',
    '\u{1f600}',
    'é',
    '1.2.3.4 ',
    'token: ',
  ],
];
const surroundings = (weight: number) =>
  fc.record({
    text: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...SURROUNDINGS) }, { weight: 1, arbitrary: fc.string() }),
    times: fc.oneof(
      { weight: 20, arbitrary: fc.constant(1) },
      { weight, arbitrary: fc.integer({ min: 2, max: 1_000_000 }) },
    ),
  });

/**
 * Limit of CPU time for one text, in ms: a second is never reached. Busy neighbours of the same core slow a thread, and its CPU time
 * with it, by a factor of two.
 */
function maxMs(characters: number): number {
  return Math.min(1000, 250 + (characters / 2 ** 20) * 120);
}
const MAX_CHARACTERS = 10_000_000;

function secretOf({ kind, dice: seed, field }: Planted): { text: string; hidden: string[]; known: string[] } {
  const dice = new Dice(seed);
  if (kind === 'shaped') return { ...shaped(dice), known: [] };
  const { text, hidden } = plain(dice, field);
  if (kind === 'named') return { text: `"${field}": "${text}"`, hidden, known: [] };
  // A key of a private gateway: no shape, and symbols that each notation encodes differently.
  const key = `${text.slice(0, 8)}+/=${text.slice(8, 20)}/&${text.slice(20)}`;
  return { text: key, hidden: [key], known: [key] };
}

export function textOf(planted: Planted): { text: string; hidden: string[]; known: string[] } {
  const secret = secretOf(planted);
  const written = planted.notations.reduce((text, notation) => NOTATIONS[notation](text), secret.text);
  const repeated = ({ text, times }: Planted['before']) =>
    text.repeat(Math.min(times, Math.ceil(MAX_CHARACTERS / Math.max(1, text.length))));
  return { ...secret, text: `${repeated(planted.before)} ${written} ${repeated(planted.after)}` };
}

/** Decodes `text` from all the formats that it may be written in. */
function unwritten(text: string): string {
  let read = text;
  for (let level = 0; level < 6; level++) {
    const next = read
      .replace(/%([0-9a-f]{2})/gi, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      .replace(/\\u([0-9a-f]{4})/gi, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      .replace(/\\(["\\/])/g, '$1')
      .replaceAll('&amp;', '&')
      .replaceAll('&quot;', '"');
    if (next === read) return read;
    read = next;
  }
  return read;
}

const SHORTEST_LEAK = 12;

function isShown(hidden: string, shown: string): boolean {
  if (hidden.length <= SHORTEST_LEAK) return shown.includes(hidden);
  for (let at = 0; at + SHORTEST_LEAK <= hidden.length; at++) {
    if (shown.includes(hidden.slice(at, at + SHORTEST_LEAK))) return true;
  }
  return false;
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

export const redaction: Target<Planted> = {
  name: 'redaction',
  inputs: fc.record({
    dice: fc.nat(1_000_000),
    kind: fc.constantFrom('shaped', 'known', 'named'),
    field: fc.constantFrom(...SECRET_FIELDS),
    notations: fc.array(fc.constantFrom(...(Object.keys(NOTATIONS) as Notation[])), { maxLength: 3 }),
    before: surroundings(1),
    after: surroundings(1),
  }),
  async start() {
    const child = await startChild('serve-redaction.ts');
    const { url = '' } = child.ready;
    return {
      pid: child.pid,
      memoryMiB: 1500,
      canary: { url, method: 'GET', headers: {}, body: '' },
      async attack(planted) {
        const { text, hidden, known } = textOf(planted);
        const response = await fetch(url, { method: 'POST', body: JSON.stringify({ text, known }) });
        check((await response.json()) as Redacted, { text, hidden, isKnown: planted.kind === 'known' });
      },
      finish: () => Promise.resolve(),
      stop: () => child.stop(),
    };
  },
};

function check(
  result: Redacted,
  { text, hidden, isKnown }: { text: string; hidden: string[]; isKnown: boolean },
): void {
  if (result.cpuMs > maxMs(text.length)) throw new Error(`a text of ${text.length} characters took ${result.cpuMs} ms`);
  // Only the content of a call is searched for values that only the call knows.
  const shown = isKnown ? [result.content] : [result.text, result.name, result.content];
  for (const one of shown) {
    if (hidden.some((part) => isShown(part, unwritten(one)))) throw new Error('a secret is shown');
  }
  if (isJson(text.trim()) && [result.text, result.content].some((one) => !isJson(one))) {
    throw new Error('valid JSON became invalid');
  }
}
