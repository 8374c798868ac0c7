import type { CallStart, RequestParams } from '../../types.ts';
import type { ResponseReader } from '../response-reader.ts';
import { count, fields, known, number, text, type Fields } from '../../util/fields.ts';
import { ContentResponseReader, EmbeddingsResponseReader, ImagesResponseReader } from './response-reader.ts';

/** One method of `models` whose calls are recorded. */
export interface Api {
  /** As the app calls it. */
  method: string;
  /** As the SDK calls it, once for each request that the method makes. */
  request: string;
  operation: string;
  apiFormat: string;
  streams: boolean;
  /** Of the request's config: the allow-listed parameters. */
  params(config: Fields): RequestParams;
  responseReader(config: Fields): ResponseReader;
}

const CONTENT = {
  operation: 'generate_content',
  apiFormat: 'gemini.generate_content',
  params: contentParams,
};

function contentResponseReader(streams: boolean): Api['responseReader'] {
  return (config) => new ContentResponseReader(count(config.candidateCount) ?? 1, streams);
}

export const APIS: readonly Api[] = [
  {
    method: 'generateContent',
    request: 'generateContentInternal',
    ...CONTENT,
    streams: false,
    responseReader: contentResponseReader(false),
  },
  {
    method: 'generateContentStream',
    request: 'generateContentStreamInternal',
    ...CONTENT,
    streams: true,
    responseReader: contentResponseReader(true),
  },
  {
    method: 'embedContent',
    request: 'embedContentInternal',
    operation: 'embeddings',
    apiFormat: 'gemini.embed_content',
    streams: false,
    params: (config) => known({ dimensionCount: count(config.outputDimensionality) }),
    responseReader: () => new EmbeddingsResponseReader(),
  },
  {
    method: 'generateImages',
    request: 'generateImagesInternal',
    operation: 'image_generation',
    apiFormat: 'gemini.generate_images',
    streams: false,
    params: (config) => known({ choiceCount: choices(config.numberOfImages), outputType: 'image' }),
    responseReader: () => new ImagesResponseReader(),
  },
];

/** What the app's parameters say of the call; no content. */
export function describeRequest(api: Api, params: unknown): Partial<CallStart> {
  const { model, config: given } = fields(params);
  const config = fields(given);
  return known({
    requestModel: modelName(model),
    requestedServiceTier: requestedTier(config.serviceTier),
    stream: api.streams ? true : undefined,
    params: api.params(config),
  });
}

/** Models may be named by their path: `models/…`, `projects/…/publishers/google/models/…`. */
function modelName(given: unknown): string | undefined {
  const name = text(given);
  return name === undefined ? undefined : (/(?:^|\/)models\/([^/]+)$/.exec(name)?.[1] ?? name);
}

function requestedTier(tier: unknown): string | undefined {
  return tier === 'unspecified' ? undefined : text(tier);
}

function contentParams(config: Fields): RequestParams {
  const { thinkingLevel, thinkingBudget } = fields(config.thinkingConfig);
  const budget = number(thinkingBudget);
  return known({
    maxTokens: count(config.maxOutputTokens),
    temperature: number(config.temperature),
    topP: number(config.topP),
    choiceCount: choices(config.candidateCount),
    seed: Number.isSafeInteger(config.seed) ? (config.seed as number) : undefined,
    frequencyPenalty: number(config.frequencyPenalty),
    presencePenalty: number(config.presencePenalty),
    reasoningLevel: text(thinkingLevel) ?? (budget === undefined ? undefined : String(budget)),
    outputType: outputType(config),
  });
}

function choices(asked: unknown): number | undefined {
  return asked === 1 ? undefined : count(asked);
}

const TYPE_BY_MODALITY: Readonly<Record<string, string>> = { IMAGE: 'image', AUDIO: 'speech', TEXT: 'text' };
const MODALITIES = ['IMAGE', 'AUDIO', 'TEXT'];

function outputType({ responseMimeType, responseModalities: asked }: Fields): string | undefined {
  if (responseMimeType === 'application/json') return 'json';
  const modality = Array.isArray(asked) ? MODALITIES.find((one) => asked.includes(one)) : undefined;
  if (modality !== undefined) return TYPE_BY_MODALITY[modality];
  return responseMimeType === 'text/plain' ? 'text' : undefined;
}
