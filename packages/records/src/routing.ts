import type { Attempt } from './attempt.ts';

/** How many attempts a call took, and the marks of a call that took more than one. */
export interface Routing {
  /** Number of sent attempts. */
  count: number;
  /** The same part of the response took more than one attempt at one provider. */
  retried: boolean;
  /** Two such attempts used different keys. So every call that changed the key was retried too. */
  changedKey: boolean;
  /** Attempts went to more than one provider. */
  fellBack: boolean;
}

const ONE_ATTEMPT: Routing = { count: 1, retried: false, changedKey: false, fellBack: false };

/**
 * The one definition of the marks, from the attempts of a call in any order. A response has several parts if an attempt
 * continues it (a tool's result is fed back): its next request is neither a retry nor, with another key of a pool, a
 * change of the key. An attempt without a provider belongs to a provider of its candidate.
 */
export function routingOf(attempts: readonly Attempt[]): Routing {
  const sent = attempts.filter(wasSent);
  if (sent.length < 2) {
    return { ...ONE_ATTEMPT, count: sent.length };
  }
  const providers = new Set(sent.map(providerOf));
  const retries = retriesOf(sent.toSorted((a, b) => (a.offsetMs ?? 0) - (b.offsetMs ?? 0)));
  return {
    count: sent.length,
    retried: retries.length > 0,
    changedKey: retries.some(usedDifferentKeys),
    fellBack: providers.size > 1,
  };
}

/** Whether a request was made, as opposed to a candidate that was skipped or never reached. */
function wasSent({ state }: Attempt): boolean {
  return state !== 'available' && state !== 'skipped';
}

function providerOf({ provider, index }: Attempt): string | number {
  return provider ?? index;
}

/** The attempts that one provider received for one part of the response, for each part and provider with several. */
function retriesOf(sentInTime: readonly Attempt[]): Attempt[][] {
  const all: Attempt[][] = [];
  let part = new Map<string | number, Attempt[]>();
  for (const attempt of sentInTime) {
    if (attempt.continues === true) {
      part = new Map();
    }
    const provider = providerOf(attempt);
    const before = part.get(provider);
    if (before === undefined) {
      const first = [attempt];
      part.set(provider, first);
      all.push(first);
    } else {
      before.push(attempt);
    }
  }
  return all.filter(({ length }) => length > 1);
}

/** What identifies a key, the most exact first. */
const KEY_FACTS = ['keyFingerprint', 'keyName', 'keyPreview'] as const satisfies readonly (keyof Attempt)[];

function usedDifferentKeys(attempts: readonly Attempt[]): boolean {
  const keys = [...new Map(attempts.map((attempt) => [factsOf(attempt), attempt])).values()];
  return keys.some((attempt, position) => keys.slice(position + 1).some((other) => haveDifferentKeys(attempt, other)));
}

function factsOf(attempt: Attempt): string {
  return JSON.stringify(KEY_FACTS.map((name) => attempt[name] ?? null));
}

/** Whether two attempts used different keys: compares the most exact fact that both have. Without one, nothing says that their keys differ. */
export function haveDifferentKeys(one: Attempt, other: Attempt): boolean {
  const fact = KEY_FACTS.find((name) => one[name] !== undefined && other[name] !== undefined);
  return fact !== undefined && one[fact] !== other[fact];
}
