import { secretsInUrl } from '../redaction/known-secrets.ts';
import type { KeyInfo } from '../types.ts';

/** A caller may send any number of cookies: so many secrets are searched for, and the first are those of the call itself. */
const MOST = 200;

/**
 * What one record must not show, in clear: the keys of its caller and of its attempts, whichever of them it shows, and the
 * credentials that stood in headers and URLs.
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
    if (this.#values.length < MOST && !this.#values.includes(secret)) this.#values.push(secret);
  }
}
