import { charactersIn, secondsOfTranscription } from '@tokentrail/usage';
import type { ReportedUsage } from '../../types.ts';
import { fields, listOf, text, type Fields } from '../../util/fields.ts';
import type { ResponseFacts } from '../response-reader.ts';
import { responseReaderOf } from '../response-readers.ts';
import { bodyIn } from './errors.ts';
import { finishReasonIn, responseFactsOf } from './response-facts.ts';
import { usageOfEmbeddings, usageOfModel, withRaw } from './usage.ts';

/**
 * Reads the result of a model's `doGenerate`, or of a step of `generateObject` and `streamObject`: the provider's body in the
 * way of the provider's own SDK, because the AI SDK's usage lacks fields that its models do not know.
 */
export function factsOfResult(result: Fields, apiFormat: string | undefined): ResponseFacts {
  const { id, modelId, body } = fields(result.response);
  const ofBody = isContinued(result) ? {} : factsOfBody(body, fields(fields(result.request).body), apiFormat);
  const ofSdk = responseFactsOf({
    id,
    model: ofBody.responseModel ?? modelId,
    finishReason: finishReasonIn(result.finishReason, apiFormat),
    usage: ofBody.usage ?? usageOfModel(result.usage),
    units: ofBody.usage?.units,
    providerMetadata: result.providerMetadata,
    body,
  });
  const { finishReasons, servedServiceTier } = ofBody;
  if (finishReasons !== undefined) ofSdk.finishReasons = finishReasons;
  if (servedServiceTier !== undefined) ofSdk.servedServiceTier = servedServiceTier;
  return ofSdk;
}

function factsOfBody(body: unknown, request: Fields, apiFormat: string | undefined): ResponseFacts {
  const reader = responseReaderOf(apiFormat, request, false);
  if (reader === undefined || typeof body !== 'object' || body === null) return {};
  reader.read(body);
  return reader.facts();
}

/** What a failed response of the Responses API reports, which the SDK throws as `error`. It may have used tokens. */
export function factsOfFailure(error: unknown, apiFormat: string | undefined): ResponseFacts {
  const body = bodyIn(error);
  return apiFormat === 'openai.responses' && 'usage' in body ? factsOfBody(body, {}, apiFormat) : {};
}

/** Google's model continues a response with further requests. The result has the usage of all, but only the last body. */
function isContinued({ providerMetadata }: Fields): boolean {
  return Object.values(fields(providerMetadata)).some((metadata) => 'groundingMetadataPerRequest' in fields(metadata));
}

export function factsOfEmbeddings(result: Fields): ResponseFacts {
  const responses = Array.isArray(result.responses) ? result.responses : [result.response];
  const bodies: unknown[] = responses.map((response) => fields(response).body);
  const model = bodies.length === 1 ? fields(bodies[0]).model : undefined;
  return responseFactsOf({ model, usage: usageOfEmbeddings(result.usage, bodies) });
}

/** Rerankers bill searches or tokens. Of the known ones only Cohere reports the number of searches. */
export function factsOfRanking(result: Fields): ResponseFacts {
  const { id, modelId, body } = fields(result.response);
  const meta = fields(fields(body).meta);
  return responseFactsOf({ id, model: modelId, usage: 'billed_units' in meta ? withRaw(meta, {}) : undefined });
}

/** `event` is the operation's start event. Its text is empty if the app hides inputs from telemetry. */
export function factsOfSpeech(_result: Fields, event: Fields): ResponseFacts {
  const units = charactersIn(text(event.text));
  return responseFactsOf({ usage: units && { units } });
}

/** The SDK fills in the requested model as the one that responded, so it is not read. */
export function factsOfTranscription(result: Fields): ResponseFacts {
  const bodies = listOf(result.responses).map((response) => fields(fields(response).body));
  const [body = {}] = bodies;
  const reported = bodies.length === 1 ? withRaw(body.usage, {}) : undefined;
  return responseFactsOf({
    usage: reported ?? unitsOf(secondsOfTranscription({ duration: result.durationInSeconds })),
  });
}

function unitsOf(units: ReportedUsage['units']): ReportedUsage | undefined {
  return units && { units };
}
