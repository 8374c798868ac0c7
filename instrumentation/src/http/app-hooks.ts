import { fields } from '../util/fields.ts';
import type { UsageContext } from '../types.ts';
import { warn } from '../redaction/warn.ts';
import { HOOKS, type HttpOptions } from './http-options.ts';

/** Calls the app's hooks. A hook that fails never stops the request; each kind of failure is warned about once. */
export class AppHooks<R> {
  readonly #options: HttpOptions<R>;
  readonly #warned = new Set<string>();

  constructor(options: HttpOptions<R>) {
    this.#options = options;
  }

  /** The usage context that the app's hooks return for `request`. */
  context(request: R): UsageContext {
    const context: Record<string, unknown> = {};
    for (const name of HOOKS) {
      const hook: ((request: R) => unknown) | undefined = this.#options[name];
      const value = typeof hook === 'function' ? this.#call(name, hook, request) : undefined;
      if (value !== undefined && value !== null) context[name] = value;
    }
    return context;
  }

  get mayRecord(): boolean {
    return Boolean(this.#options.recordRequests);
  }

  /** Whether the app wants a record of `request`. If the app's function fails, the request is recorded. */
  isRecorded(request: R): boolean {
    const { recordRequests } = this.#options;
    if (typeof recordRequests !== 'function') return recordRequests === true;
    return this.#call('recordRequests', recordRequests, request) !== false;
  }

  #call(name: string, hook: (request: R) => unknown, request: R): unknown {
    try {
      const value = hook(request);
      if (typeof fields(value).then !== 'function') return value;
      // An unhandled rejection would end the process, and no other code holds this promise.
      Promise.resolve(value).catch(() => undefined);
      this.#warnOnce(name, 'returned a promise, but hooks must be synchronous');
    } catch (error) {
      this.#warnOnce(name, `threw ${error instanceof Error ? error.name : 'a value that is not an error'}`);
    }
    return undefined;
  }

  #warnOnce(name: string, problem: string): void {
    if (this.#warned.has(name)) return;
    this.#warned.add(name);
    warn(`the hook \`${name}\` of the HTTP middleware ${problem}: requests are recorded without its value.`);
  }
}
