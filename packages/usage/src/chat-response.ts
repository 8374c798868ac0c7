import { fieldsOf, listOf, textOf, type Fields } from './read.ts';

/** A failure that a response with status 200 reports in its body, as the provider sent it. */
export interface ReportedFailure {
  code: unknown;
  message: unknown;
}

/**
 * The usage object of a chat completion or one of its chunks; undefined if it has none. Groq reports the usage of streams in
 * `x_groq`, Moonshot in the last choice.
 */
export function usageOfChat(completion: Fields): unknown {
  return (
    completion['usage'] ??
    fieldsOf(completion['x_groq'])?.['usage'] ??
    fieldsOf(listOf(completion['choices'])[0])?.['usage'] ??
    undefined
  );
}

/** The finish reason of a choice; undefined as long as it is unfinished. Some servers write that as `""` or `"null"`. */
export function finishReasonOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value !== 'null' ? value : undefined;
}

/**
 * The failure in a body or an event: of a router's upstream (`error`, an object or a text), of an event that is an error itself
 * (Responses API), or MiniMax's `base_resp`, whose `status_code` is 0 for a success. An error without a code has its type as code.
 */
export function failureInBody(body: Fields): ReportedFailure | undefined {
  const { error, base_resp: base } = body;
  if (typeof error === 'string' && error !== '') return { code: undefined, message: error };
  if (error) {
    const { code, type, message } = fieldsOf(error) ?? {};
    return { code: code ?? type, message };
  }
  if (textOf(body, 'type') === 'error') return { code: body['code'], message: body['message'] };
  const { status_code: code, status_msg: message } = fieldsOf(base) ?? {};
  return typeof code === 'number' && code !== 0 ? { code, message } : undefined;
}
