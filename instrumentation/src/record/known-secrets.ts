import { secretsInUrl } from '../redaction/known-secrets.ts';
import type { KeyInfo } from '../types.ts';

/** Limits the time of a search: a caller may send any number of cookies. The secrets of the call itself come first. */
const MAX_SECRETS = 200;

/**
 * Secrets in clear that one record must not show: the keys of its caller and of its attempts, recorded or not, and the
 * credentials found in headers and URLs.
 */
export class KnownSecrets {
  readonly #values: string[] = [];

  get values(): readonly string[] {
    return this.#values;
  }

  addKey(key: KeyInfo | string | undefined): void {
    const value = typeof key === 'object' ? key?.value : undefined;
    if (typeof value === 'string') this.#add(value);
  }

  addUrl(url: unknown): void {
    if (typeof url === 'string') this.add(secretsInUrl(url));
  }

  readonly add = (secrets: readonly string[]): void => {
    for (const secret of secrets) this.#add(secret);
  };

  #add(secret: string): void {
    if (this.#values.length < MAX_SECRETS && !this.#values.includes(secret)) this.#values.push(secret);
  }
}
