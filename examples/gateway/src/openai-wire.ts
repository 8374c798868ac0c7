import type { AttemptEnd, ReportedUsage } from '@tokentrail/instrumentation';

/** What the gateway reads of a chat completion, or of a chunk of one. */
interface Completion {
  id?: string;
  model?: string;
  service_tier?: string | null;
  choices?: { finish_reason?: string | null }[];
  usage?: {
    prompt_tokens?: number;
    completion_tokens?: number;
    prompt_tokens_details?: { cached_tokens?: number };
    completion_tokens_details?: { reasoning_tokens?: number };
  } | null;
}

/** The facts of an answer that go into the record; what the provider did not say stays out. */
export type ResponseFacts = Pick<
  AttemptEnd,
  'usage' | 'responseModel' | 'responseId' | 'finishReasons' | 'servedServiceTier'
>;

export function factsOf(completion: Completion): ResponseFacts {
  const finishReasons = (completion.choices ?? []).flatMap((choice) => choice.finish_reason ?? []);
  const usage = usageOf(completion);
  return {
    ...(completion.id === undefined ? {} : { responseId: completion.id }),
    ...(completion.model === undefined ? {} : { responseModel: completion.model }),
    ...(completion.service_tier ? { servedServiceTier: completion.service_tier } : {}),
    ...(finishReasons.length === 0 ? {} : { finishReasons }),
    ...(usage === undefined ? {} : { usage }),
  };
}

function usageOf({ usage }: Completion): ReportedUsage | undefined {
  if (!usage) {
    return undefined;
  }
  const reported: ReportedUsage = {};
  const cached = usage.prompt_tokens_details?.cached_tokens;
  const reasoning = usage.completion_tokens_details?.reasoning_tokens;
  if (usage.prompt_tokens !== undefined) reported.inputTokens = usage.prompt_tokens;
  if (usage.completion_tokens !== undefined) reported.outputTokens = usage.completion_tokens;
  if (cached !== undefined) reported.cacheReadTokens = cached;
  if (reasoning !== undefined) reported.reasoningTokens = reasoning;
  return reported;
}

/** Splits server-sent events out of a byte stream: each yield is the text of one event, without the blank line. */
export async function* serverSentEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of body) {
    rest += decoder.decode(bytes, { stream: true });
    const events = rest.split('\n\n');
    rest = events.pop() ?? '';
    yield* events;
  }
}

/** The JSON of an event's data; null for `[DONE]` and for what is no JSON. */
export function dataOf(event: string): Completion | null {
  const data = /^data: (.*)$/m.exec(event)?.[1];
  if (data === undefined || data === '[DONE]') {
    return null;
  }
  try {
    return JSON.parse(data) as Completion;
  } catch {
    return null;
  }
}

/** Whether a chunk carries the usage alone: it came because the gateway asked for it, the client may not have. */
export function isUsageChunk(chunk: Completion | null): boolean {
  return chunk?.choices?.length === 0 && chunk.usage != null;
}

interface ErrorBody {
  error?: { message?: string; type?: string; code?: string | null };
}

/** The provider's error code and words. */
export function errorOf(status: number, body: unknown): { code: string; message: string } {
  const error = (body as ErrorBody | null)?.error;
  return {
    code: error?.code ?? error?.type ?? (status >= 500 ? 'server_error' : 'invalid_request_error'),
    message: error?.message ?? `status ${status}`,
  };
}
