import { reportFailure } from './guarded.ts';

type Method = (this: unknown, first?: unknown, second?: unknown) => unknown;

/** Names of methods of `T`, each with the value that it returns if it fails. */
type Fallbacks<T> = {
  readonly [K in keyof T as T[K] extends (...args: never[]) => unknown ? K : never]?: T[K] extends (
    ...args: never[]
  ) => infer R
    ? R
    : never;
};

/**
 * Guards methods of a class that the app calls: a method that throws returns its fallback instead, and the error goes
 * to OpenTelemetry's diagnostic log. Called once for a class, in its static block. For methods of at most two
 * parameters.
 */
export function guardMethods<T extends object>(guardedClass: { readonly prototype: T }, fallbacks: Fallbacks<T>): void {
  const methods = guardedClass.prototype as Record<string, Method>;
  for (const [name, fallback] of Object.entries(fallbacks)) {
    const method = methods[name]!;
    const value: Method = function guardedMethod(first, second) {
      try {
        return method.call(this, first, second);
      } catch (error) {
        reportFailure(name, error);
        return fallback;
      }
    };
    Object.defineProperty(methods, name, { value, writable: true, configurable: true });
  }
}
