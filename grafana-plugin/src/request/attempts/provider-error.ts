import type { Attempt } from '@tokentrail/records';

/** The provider's own text of a failed attempt. */
export interface ProviderErrorText {
  /** The message within the body; null if there is none, or if it is the whole text. */
  message: string | null;
  /** The body as it was recorded: with its numbers, spaces and repeated names. */
  text: string;
}

/** How the instrumentation begins an element of `tokentrail.attempts.error_bodies`. It may be cut off at its end. */
const HEAD = /^\{"index":(\d+),"retry":(\d+),"body":/;

/**
 * The error text of an attempt among those of its call.
 *
 * @param errorBodies JSON array of texts, as the traces store returns it.
 */
export function providerErrorOf(
  errorBodies: string | undefined,
  { index, retry }: Pick<Attempt, 'index' | 'retry'>,
): ProviderErrorText | null {
  for (const element of textsIn(errorBodies)) {
    const head = HEAD.exec(element);
    if (head !== null && Number(head[1]) === index && Number(head[2]) === retry) {
      return errorTextOf(element.slice(head[0].length).replace(/\}$/, ''));
    }
  }
  return null;
}

function textsIn(list: string | undefined): string[] {
  const values = parsed(list ?? '[]');
  return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
}

function errorTextOf(body: string): ProviderErrorText {
  const value = parsed(body);
  if (typeof value === 'string') {
    return { message: messageIn(parsed(value)), text: value };
  }
  return { message: messageIn(value), text: body };
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
