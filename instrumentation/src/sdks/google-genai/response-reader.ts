import { GeminiSearches, mergeUsage, servedTierIn } from '@tokentrail/usage';
import type { ReportedUsage } from '../../types.ts';
import { responseFacts, type ResponseReader, type ResponseFacts } from '../response-reader.ts';
import { fields, text, type Fields } from '../../util/fields.ts';
import { reportedUsage } from '../reported-usage.ts';
import { usageOfEmbeddings } from './usage.ts';

/**
 * Reads a content response, or the chunks of its stream. Each chunk reports the usage so far, so the last one is used.
 */
export class ContentResponseReader implements ResponseReader {
  readonly failure = undefined;
  readonly #choices: number;
  readonly #streams: boolean;
  readonly #finishReasons: string[] = [];
  readonly #searches = new GeminiSearches();
  #finishedChoices = 0;
  #blocked: string | undefined;
  #head: Fields = {};
  #usage: Fields = {};
  #tierInHeader: string | undefined;

  constructor(choices: number, streams: boolean) {
    this.#choices = choices;
    this.#streams = streams;
  }

  read(part: unknown): void {
    const { responseId, modelVersion, usageMetadata, promptFeedback, candidates, sdkHttpResponse } = fields(part);
    this.#head = { id: text(responseId) ?? this.#head.id, model: text(modelVersion) ?? this.#head.model };
    // A copy: the SDK and the app may change the object later.
    if (usageMetadata != null) this.#usage = mergeUsage(this.#usage, usageMetadata);
    this.#blocked = text(fields(promptFeedback).blockReason) ?? this.#blocked;
    this.#tierInHeader = text(fields(fields(sdkHttpResponse).headers)['x-gemini-service-tier']) ?? this.#tierInHeader;
    if (Array.isArray(candidates)) {
      candidates.forEach((candidate, position) => this.#readCandidate(fields(candidate), position));
    }
  }

  #readCandidate({ index, finishReason, groundingMetadata }: Fields, order: number): void {
    if (groundingMetadata != null) this.#searches.read(groundingMetadata);
    const reason = text(finishReason);
    if (reason === undefined) {
      return;
    }
    const position = typeof index === 'number' && index >= 0 && index < 1024 ? index : order;
    if (this.#finishReasons[position] === undefined) this.#finishedChoices++;
    this.#finishReasons[position] = reason;
  }

  /** The response to a blocked prompt is complete without candidates. */
  get finished(): boolean {
    return !this.#streams || this.#finishedChoices >= this.#choices || this.#blocked !== undefined;
  }

  /** Until the last chunk, the reported usage is only the usage so far. */
  get #usageIsFinal(): boolean {
    return this.finished || this.#finishedChoices > 0;
  }

  facts(): ResponseFacts {
    const blocked = this.#finishReasons.length === 0 && this.#blocked !== undefined ? [this.#blocked] : [];
    return responseFacts(
      this.#head,
      this.#usageWithSearches(),
      [...this.#finishReasons, ...blocked],
      this.#servedTier(),
    );
  }

  #usageWithSearches(): ReportedUsage | undefined {
    if (!this.#usageIsFinal) return undefined;
    const tokens = reportedUsage(this.#usage);
    const { units } = this.#searches;
    return units === undefined ? tokens : { ...tokens, units };
  }

  /** The Gemini API reports the tier in the usage or in a header; Vertex AI reports the traffic type. */
  #servedTier(): string | undefined {
    return servedTierIn(this.#usage) ?? this.#tierInHeader;
  }
}

export class EmbeddingsResponseReader implements ResponseReader {
  readonly finished = true;
  readonly failure = undefined;
  #usage: ReportedUsage | undefined;

  read(part: unknown): void {
    const { usageMetadata, embeddings } = fields(part);
    this.#usage = usageOfEmbeddings(usageMetadata, embeddings);
  }

  facts(): ResponseFacts {
    return responseFacts({}, this.#usage, [], undefined);
  }
}

/** Counts images, which are billed by number. An image that was filtered out does not count. */
export class ImagesResponseReader implements ResponseReader {
  readonly finished = true;
  readonly failure = undefined;
  #images: number | undefined;

  read(part: unknown): void {
    const { generatedImages } = fields(part);
    const images = Array.isArray(generatedImages)
      ? generatedImages.map((generated) => fields(fields(generated).image))
      : [];
    this.#images = images.filter(({ imageBytes, gcsUri }) => (text(imageBytes) ?? text(gcsUri)) !== undefined).length;
  }

  facts(): ResponseFacts {
    const usage = this.#images === undefined ? undefined : { units: { image: this.#images } };
    return responseFacts({}, usage, [], undefined);
  }
}
