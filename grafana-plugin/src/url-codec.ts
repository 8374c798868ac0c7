/** Reads and writes one URL parameter. */
export interface Parameter<T> {
  /** Value if the parameter is missing or invalid. It is not written to the URL. */
  fallback: T;
  /** Undefined if `text` is invalid. */
  parse(text: string): T | undefined;
  format(value: T): string;
}

export type Parameters<T> = { readonly [Name in keyof T & string]: Parameter<T[Name]> };

/** Text parameter. An empty text counts as missing. */
export function textParameter<T extends string | null>(fallback: T): Parameter<T | string> {
  return { fallback, parse: (text) => text || undefined, format: (value) => value ?? '' };
}

/** Reads all parameters from a query string. */
export function parseParameters<T extends object>(parameters: Parameters<T>, search: URLSearchParams): T {
  const entries = namesOf(parameters).map((name) => {
    const text = search.get(name);
    const { fallback, parse } = parameters[name];
    return [name, (text === null ? undefined : parse(text)) ?? fallback];
  });
  return Object.fromEntries(entries) as T;
}

/** Writes `state` into a copy of `previous`, without default values. Keeps unknown parameters of `previous`. */
export function writeParameters<T extends object>(
  parameters: Parameters<T>,
  state: T,
  previous = new URLSearchParams(),
): URLSearchParams {
  const search = new URLSearchParams(previous);
  for (const name of namesOf(parameters)) {
    const { fallback, format } = parameters[name];
    if (state[name] === fallback) {
      search.delete(name);
    } else {
      search.set(name, format(state[name]));
    }
  }
  return search;
}

function namesOf<T extends object>(parameters: Parameters<T>): (keyof T & string)[] {
  return Object.keys(parameters) as (keyof T & string)[];
}
