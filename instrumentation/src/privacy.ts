import { textOf } from './attribute-value.ts';
import { contentRules, type ContentRules, type KnownValue } from './content/content-rules.ts';
import type { UsageContext } from './record-types.ts';
import { addressPattern } from './redaction/address-pattern.ts';
import { privateKind } from './redaction/private-names.ts';
import type { HeaderRules } from './redaction/redact-headers.ts';
import { REDACTED } from './redaction/redact-text.ts';

export interface PrivacyOptions {
  /** Nothing tells who calls: names of users and sessions are pseudonyms, or left out where none can be made. */
  privacy: boolean;
  /** Whether addresses of clients are recorded where the call does not say. Privacy mode goes before it. */
  recordIp: boolean;
  redactHeaders: readonly string[];
}

/** Who called, as the record may tell it. Programs without types may have said anything. */
export type ShownCaller = { [K in 'user' | 'session' | 'clientAddress' | 'userAgent']?: unknown };

/** What may be told of who calls, in a record's own fields and in its content. */
export class Privacy {
  readonly #options: PrivacyOptions;
  readonly #pseudonymOf: (name: string) => string | undefined;

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
  rulesFor(facts: UsageContext, keys: readonly string[]): ContentRules & { headers: HeaderRules } {
    const { privacy, redactHeaders } = this.#options;
    const addresses = this.#showsAddress(facts.recordIp);
    const known = keys.map((value): KnownValue => ({ value, instead: REDACTED }));
    const address = addresses ? undefined : addressPattern(textOf(facts.clientAddress) ?? '');
    if (address !== undefined) known.push({ value: address, instead: REDACTED });
    if (privacy) known.push(...this.#identities(facts));
    const rules = contentRules(known, privacy ? (name, value) => this.#privateField(name, value) : undefined);
    return { ...rules, headers: { redact: redactHeaders, addresses, callers: !privacy } };
  }

  /** A text of the record itself, as its path, without what tells who called. */
  withoutCaller(facts: UsageContext, text: string): string {
    const { privacy } = this.#options;
    const hidesAddress = facts.clientAddress !== undefined && !this.#showsAddress(facts.recordIp);
    return privacy || hidesAddress ? this.rulesFor(facts, []).withoutKnown(text) : text;
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

function isAddress(value: unknown): boolean {
  return addressPattern(textOf(value) ?? '') !== undefined;
}
