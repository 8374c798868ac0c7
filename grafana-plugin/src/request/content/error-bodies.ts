import type { Attempt } from '@tokentrail/records';

/** What a provider sent with the error of one attempt. */
export interface ErrorBody {
  /** The attempt; null if it is not known, because the text has another form. */
  attempt: Pick<Attempt, 'index' | 'retry'> | null;
  /** The message within the body; null if there is none, or if it is the whole text. */
  message: string | null;
  /** The body as it was recorded: with its numbers, spaces and repeated names. */
  text: string;
}

/** How the instrumentation begins an element. It may be cut off at its end. */
const HEAD = /^\{"index":(\d{1,9}),(?:"retry":(\d{1,9}),)?"body":/;

/**
 * The error bodies of a call's failed attempts.
 *
 * @param list JSON array of texts, as the traces store returns it. Undefined: none.
 */
export function errorBodiesOf(list: string | undefined): ErrorBody[] {
  if (list === undefined) {
    return [];
  }
  const elements = parsed(list);
  const texts = Array.isArray(elements) && elements.every((element) => typeof element === 'string') ? elements : [list];
  return texts.map(errorBodyOf);
}

function errorBodyOf(text: string): ErrorBody {
  const head = HEAD.exec(text);
  const attempt = head && { index: Number(head[1]), retry: Number(head[2] ?? 0) };
  const body = head === null ? text : text.slice(head[0].length).replace(/\}$/, '');
  const value = head === null ? null : parsed(body);
  return typeof value === 'string'
    ? { attempt, message: messageIn(parsed(value)), text: value }
    : { attempt, message: messageIn(value), text: body };
}

/** The message of an error body of OpenAI, Anthropic, Google and most gateways. */
function messageIn(body: unknown): string | null {
  const message = fieldOf(fieldOf(body, 'error'), 'message') ?? fieldOf(body, 'message');
  return typeof message === 'string' && message !== '' ? message : null;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
