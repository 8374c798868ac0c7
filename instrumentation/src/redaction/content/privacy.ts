import { textOf } from '../../util/text.ts';
import { contentRules, type ContentRules, type KnownValue } from './content-rules.ts';
import type { UsageContext } from '../../types.ts';
import { addressPattern, type AddressPattern } from '../address-pattern.ts';
import { looksRandom } from '../field-names.ts';
import { privateKind } from '../private-names.ts';
import type { HeaderRules } from '../redact-headers.ts';
import { REDACTED } from '../mark.ts';
import { memoize } from '../../util/memoize.ts';

export interface PrivacyOptions {
  /** Hides the caller: names of users and sessions become pseudonyms, or are left out if none can be made. */
  privacy: boolean;
  /** Whether addresses of clients are recorded if the call does not specify it. Privacy mode overrides it. */
  recordIp: boolean;
  redactHeaders: readonly string[];
}

/** The caller, as the record may show it. Values are unknown because untyped programs may pass anything. */
export type ShownCaller = { [K in 'user' | 'session' | 'clientAddress' | 'userAgent']?: unknown };

/** Rules for the contents of one call. */
export type CallContentRules = ContentRules & { headers: HeaderRules };

/** Decides what a record's own fields and its content may show of the caller. */
export class Privacy {
  readonly #options: PrivacyOptions;
  readonly #pseudonymOf: (name: string) => string | undefined;
  // For calls of which only the key is known. These are most calls, and each content asks for the rules.
  readonly #namesWithoutKey = memoize((key) => namesWithout([{ value: key, replacement: REDACTED }]));
  readonly #rulesOfKey = memoize((key) => this.#makeRules({}, [key], true));
  readonly #rulesOfKeyAlone = memoize((key) => this.#makeRules({}, [key], false));

  /** `pseudonymOf` returns undefined if no secret is configured to make pseudonyms with. */
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
    // Apps often use the address as the name of an anonymous user.
    return { user: isAddress(user) ? undefined : user, session: isAddress(session) ? undefined : session, userAgent };
  }

  /** Rules for the content of a call; `keys` are the keys of the call in plain text. */
  rulesFor(facts: UsageContext, keys: readonly string[]): CallContentRules {
    const addresses = this.#showsAddress(facts.recordIp);
    const [key] = keys;
    const isCommon = !this.#options.privacy && (addresses || facts.clientAddress === undefined);
    if (!isCommon || key === undefined || keys.length > 1) return this.#makeRules(facts, keys, addresses);
    return addresses ? this.#rulesOfKey(key) : this.#rulesOfKeyAlone(key);
  }

  #makeRules(facts: UsageContext, keys: readonly string[], addresses: boolean): CallContentRules {
    const { privacy, redactHeaders } = this.#options;
    const privateField = privacy ? (name: string, value: string) => this.#privateField(name, value) : undefined;
    const rules = contentRules(this.#known(facts, keys), privateField);
    return { ...rules, headers: { redact: redactHeaders, addresses, callers: !privacy } };
  }

  /**
   * Returns a function that removes `keys` and the caller's identity from a name in the record itself (a path, a model,
   * a group), because every user may read it. A key that is a short word (`lm-studio`) is not secret and stays.
   */
  namesFor(facts: UsageContext, keys: readonly string[]): ShownNames {
    const known = this.#known(facts, keys.filter(isNoWord));
    if (known.length === 0) return asItIs;
    const [only] = known;
    const isKey = known.length === 1 && typeof only?.value === 'string' && only.replacement === REDACTED;
    return isKey ? this.#namesWithoutKey(only.value as string) : namesWithout(known);
  }

  #known(facts: UsageContext, keys: readonly string[]): KnownValue[] {
    const known = keys.map((value): KnownValue => ({ value, replacement: REDACTED }));
    if (facts.clientAddress !== undefined && !this.#showsAddress(facts.recordIp)) {
      for (const value of addressesIn(facts.clientAddress)) if (value) known.push({ value, replacement: REDACTED });
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
        : [{ value, replacement: (one === userAgent ? undefined : this.#pseudonymOf(value)) ?? REDACTED }];
    });
  }

  #privateField(name: string, value: string): string | undefined {
    const kind = privateKind(name);
    if (kind === undefined) return undefined;
    return (kind === 'identity' ? this.#pseudonymOf(value) : undefined) ?? REDACTED;
  }
}

/** Minimum length of a secret key: longer than the words that programs pass if a key is required but not checked. */
const MIN_KEY_LENGTH = 12;

function isNoWord(key: string): boolean {
  return looksRandom(key) || key.length >= MIN_KEY_LENGTH;
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

/**
 * Patterns of one address or of a chain that proxies wrote (`X-Forwarded-For`); undefined for a part that is not one.
 */
function addressesIn(value: unknown): (AddressPattern | undefined)[] {
  return (textOf(value) ?? '').split(',').map(addressPattern);
}

function isAddress(value: unknown): boolean {
  return value !== undefined && addressesIn(value).every((address) => address !== undefined);
}
