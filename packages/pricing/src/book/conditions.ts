import type { Conditions } from './document.ts';
import { matchesGlob } from './globs.ts';
import { ALWAYS, inDailyWindow, inDates, intersect, type Held, type Span } from './windows.ts';

/** What holds at a call: `tier`, `region`, `speed`, … in lower case; a condition nobody reported is absent. */
export type Circumstances = Readonly<Record<string, string | undefined>>;

/** What holds where a call says nothing else: providers report these only when they are out of the ordinary. */
export const ORDINARY: Circumstances = { batch: 'false', speed: 'standard' };

/** The tier that served, or undefined where that cannot be told. */
export function tierOf(
  served: string | undefined,
  requested: string | undefined,
  tierFrom: 'served' | 'requested' = 'served',
): string | undefined {
  if (served !== undefined && served !== 'auto') {
    return served.toLowerCase();
  }
  if (requested === undefined || UNREMARKABLE_REQUESTS.has(requested)) {
    return 'default';
  }
  return tierFrom === 'requested' ? requested.toLowerCase() : undefined;
}

const UNREMARKABLE_REQUESTS = new Set(['auto', 'default', 'standard', 'standard_only']);

/** Whether every condition but `context` holds at `at`, and for how long that stands. */
export function holdAt(when: Conditions | undefined, circumstances: Circumstances, at: number): Held {
  let holds = true;
  let span: Span = ALWAYS;
  for (const [name, wanted] of Object.entries(when ?? {})) {
    if (name === 'context') {
      continue;
    }
    const held = holdsOne(name, wanted, circumstances, at);
    holds &&= held.holds;
    span = intersect(span, held.span);
  }
  return { holds, span };
}

function holdsOne(name: string, wanted: unknown, circumstances: Circumstances, at: number): Held {
  if (name === 'date') {
    return inDates(wanted as NonNullable<Conditions['date']>, at);
  }
  if (name === 'time') {
    return inDailyWindow(wanted as NonNullable<Conditions['time']>, at);
  }
  const actual = circumstances[name] ?? ORDINARY[name];
  const accepted = Array.isArray(wanted) ? wanted : [wanted];
  const fits = (value: string): boolean =>
    name === 'host' ? matchesGlob(value, actual ?? '') : value.toLowerCase() === actual;
  return { holds: actual !== undefined && accepted.some((value) => fits(String(value))), span: ALWAYS };
}

/** Whether a request of `tokens` input tokens, cached ones included, lies within `context`. */
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
 * A row's conditions for people: "default, context < 272000". What is ordinary goes without saying. The same conditions read
 * the same in whatever order a file has them: an entry is kept with its names sorted, and is found by this label in an audit.
 */
export function describe(when: Conditions | undefined): string {
  const parts = inOrder(when ?? {})
    .filter(([name, wanted]) => wanted !== ORDINARY[name])
    .map(([name, wanted]) => (name === 'tier' ? String([wanted].flat()[0]) : `${name} ${describeWanted(wanted)}`));
  return parts.length === 0 ? 'base' : parts.join(', ').slice(0, MAX_LABEL);
}

/** What is told first, in this order; any other name comes behind, by the alphabet. */
const FIRST = ['tier', 'batch', 'date', 'context', 'from', 'to', 'window', 'days', 'tz'];

function inOrder(named: object): [string, unknown][] {
  const rank = (name: string) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  return Object.entries(named).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** The ledger keeps a label of 256 characters. */
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

function describeWanted(wanted: unknown): string {
  if (Array.isArray(wanted)) {
    return wanted.join('|');
  }
  if (typeof wanted !== 'object' || wanted === null) {
    return String(wanted);
  }
  return inOrder(wanted)
    .map(([sign, value]) => `${SIGNS[sign] ?? sign} ${[value].flat().join('|')}`.trim())
    .join(' ');
}
