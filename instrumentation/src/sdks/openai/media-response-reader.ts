import type { CallError, ReportedUsage } from '../../types.ts';
import { responseFacts, type ResponseReader, type ResponseFacts } from '../response-reader.ts';
import { count, fields, text, type Fields } from '../../util/fields.ts';
import { failureOf } from './response-reader.ts';
import { usageOfResponse } from './usage.ts';

const NOTHING: Fields = {};

/**
 * Images that were generated or edited: a body with all of them, or events of which each `….completed` brings one. Of a
 * model that bills by the image what counts is how many came, and their size and quality.
 */
export class ImageResponseReader implements ResponseReader {
  failure: CallError | undefined;
  readonly #asked: Fields;
  readonly #wanted: number;
  #last: Fields = NOTHING;
  #images = 0;
  #usages = 0;

  /** `asked` is the request's body. */
  constructor(asked: Fields) {
    const { n, size, quality } = asked;
    this.#asked = { size, quality };
    this.#wanted = count(n) ?? 1;
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
    return this.#images >= this.#wanted;
  }

  facts(): ResponseFacts {
    return responseFacts(NOTHING, this.#images === 0 ? undefined : this.#used(), [], undefined);
  }

  #used(): ReportedUsage {
    const { usage, svg_usage: svg } = this.#last;
    // Of several images streamed nobody says whether the counts are of each or of all.
    const tokens = this.#usages > 1 ? undefined : usageOfResponse(usage);
    // Written by another model, which bills apart.
    const units = { image: this.#images, ...(svg ? { svg_authoring: 1 } : {}) };
    return { ...tokens, units, conditions: this.#conditions() };
  }

  /** What the answer says, else what was asked for. `auto` says nothing. */
  #conditions(): Record<string, string> {
    const conditions: Record<string, string> = {};
    for (const name of ['size', 'quality']) {
      const reportedValues = [this.#last[name], this.#asked[name]].map(text).find((value) => value && value !== 'auto');
      if (reportedValues !== undefined) conditions[name] = reportedValues;
    }
    return conditions;
  }
}

/** What was heard: a body, plain text, or events whose last one brings the usage, in tokens or as a duration. */
export class TranscriptionResponseReader implements ResponseReader {
  finished = false;
  failure: CallError | undefined;
  #usage: unknown;

  read(part: unknown): void {
    const { type, usage } = fields(part);
    if (type !== undefined && type !== 'transcript.text.done') return;
    this.#usage = usage;
    this.finished = true;
  }

  facts(): ResponseFacts {
    return responseFacts(NOTHING, usageOfTranscription(this.#usage), [], undefined);
  }
}

function usageOfTranscription(reported: unknown): ReportedUsage | undefined {
  return fields(reported).type === 'duration' ? { raw: reported } : usageOfResponse(reported);
}

/**
 * Speech: the app gets the raw response, whose body is its own to read. What is known is the text that was asked for, in
 * characters, by which some models bill; the tokens of the others are told nowhere in it.
 */
export class SpeechResponseReader implements ResponseReader {
  finished = false;
  readonly failure = undefined;
  readonly #characters: number | undefined;

  constructor({ input }: Fields) {
    this.#characters = typeof input === 'string' ? [...input].length : undefined;
  }

  /** It has come. Nothing of it is ours to read. */
  read(): void {
    this.finished = true;
  }

  facts(): ResponseFacts {
    const used = this.#characters === undefined ? undefined : { units: { character: this.#characters } };
    return responseFacts(NOTHING, used, [], undefined);
  }
}
