import { isIP } from 'node:net';
import { memoize } from '../util/memoize.ts';

export interface AddressPattern {
  pattern: RegExp;
  /** Every text that contains the address contains one of these. */
  hints: readonly string[];
}

/**
 * Pattern that finds `address` in a text in every notation: an IPv6 address in full or shortened, in upper or lower
 * case, an IPv4 address as an IPv6 address. Undefined if it is not an address. A port may follow the address, a digit
 * may not.
 */
export const addressPattern = memoize((address) => patternOf(formsOf(address)), { max: 200 });

function patternOf(forms: readonly string[]): AddressPattern | undefined {
  const [first] = forms;
  if (first === undefined) return undefined;
  const either = forms.map((form) => form.replaceAll('.', String.raw`\.`)).join('|');
  const pattern = new RegExp(String.raw`(?<![\w:.])(?:${either})(?![\w]|\.\d|:[0-9a-f]*:)`, 'gi');
  const beginning = first.includes('.') ? first : `${first.replace(/^0+/, '').split(':')[0] ?? ''}:`;
  return { pattern, hints: [beginning, beginning.toUpperCase()] };
}

/** All notations of the address; empty if it is not an address. */
function formsOf(addressText: string): string[] {
  const plain = addressText
    .trim()
    .replace(/^\[|\](?::\d+)?$/g, '')
    .replace(/%.*$/, '');
  const address = isIP(plain) === 0 ? plain.replace(/:\d+$/, '') : plain;
  const v4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (v4 !== undefined && isIP(v4) === 4) return [v4, `::ffff:${v4}`];
  if (isIP(address) !== 6) return [];
  const [head = '', tail] = address.toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  const short = URL.parse(`http://[${address}]`)?.hostname.slice(1, -1);
  const forms = [
    address,
    groups.map((group) => group.padStart(4, '0')).join(':'),
    groups.map((group) => group.replace(/^0+(?=.)/, '')).join(':'),
  ];
  return [...new Set(short === undefined ? forms : [...forms, short])];
}
