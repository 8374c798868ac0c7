import type { RequestParams } from '../../types.ts';
import { defined } from '../../util/defined.ts';
import { count, fields, number, text, type Fields } from '../../util/fields.ts';
import type { Api } from '../stainless/descriptor.ts';
import { BegunInBackground, FetchedResponse } from './background-response.ts';
import { ChatResponseReader, PlainResponseReader, ResponsesResponseReader } from './response-reader.ts';
import { ImageResponseReader, SpeechResponseReader, TranscriptionResponseReader } from './media-response-reader.ts';

const CHAT: Api = {
  operation: 'chat',
  apiFormat: 'openai.chat',
  describe: (body) => {
    const params = sampling(body, count(body.max_completion_tokens) ?? count(body.max_tokens));
    const reasoningLevel = text(body.reasoning_effort) ?? text(fields(body.reasoning).effort);
    if (reasoningLevel !== undefined) params.reasoningLevel = reasoningLevel;
    const format = outputType(fields(body.response_format).type);
    if (format !== undefined) params.outputType = format;
    return { params };
  },
  responseReader: (body) => new ChatResponseReader(count(body.n) ?? 1),
};

const COMPLETIONS: Api = {
  operation: 'text_completion',
  apiFormat: 'openai.completions',
  describe: (body) => ({ params: sampling(body, count(body.max_tokens)) }),
  responseReader: (body) => new ChatResponseReader((count(body.n) ?? 1) * promptsIn(body.prompt)),
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
        temperature: number(body.temperature),
        topP: number(body.top_p),
      }),
      ...(conversationId === undefined ? {} : { conversationId }),
    };
  },
  responseReader: ({ background }) => (background === true ? new BegunInBackground() : new ResponsesResponseReader()),
};

const existingResponse = (operation: string): Api => ({
  operation,
  apiFormat: 'openai.responses',
  describe: () => ({}),
  responseReader: () => new FetchedResponse(),
});

const FETCHED = existingResponse('fetch_response');
const CANCELLED = existingResponse('cancel_response');

const EMBEDDINGS: Api = {
  operation: 'embeddings',
  apiFormat: 'openai.embeddings',
  describe: (body) => ({ params: params({ dimensionCount: count(body.dimensions) }) }),
  responseReader: () => new PlainResponseReader(),
};

const MODERATIONS: Api = {
  operation: 'moderation',
  apiFormat: 'openai.moderations',
  describe: () => ({}),
  responseReader: () => new PlainResponseReader(),
};

const DECISIONS: Api = {
  operation: 'decision',
  apiFormat: 'openai.decisions',
  describe: () => ({}),
  responseReader: () => new PlainResponseReader(),
};

const images = (operation: string): Api => ({
  operation,
  apiFormat: 'openai.images',
  describe: ({ n }) => ({ params: params({ choiceCount: choices(n), outputType: 'image' }) }),
  responseReader: (body) => new ImageResponseReader(body),
});

const SPEECH: Api = {
  operation: 'speech',
  apiFormat: 'openai.speech',
  describe: () => ({ params: { outputType: 'speech' } }),
  responseReader: (body) => new SpeechResponseReader(body),
};

const transcriptions = (operation: string): Api => ({
  operation,
  apiFormat: 'openai.transcriptions',
  describe: () => ({ params: { outputType: 'text' } }),
  responseReader: () => new TranscriptionResponseReader(),
});

/** APIs whose response can be read without the SDK's call. */
export const READABLE_APIS: readonly Api[] = [CHAT, COMPLETIONS, EMBEDDINGS, transcriptions('transcription')];

const POSTED = new Map<string, Api>([
  ['/chat/completions', CHAT],
  ['/completions', COMPLETIONS],
  ['/responses', RESPONSES],
  ['/responses/compact', RESPONSES],
  ['/embeddings', EMBEDDINGS],
  ['/moderations', MODERATIONS],
  ['/decisions', DECISIONS],
  ['/images/generations', images('image_generation')],
  ['/images/edits', images('image_edit')],
  ['/audio/speech', SPEECH],
  ['/audio/transcriptions', transcriptions('transcription')],
  ['/audio/translations', transcriptions('translation')],
]);

/** An app that sends requests by `client.post()` may use a longer path. The longest known path at its end counts. */
const POSTED_AT_END = new RegExp(`(${[...POSTED.keys()].sort((a, b) => b.length - a.length).join('|')})$`);

const RESPONSE_BY_ID = /\/responses\/[^/]+$/;
const CANCELLED_BY_ID = /\/responses\/[^/]+\/cancel$/;

/** The API that a request goes to; undefined for requests that ask no model (lists, files, batches, counting tokens, …). */
export function apiOf(method: unknown, path: string): Api | undefined {
  switch (typeof method === 'string' ? method.toLowerCase() : '') {
    case 'post':
      return postedTo(path) ?? (CANCELLED_BY_ID.test(path) ? CANCELLED : undefined);
    case 'get':
      return RESPONSE_BY_ID.test(path) ? FETCHED : undefined;
    default:
      return undefined;
  }
}

function postedTo(path: string): Api | undefined {
  return POSTED.get(path) ?? POSTED.get(POSTED_AT_END.exec(path)?.[0] ?? '');
}

export function isChat(method: unknown, path: string): boolean {
  return apiOf(method, path) === CHAT;
}

/** Sets only the fields that are present: most requests have one or two. */
function sampling(body: Fields, maxTokens: number | undefined): RequestParams {
  const params: RequestParams = {};
  if (maxTokens !== undefined) params.maxTokens = maxTokens;
  const choiceCount = choices(body.n);
  if (choiceCount !== undefined) params.choiceCount = choiceCount;
  if (Number.isSafeInteger(body.seed)) params.seed = body.seed as number;
  const frequencyPenalty = number(body.frequency_penalty);
  if (frequencyPenalty !== undefined) params.frequencyPenalty = frequencyPenalty;
  const presencePenalty = number(body.presence_penalty);
  if (presencePenalty !== undefined) params.presencePenalty = presencePenalty;
  const temperature = number(body.temperature);
  if (temperature !== undefined) params.temperature = temperature;
  const topP = number(body.top_p);
  if (topP !== undefined) params.topP = topP;
  return params;
}

function choices(n: unknown): number | undefined {
  return n === 1 ? undefined : count(n);
}

/** The number of prompts: in a list, each text or list of tokens is one. */
function promptsIn(prompt: unknown): number {
  return Array.isArray(prompt) && typeof prompt[0] !== 'number' ? Math.max(1, prompt.length) : 1;
}

function outputType(format: unknown): string | undefined {
  if (format === 'text') return 'text';
  return format === 'json_object' || format === 'json_schema' ? 'json' : undefined;
}

function params(values: { [K in keyof RequestParams]: RequestParams[K] | undefined }): RequestParams {
  return defined(values);
}
