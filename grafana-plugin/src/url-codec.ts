/** Values of one parameter in a URL: those of `name=`, and those of `-name=`, which exclude. */
export interface Texts {
  included: readonly string[];
  excluded: readonly string[];
}

/** Reads and writes one URL parameter. */
export interface Parameter<T> {
  /** Value if the parameter is missing or invalid. It is not written to the URL. */
  fallback: T;
  /** Undefined if the texts, of which there is at least one, are invalid. */
  parse(texts: Texts): T | undefined;
  format(value: T): Texts;
  /** Parts of a valid text that are not applied. Default: none. */
  ignored?(text: string): readonly string[];
}

export type Parameters<T> = { readonly [Name in keyof T & string]: Parameter<T[Name]> };

/** A part of the query string that the page does not apply. */
export interface UrlProblem {
  /**
   * `invalid`: the parameter is known, but its value cannot be read. `ignored`: parts of its value. `too_long`: all filters
   * together are too long.
   */
  kind: 'invalid' | 'ignored' | 'unknown' | 'too_long';
  /** As in the URL: `model` or `-model`. */
  name: string;
  /** Values, in the order of the URL. */
  texts: readonly string[];
}

const NO_TEXTS: Texts = { included: [], excluded: [] };

/** Parameters of Grafana itself, which every page may have. */
const OF_GRAFANA = /^(?:orgId|kiosk|theme|forceLogin|auth_token|__feature\..+)$/;

/** C0 and C1 control characters except tab and line breaks. No value of a record has them. */
const CONTROL_CHARACTER = /[^\P{Cc}\t\n\r]/u;

/** Whether `text` has no control characters, which stores reject. */
export function isReadable(text: string): boolean {
  return !CONTROL_CHARACTER.test(text);
}

/**
 * Parameter with one value.
 *
 * @param parse undefined for an invalid text
 * @param format the empty text for a value that is not written
 */
export function singleParameter<T>(
  fallback: T,
  parse: (text: string) => T | undefined,
  format: (value: T) => string,
): Parameter<T> {
  return {
    fallback,
    parse: ({ included: [text, ...others], excluded }) =>
      text === undefined || others.length > 0 || excluded.length > 0 || !isReadable(text) ? undefined : parse(text),
    format: (value) => ({ included: [format(value)].filter((text) => text !== ''), excluded: [] }),
  };
}

export function textParameter<T extends string | null>(
  fallback: T,
  isValid: (text: string) => boolean = () => true,
): Parameter<T | string> {
  return singleParameter<T | string>(
    fallback,
    (text) => (isValid(text) ? text : undefined),
    (value) => value ?? '',
  );
}

/** Reads all parameters from a query string, and names those that cannot be applied. */
export function parseParameters<T extends object>(
  parameters: Parameters<T>,
  search: URLSearchParams,
): { state: T; problems: readonly UrlProblem[] } {
  const problems: UrlProblem[] = [];
  const entries = namesOf(parameters).map((name) => {
    const { fallback, parse, ignored } = parameters[name];
    const texts = textsOf(search, name);
    if (texts.included.length === 0 && texts.excluded.length === 0) {
      return [name, fallback];
    }
    const value = parse(texts);
    if (value === undefined) {
      problems.push(...problemsOf(name, texts));
    } else if (ignored !== undefined) {
      problems.push(...ignoredIn(name, texts.included.flatMap(ignored)));
    }
    return [name, value === undefined ? fallback : value];
  });
  return { state: Object.fromEntries(entries) as T, problems: [...problems, ...unknownIn(parameters, search)] };
}

/** Values of a parameter. An empty one counts as missing. */
function textsOf(search: URLSearchParams, name: string): Texts {
  const all = (key: string) => search.getAll(key).filter((text) => text !== '');
  return { included: all(name), excluded: all(`-${name}`) };
}

function problemsOf(name: string, { included, excluded }: Texts): UrlProblem[] {
  return [
    { kind: 'invalid' as const, name, texts: included },
    { kind: 'invalid' as const, name: `-${name}`, texts: excluded },
  ].filter(({ texts }) => texts.length > 0);
}

function ignoredIn(name: string, texts: readonly string[]): UrlProblem[] {
  return texts.length === 0 ? [] : [{ kind: 'ignored', name, texts }];
}

function unknownIn<T extends object>(parameters: Parameters<T>, search: URLSearchParams): UrlProblem[] {
  const names = [...new Set(search.keys())].filter((name) => isUnknown(parameters, name));
  return names.map((name) => ({ kind: 'unknown', name, texts: search.getAll(name) }));
}

function isUnknown<T extends object>(parameters: Parameters<T>, name: string): boolean {
  return !Object.hasOwn(parameters, name.replace(/^-/, '')) && !OF_GRAFANA.test(name);
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
    const { included, excluded } = state[name] === fallback ? NO_TEXTS : format(state[name]);
    replace(search, name, included);
    replace(search, `-${name}`, excluded);
  }
  return search;
}

/** A copy of `search` without the parameters that `parameters` does not know. */
export function withoutUnknown<T extends object>(parameters: Parameters<T>, search: URLSearchParams): URLSearchParams {
  const known = new URLSearchParams(search);
  for (const { name } of unknownIn(parameters, search)) {
    known.delete(name);
  }
  return known;
}

/** Sets the values of a parameter. The first one stays where it was in the URL. */
function replace(search: URLSearchParams, name: string, texts: readonly string[]): void {
  const [first, ...others] = texts;
  if (first === undefined) {
    search.delete(name);
    return;
  }
  search.set(name, first);
  for (const text of others) {
    search.append(name, text);
  }
}

function namesOf<T extends object>(parameters: Parameters<T>): (keyof T & string)[] {
  return Object.keys(parameters) as (keyof T & string)[];
}
