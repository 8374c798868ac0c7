import { fields } from '../util/fields.ts';
import type { UsageContext } from '../types.ts';
import { warn } from '../redaction/warn.ts';
import { HOOKS, type HttpOptions } from './http-options.ts';

/** Asks the functions that an app gave; whatever they do, the request goes on. Each kind of trouble is told once. */
export class AskApp<R> {
  readonly #options: HttpOptions<R>;
  readonly #warned = new Set<string>();

  constructor(options: HttpOptions<R>) {
    this.#options = options;
  }

  /** Who calls, as the app's hooks say it. */
  context(request: R): UsageContext {
    const context: Record<string, unknown> = {};
    for (const name of HOOKS) {
      const hook: ((request: R) => unknown) | undefined = this.#options[name];
      const value = typeof hook === 'function' ? this.#ask(name, hook, request) : undefined;
      if (value !== undefined && value !== null) context[name] = value;
    }
    return context;
  }

  get mayRecord(): boolean {
    return Boolean(this.#options.recordRequests);
  }

  /** A question that cannot be answered loses no record. */
  isRecorded(request: R): boolean {
    const { recordRequests } = this.#options;
    if (typeof recordRequests !== 'function') return recordRequests === true;
    return this.#ask('recordRequests', recordRequests, request) !== false;
  }

  #ask(name: string, hook: (request: R) => unknown, request: R): unknown {
    try {
      const value = hook(request);
      if (typeof fields(value).then !== 'function') return value;
      // Nobody else holds it: a rejection of it would end the process.
      Promise.resolve(value).catch(() => undefined);
      this.#warnOnce(name, 'gave a promise and must answer at once');
    } catch (error) {
      this.#warnOnce(name, `threw ${error instanceof Error ? error.name : 'what is no error'}`);
    }
    return undefined;
  }

  #warnOnce(name: string, what: string): void {
    if (this.#warned.has(name)) return;
    this.#warned.add(name);
    warn(`the hook \`${name}\` of the HTTP middleware ${what}: requests are recorded without what it would have said.`);
  }
}
