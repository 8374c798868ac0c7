import type { CallStart, RequestParams } from '../../types.ts';
import type { ResponseReader } from '../response-reader.ts';
import { defined } from '../../util/defined.ts';
import { count, fields, listOf, number, text, type Fields } from '../../util/fields.ts';
import { ContentResponseReader, EmbeddingsResponseReader, ImagesResponseReader } from './response-reader.ts';

/** One method of `models` whose calls are recorded. */
export interface Api {
  /** The method that the app calls. */
  method: string;
  /** The method that the SDK calls for each request. */
  request: string;
  operation: string;
  apiFormat: string;
  streams: boolean;
  /** Reads the allow-listed parameters from the request's config. */
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
    params: (config) => defined({ dimensionCount: count(config.outputDimensionality) }),
    responseReader: () => new EmbeddingsResponseReader(),
  },
  {
    method: 'generateImages',
    request: 'generateImagesInternal',
    operation: 'image_generation',
    apiFormat: 'gemini.generate_images',
    streams: false,
    params: (config) => defined({ choiceCount: choices(config.numberOfImages), outputType: 'image' }),
    responseReader: () => new ImagesResponseReader(),
  },
];

/** Describes the call from the app's parameters, without content. */
export function describeRequest(api: Api, params: unknown): Partial<CallStart> {
  const { model, config: configParam } = fields(params);
  const config = fields(configParam);
  return defined({
    requestModel: modelName(model),
    requestedServiceTier: requestedTier(config.serviceTier),
    stream: api.streams ? true : undefined,
    params: api.params(config),
  });
}

/** The model's name without the path that may precede it: `models/…`, `projects/…/publishers/google/models/…`. */
function modelName(model: unknown): string | undefined {
  const name = text(model);
  return name === undefined ? undefined : (/(?:^|\/)models\/([^/]+)$/.exec(name)?.[1] ?? name);
}

function requestedTier(tier: unknown): string | undefined {
  return tier === 'unspecified' ? undefined : text(tier);
}

function contentParams(config: Fields): RequestParams {
  const { thinkingLevel, thinkingBudget } = fields(config.thinkingConfig);
  const budget = number(thinkingBudget);
  return defined({
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

function choices(requested: unknown): number | undefined {
  return requested === 1 ? undefined : count(requested);
}

const TYPE_BY_MODALITY: Readonly<Record<string, string>> = { IMAGE: 'image', AUDIO: 'speech', TEXT: 'text' };
const MODALITIES = ['IMAGE', 'AUDIO', 'TEXT'];

function outputType({ responseMimeType, responseModalities }: Fields): string | undefined {
  if (responseMimeType === 'application/json') return 'json';
  const requested = listOf(responseModalities);
  const modality = MODALITIES.find((candidate) => requested.includes(candidate));
  if (modality !== undefined) return TYPE_BY_MODALITY[modality];
  return responseMimeType === 'text/plain' ? 'text' : undefined;
}
