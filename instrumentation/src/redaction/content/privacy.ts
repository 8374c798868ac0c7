import { textOf } from '../../util/text.ts';
import { contentRules, type ContentRules, type KnownValue } from './content-rules.ts';
import type { UsageContext } from '../../types.ts';
import { addressPattern, type AddressPattern } from '../address-pattern.ts';
import { looksRandom } from '../field-names.ts';
import { privateKind } from '../private-names.ts';
import type { HeaderRules } from '../redact-headers.ts';
import { REDACTED } from '../redact-text.ts';
import { memoize } from '../../util/memoize.ts';

export interface PrivacyOptions {
  /** Nothing tells who calls: names of users and sessions are pseudonyms, or left out where none can be made. */
  privacy: boolean;
  /** Whether addresses of clients are recorded where the call does not say. Privacy mode goes before it. */
  recordIp: boolean;
  redactHeaders: readonly string[];
}

/** Who called, as the record may tell it. Programs without types may have said anything. */
export type ShownCaller = { [K in 'user' | 'session' | 'clientAddress' | 'userAgent']?: unknown };

type Rules = ContentRules & { headers: HeaderRules };

/** What may be told of who calls, in a record's own fields and in its content. */
export class Privacy {
  readonly #options: PrivacyOptions;
  readonly #pseudonymOf: (name: string) => string | undefined;
  // Of calls of which no more than the key is known: most, and they ask for each content.
  readonly #namesWithoutKey = memoize((key) => namesWithout([{ value: key, instead: REDACTED }]));
  readonly #rulesOfKey = memoize((key) => this.#makeRules({}, [key], true));
  readonly #rulesOfKeyAlone = memoize((key) => this.#makeRules({}, [key], false));

  /** `pseudonymOf` a name is undefined where there is no secret to make one with. */
  constructor(options: PrivacyOptions, pseudonymOf: (name: string) => string | undefined) {
    this.#options = options;
    this.#pseudonymOf = pseudonymOf;
  }

  callerOf({ user, session, clientAddress, userAgent, recordIp }: UsageContext): ShownCaller {
    if (this.#options.privacy) {
      return { user: this.#pseudonym(user), session: this.#pseudonym(session) };
    }
    if (this.#showsAddress(recordIp)) {
      return { user, session, clientAddress, userAgent };
    }
    // Who is not known otherwise is often known by an address.
    return { user: isAddress(user) ? undefined : user, session: isAddress(session) ? undefined : session, userAgent };
  }

  /** How content of a call is shown; `keys` are those of the call, in clear. */
  rulesFor(facts: UsageContext, keys: readonly string[]): Rules {
    const addresses = this.#showsAddress(facts.recordIp);
    const [key] = keys;
    const isCommon = !this.#options.privacy && (addresses || facts.clientAddress === undefined);
    if (!isCommon || key === undefined || keys.length > 1) return this.#makeRules(facts, keys, addresses);
    return addresses ? this.#rulesOfKey(key) : this.#rulesOfKeyAlone(key);
  }

  #makeRules(facts: UsageContext, keys: readonly string[], addresses: boolean): Rules {
    const { privacy, redactHeaders } = this.#options;
    const privateField = privacy ? (name: string, value: string) => this.#privateField(name, value) : undefined;
    const rules = contentRules(this.#known(facts, keys), privateField);
    return { ...rules, headers: { redact: redactHeaders, addresses, callers: !privacy } };
  }

  /**
   * What makes of a name in the record itself (a path, a model, a group) one that every user may read: without `keys` and
   * without what tells who called. A key that is a short word (`lm-studio`) is none, and stays.
   */
  namesFor(facts: UsageContext, keys: readonly string[]): ShownNames {
    const known = this.#known(facts, keys.filter(isNoWord));
    if (known.length === 0) return asItIs;
    const [only] = known;
    const isKey = known.length === 1 && typeof only?.value === 'string' && only.instead === REDACTED;
    return isKey ? this.#namesWithoutKey(only.value as string) : namesWithout(known);
  }

  #known(facts: UsageContext, keys: readonly string[]): KnownValue[] {
    const known = keys.map((value): KnownValue => ({ value, instead: REDACTED }));
    if (facts.clientAddress !== undefined && !this.#showsAddress(facts.recordIp)) {
      for (const value of addressesIn(facts.clientAddress)) if (value) known.push({ value, instead: REDACTED });
    }
    if (this.#options.privacy) known.push(...this.#identities(facts));
    return known;
  }

  #showsAddress(recordIp: unknown): boolean {
    if (this.#options.privacy) return false;
    return typeof recordIp === 'boolean' ? recordIp : this.#options.recordIp;
  }

  #pseudonym(name: unknown): string | undefined {
    const text = textOf(name);
    return text === undefined ? undefined : this.#pseudonymOf(text);
  }

  #identities({ user, session, userAgent }: UsageContext): KnownValue[] {
    return [user, session, userAgent].flatMap((one) => {
      const value = textOf(one);
      return value === undefined
        ? []
        : [{ value, instead: (one === userAgent ? undefined : this.#pseudonymOf(value)) ?? REDACTED }];
    });
  }

  #privateField(name: string, value: string): string | undefined {
    const kind = privateKind(name);
    if (kind === undefined) return undefined;
    return (kind === 'identity' ? this.#pseudonymOf(value) : undefined) ?? REDACTED;
  }
}

/** Longer than the words that programs give where a key is asked for and none is needed. */
const LONGER_THAN_WORDS = 12;

function isNoWord(key: string): boolean {
  return looksRandom(key) || key.length >= LONGER_THAN_WORDS;
}

type ShownNames = (name: string) => string;

function asItIs(name: string): string {
  return name;
}

function namesWithout(known: readonly KnownValue[]): ShownNames {
  const { withoutKnown } = contentRules(known);
  // Most names are shorter than any key.
  const shortest = Math.min(...known.map(({ value }) => (typeof value === 'string' ? value.length : 0)));
  return (name) => (name.length < shortest ? name : withoutKnown(name));
}

/** Of one, or of the chain that proxies make of it (`X-Forwarded-For`); undefined for what is no address. */
function addressesIn(value: unknown): (AddressPattern | undefined)[] {
  return (textOf(value) ?? '').split(',').map(addressPattern);
}

function isAddress(value: unknown): boolean {
  return value !== undefined && addressesIn(value).every((address) => address !== undefined);
}
