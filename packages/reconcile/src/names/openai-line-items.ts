import type { LineKind } from '../lines.ts';
import type { NamedUsage } from './words.ts';

/**
 * The text `line_item` of OpenAI's costs: `[<tier> | ]<model>[ audio| image], <kind>[, long context]`. OpenAI does not document it;
 * these spellings are those of public parsers and fixtures. The spelling of batch and flex is not known: both a prefix
 * and a suffix are read.
 */
const KINDS: Readonly<Record<string, LineKind>> = {
  input: 'input',
  'cached input': 'cached',
  'cache writes': 'written',
  'cache write': 'written',
  output: 'output',
};

/** Line items without a model. */
const WHOLE: readonly (readonly [pattern: RegExp, kind: LineKind])[] = [
  [/\btool calls?$|\bcode interpreter\b|\bcontainer/i, 'tool'],
  [/^vector storage/i, 'other'],
  [/\bcredits?\b|\bgrant\b|\brefund/i, 'credit'],
  [/\btax\b|\bvat\b/i, 'tax'],
];

const TIERS = new Set(['priority', 'batch', 'flex', 'scale']);

/** What a line item names; null if its text is not known. */
export function openaiLineItem(text: string): NamedUsage | null {
  const whole = WHOLE.find(([pattern]) => pattern.test(text));
  if (whole !== undefined) {
    return { model: null, tier: null, kind: whole[1] };
  }
  const prefixed = /^([a-z]+) \| (.*)$/i.exec(text);
  const [name = '', ...parts] = (prefixed?.[2] ?? text).split(',').map((part) => part.trim());
  const kind = parts.map((part) => KINDS[part.toLowerCase()]).find((found) => found !== undefined);
  if (kind === undefined || name === '') {
    return null;
  }
  const suffix = parts.find((part) => TIERS.has(part.toLowerCase()));
  return {
    model: name.replace(/ (?:audio|image|text)$/i, ''),
    tier: (prefixed?.[1] ?? suffix ?? 'standard').toLowerCase(),
    kind,
  };
}
