import type { ReportedUsage } from '../../types.ts';
import { responseFacts, type ResponseReader, type ResponseFacts } from '../response-reader.ts';
import { fields, text, type Fields } from '../../util/fields.ts';
import { Searches } from './searches.ts';
import { usageOfContent, usageOfEmbeddings } from './usage.ts';

/** Content, or the chunks of its stream: each carries the usage as it stands by then, so the latest one counts. */
export class ContentResponseReader implements ResponseReader {
  readonly failure = undefined;
  readonly #choices: number;
  readonly #streams: boolean;
  readonly #finishReasons: string[] = [];
  readonly #searches = new Searches();
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
    // The SDK adds to the object later, and so may the app.
    if (usageMetadata != null) this.#usage = { ...fields(usageMetadata) };
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

  /** A prompt that was blocked has no candidates: that is all of the answer. */
  get finished(): boolean {
    return !this.#streams || this.#finishedChoices >= this.#choices || this.#blocked !== undefined;
  }

  /** What the chunks before the last one say of the usage is how far it was by then. */
  get #usageIsWhole(): boolean {
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
    if (!this.#usageIsWhole) return undefined;
    const tokens = usageOfContent(this.#usage);
    const { units } = this.#searches;
    return units === undefined ? tokens : { ...tokens, units };
  }

  /** Gemini's own API names it in the usage or a header, Vertex AI by the kind of traffic. */
  #servedTier(): string | undefined {
    const { serviceTier, trafficType } = this.#usage;
    const traffic = trafficType === 'TRAFFIC_TYPE_UNSPECIFIED' ? undefined : text(trafficType);
    return text(serviceTier) ?? this.#tierInHeader ?? traffic;
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

/** Images are billed by the piece; one that was filtered out is none. */
export class ImagesResponseReader implements ResponseReader {
  readonly finished = true;
  readonly failure = undefined;
  #images: number | undefined;

  read(part: unknown): void {
    const { generatedImages } = fields(part);
    const images = Array.isArray(generatedImages) ? generatedImages.map((one) => fields(fields(one).image)) : [];
    this.#images = images.filter(({ imageBytes, gcsUri }) => (text(imageBytes) ?? text(gcsUri)) !== undefined).length;
  }

  facts(): ResponseFacts {
    const usage = this.#images === undefined ? undefined : { units: { image: this.#images } };
    return responseFacts({}, usage, [], undefined);
  }
}
