import type { Conditions } from './document.ts';
import { matchesHost } from './sellers.ts';
import { ALWAYS, inDailyWindow, inDates, intersect, type Held, type Span } from './windows.ts';

/**
 * The conditions of a call: `tier`, `region`, `speed`, … in lower case; a condition that was not reported is absent.
 */
export type Circumstances = Readonly<Record<string, string | undefined>>;

/** Defaults: providers report these conditions only if they are not ordinary, and no response reports a deployment. */
export const ORDINARY: Circumstances = { batch: 'false', speed: 'standard', deployment: 'unstated' };

/** The served tier; undefined if it is unknown. */
export function tierOf(
  served: string | undefined,
  requested: string | undefined,
  tierFrom: 'served' | 'requested' = 'served',
): string | undefined {
  if (served !== undefined && served !== 'auto') {
    return served.toLowerCase();
  }
  if (requested === undefined || DEFAULT_TIER_REQUESTS.has(requested)) {
    return 'default';
  }
  return tierFrom === 'requested' ? requested.toLowerCase() : undefined;
}

const DEFAULT_TIER_REQUESTS = new Set(['auto', 'default', 'standard', 'standard_only']);

/** Whether every condition except `context` holds at `at`, and the period in which that stays the same. */
export function holdAt(when: Conditions | undefined, circumstances: Circumstances, at: number): Held {
  let holds = true;
  let span: Span = ALWAYS;
  for (const [name, expected] of Object.entries(when ?? {})) {
    if (name === 'context') {
      continue;
    }
    const held = holdsOne(name, expected, circumstances, at);
    holds &&= held.holds;
    span = intersect(span, held.span);
  }
  return { holds, span };
}

/** Conditions that are no texts of the call. */
const MEASURED = new Set(['context', 'date', 'time']);

/**
 * The conditions without which `when` does not hold only because the call does not report them; null if a reported one
 * does not hold.
 */
export function unreportedIn(when: Conditions, circumstances: Circumstances, at: number): string[] | null {
  const unreported: string[] = [];
  for (const [name, expected] of Object.entries(when)) {
    if (name === 'context' || holdsOne(name, expected, circumstances, at).holds) continue;
    if (MEASURED.has(name) || circumstances[name] !== undefined) return null;
    unreported.push(name);
  }
  return unreported;
}

function holdsOne(name: string, expected: unknown, circumstances: Circumstances, at: number): Held {
  if (name === 'date') {
    return inDates(expected as NonNullable<Conditions['date']>, at);
  }
  if (name === 'time') {
    return inDailyWindow(expected as NonNullable<Conditions['time']>, at);
  }
  const actual = circumstances[name] ?? ORDINARY[name];
  const accepted = Array.isArray(expected) ? expected : [expected];
  const fits = (value: string): boolean =>
    name === 'host' ? matchesHost(value, actual ?? '') : value.toLowerCase() === actual;
  return { holds: actual !== undefined && accepted.some((value) => fits(String(value))), span: ALWAYS };
}

/** Whether a request with `tokens` input tokens (including cached ones) matches `context`. */
export function holdsContext(context: Conditions['context'], tokens: number): boolean {
  return (
    context === undefined ||
    ((context.gt === undefined || tokens > context.gt) &&
      (context.gte === undefined || tokens >= context.gte) &&
      (context.lt === undefined || tokens < context.lt) &&
      (context.lte === undefined || tokens <= context.lte))
  );
}

/**
 * Label of a row for people: "default, context < 272000". Default conditions are omitted. The label does not depend on
 * the order of the conditions in the file, because stored entries have sorted names and an audit finds the row by this
 * label.
 */
export function describe(when: Conditions | undefined): string {
  const parts = inOrder(when ?? {})
    .filter(([name, expected]) => expected !== ORDINARY[name])
    .map(([name, expected]) =>
      name === 'tier' ? String([expected].flat()[0]) : `${name} ${describeExpected(expected)}`,
    );
  return parts.length === 0 ? 'base' : parts.join(', ').slice(0, MAX_LABEL);
}

/** Conditions that come first in a label, in this order; all others follow alphabetically. */
const FIRST = ['tier', 'batch', 'date', 'context', 'from', 'to', 'window', 'days', 'tz'];

function inOrder(named: object): [string, unknown][] {
  const rank = (name: string) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  return Object.entries(named).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** Maximum length of a label; the ledger accepts 256 characters. */
const MAX_LABEL = 200;

const SIGNS: Readonly<Record<string, string>> = {
  gt: '>',
  gte: '≥',
  lt: '<',
  lte: '≤',
  window: '',
  days: 'on',
  tz: '',
};

function describeExpected(expected: unknown): string {
  if (Array.isArray(expected)) {
    return expected.join('|');
  }
  if (typeof expected !== 'object' || expected === null) {
    return String(expected);
  }
  return inOrder(expected)
    .map(([sign, value]) => `${SIGNS[sign] ?? sign} ${[value].flat().join('|')}`.trim())
    .join(' ');
}
