import { indexJson } from './json/json-index.ts';
import { elementsOf, memberOf, rawOf, stringOf } from './json/json-value.ts';

export interface ErrorBody {
  /** Number of the candidate whose attempt failed, from 1. Null if the text is all bodies, because they cannot be read. */
  candidate: number | null;
  /** Number of the retry; 0 for the first attempt. */
  retry: number;
  /** The body as it was recorded. */
  text: string;
}

/** The bodies of failed attempts: a JSON list of JSON texts, each with the index of the candidate and the body. */
export function errorBodiesOf(list: string): ErrorBody[] {
  const index = indexJson(list);
  const texts = index === null ? [] : elementsOf(index, 0).map((one) => stringOf(index, one));
  const bodies = texts.map((text) => (text === null ? null : errorBodyOf(text)));
  return bodies.length === 0 || bodies.includes(null)
    ? [{ candidate: null, retry: 0, text: list }]
    : bodies.filter((body) => body !== null);
}

function errorBodyOf(text: string): ErrorBody | null {
  const index = indexJson(text);
  if (index === null) {
    return null;
  }
  const [number, body] = [memberOf(index, 0, 'index'), memberOf(index, 0, 'body')];
  if (number < 0 || body < 0) {
    return null;
  }
  const [candidate, retry] = [number, memberOf(index, 0, 'retry')].map((value) =>
    value < 0 ? 0 : Number(rawOf(index, value)),
  );
  return Number.isSafeInteger(candidate) && Number.isSafeInteger(retry)
    ? { candidate: (candidate ?? 0) + 1, retry: retry ?? 0, text: stringOf(index, body) ?? rawOf(index, body) }
    : null;
}
