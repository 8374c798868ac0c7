/**
 * Texts of an attempt in the form that the ledger accepts. The ledger takes the attempts of a record all together or
 * not at all, so one text of another form would cost the record every attempt: such texts are rewritten here.
 */
import { redactName } from '../redaction/redact-text.ts';
import { memoize } from '../util/memoize.ts';
import { textOf } from '../util/text.ts';

/** Removes keys, and in privacy mode the caller, from a name of the record. */
export type ShowName = (name: string) => string;

const MAX_NAME_LENGTH = 256;
const MAX_IDENTIFIER_LENGTH = 200;
const LINE_BREAKS = /[\p{Cc}\u2028\u2029]+/gu;

const oneLine = (text: string) => redactName(text).replace(LINE_BREAKS, ' ').slice(0, MAX_NAME_LENGTH);
const identifierOf = (text: string) =>
  oneLine(text)
    .replace(/[^A-Za-z0-9_.:/@+=#~-]+/g, '_')
    .slice(0, MAX_IDENTIFIER_LENGTH);
const cachedLine = memoize(oneLine);
const cachedIdentifier = memoize(identifierOf);

/** A name given by people or providers, as one line. */
export function asName(value: unknown, show: ShowName): string | undefined {
  const text = textOf(value);
  return text === undefined ? undefined : cachedLine(show(text));
}

/** An identifier; other characters become `_`. */
export function asIdentifier(value: unknown, show: ShowName): string | undefined {
  const text = textOf(value);
  return text === undefined ? undefined : cachedIdentifier(show(text));
}

/** An identifier that is unique to its attempt. It is not cached, because it would only displace names that recur. */
export function asUniqueIdentifier(value: unknown, show: ShowName): string | undefined {
  const text = textOf(value);
  return text === undefined ? undefined : identifierOf(show(text));
}

export function asIdentifiers(values: readonly unknown[] | undefined, show: ShowName): string[] | undefined {
  return Array.isArray(values)
    ? values.map((value) => asIdentifier(value, show)).filter((value) => value !== undefined)
    : undefined;
}

/** Rounds to microseconds, which keeps the JSON short. */
export function roundedMs(value: number): number {
  return Math.round(Math.max(0, value) * 1000) / 1000;
}
