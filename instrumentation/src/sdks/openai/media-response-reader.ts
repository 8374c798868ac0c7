import { charactersIn, secondsOfTranscription } from '@tokentrail/usage';
import type { CallError, ReportedUsage } from '../../types.ts';
import { responseFacts, type ResponseReader, type ResponseFacts } from '../response-reader.ts';
import { count, fields, text, type Fields } from '../../util/fields.ts';
import { failureOf } from './response-reader.ts';
import { reportedUsage } from '../reported-usage.ts';

const NOTHING: Fields = {};

/**
 * Reads generated or edited images: a body with all of them, or events of which each `….completed` contains one. Models that
 * bill per image are priced by the number of images, their size and quality.
 */
export class ImageResponseReader implements ResponseReader {
  failure: CallError | undefined;
  readonly #request: Fields;
  readonly #requestedImages: number;
  #last: Fields = NOTHING;
  #images = 0;
  #usages = 0;

  /** `request` is the request's body. */
  constructor(request: Fields) {
    const { n, size, quality } = request;
    this.#request = { size, quality };
    this.#requestedImages = count(n) ?? 1;
  }

  read(part: unknown): void {
    const { type, data, error, ...rest } = fields(part);
    if (error) this.failure = failureOf(error);
    if (type === undefined) this.#add(rest, Array.isArray(data) ? data.length : 0);
    else if (String(type).endsWith('.completed')) this.#add(rest, 1);
  }

  #add({ size, quality, usage, svg_usage }: Fields, images: number): void {
    this.#last = { size, quality, usage: usage ?? this.#last.usage, svg_usage };
    this.#images += images;
    if (usage) this.#usages++;
  }

  get finished(): boolean {
    return this.#images >= this.#requestedImages;
  }

  facts(): ResponseFacts {
    return responseFacts(NOTHING, this.#images === 0 ? undefined : this.#used(), [], undefined);
  }

  #used(): ReportedUsage {
    const { usage, svg_usage: svg } = this.#last;
    // For several streamed images no field says whether the counts are of each or of all.
    const tokens = this.#usages > 1 ? undefined : reportedUsage(usage);
    // Written by another model, which is billed separately.
    const units = { image: this.#images, ...(svg ? { svg_authoring: 1 } : {}) };
    return { ...tokens, units, conditions: this.#conditions() };
  }

  /** The values of the response, otherwise those of the request. `auto` is no value. */
  #conditions(): Record<string, string> {
    const conditions: Record<string, string> = {};
    for (const name of ['size', 'quality']) {
      const reportedValues = [this.#last[name], this.#request[name]]
        .map(text)
        .find((value) => value && value !== 'auto');
      if (reportedValues !== undefined) conditions[name] = reportedValues;
    }
    return conditions;
  }
}

/** Reads a transcription: a body, plain text, or events whose last one contains the usage in tokens or as a duration. Without
 * usage, the length of the audio is used if the response has it. */
export class TranscriptionResponseReader implements ResponseReader {
  finished = false;
  failure: CallError | undefined;
  #usage: ReportedUsage | undefined;

  read(part: unknown): void {
    const { type, usage } = fields(part);
    if (type !== undefined && type !== 'transcript.text.done') return;
    const units = secondsOfTranscription(part);
    this.#usage = reportedUsage(usage) ?? (units && { units });
    this.finished = true;
  }

  facts(): ResponseFacts {
    return responseFacts(NOTHING, this.#usage, [], undefined);
  }
}

/**
 * Reads speech: the app gets the raw response and reads its body. Known is only the length of the requested text in
 * characters, by which some models bill; the response does not contain the tokens of the others.
 */
export class SpeechResponseReader implements ResponseReader {
  finished = false;
  readonly failure = undefined;
  readonly #units: ReportedUsage['units'];

  constructor({ input }: Fields) {
    this.#units = charactersIn(input);
  }

  /** The response has arrived. Its body is not read here. */
  read(): void {
    this.finished = true;
  }

  facts(): ResponseFacts {
    return responseFacts(NOTHING, this.#units && { units: this.#units }, [], undefined);
  }
}
