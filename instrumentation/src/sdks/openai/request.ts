import type { CallStart, RequestParams } from '../../record-types.ts';
import { count, fields, known, number, text, type Fields } from '../fields.ts';
import type { Answer } from '../answer.ts';
import { ChatAnswer, EmbeddingsAnswer, ResponseAnswer } from './answer.ts';

/** One API of the SDK whose calls are recorded. */
export interface Api {
  operation: string;
  apiFormat: string;
  /** What the request's body says of itself: the allow-listed parameters and no content. */
  describe(body: Fields): Pick<CallStart, 'params' | 'conversationId'>;
  /** `body` is the request's. */
  answer(body: Fields): Answer;
}

const CHAT: Api = {
  operation: 'chat',
  apiFormat: 'openai.chat',
  describe: (body) => ({
    params: params({
      maxTokens: count(body.max_completion_tokens) ?? count(body.max_tokens),
      choiceCount: body.n === 1 ? undefined : count(body.n),
      seed: Number.isSafeInteger(body.seed) ? (body.seed as number) : undefined,
      frequencyPenalty: number(body.frequency_penalty),
      presencePenalty: number(body.presence_penalty),
      reasoningLevel: text(body.reasoning_effort) ?? text(fields(body.reasoning).effort),
      outputType: outputType(fields(body.response_format).type),
      ...sampling(body),
    }),
  }),
  answer: (body) => new ChatAnswer(count(body.n) ?? 1),
};

const RESPONSES: Api = {
  operation: 'chat',
  apiFormat: 'openai.responses',
  describe: (body) => {
    const conversationId = text(body.conversation) ?? text(fields(body.conversation).id);
    return {
      params: params({
        maxTokens: count(body.max_output_tokens),
        reasoningLevel: text(fields(body.reasoning).effort),
        outputType: outputType(fields(fields(body.text).format).type),
        ...sampling(body),
      }),
      ...(conversationId === undefined ? {} : { conversationId }),
    };
  },
  answer: () => new ResponseAnswer(),
};

const EMBEDDINGS: Api = {
  operation: 'embeddings',
  apiFormat: 'openai.embeddings',
  describe: (body) => ({ params: params({ dimensionCount: count(body.dimensions) }) }),
  answer: () => new EmbeddingsAnswer(),
};

const APIS = new Map<string, Api>([
  ['/chat/completions', CHAT],
  ['/responses', RESPONSES],
  ['/embeddings', EMBEDDINGS],
]);

/** The API that a request goes to; undefined for all that is no LLM call (lists, files, stored answers, …). */
export function apiOf(method: unknown, path: string): Api | undefined {
  if (typeof method !== 'string' || method.toLowerCase() !== 'post') {
    return undefined;
  }
  // An app that posts by itself may put more in front.
  return APIS.get(path) ?? APIS.get(/\/(chat\/completions|responses|embeddings)$/.exec(path)?.[0] ?? '');
}

function sampling(body: Fields) {
  return { temperature: number(body.temperature), topP: number(body.top_p) };
}

function outputType(format: unknown): string | undefined {
  if (format === 'text') return 'text';
  return format === 'json_object' || format === 'json_schema' ? 'json' : undefined;
}

function params(values: { [K in keyof RequestParams]: RequestParams[K] | undefined }): RequestParams {
  return known(values);
}
