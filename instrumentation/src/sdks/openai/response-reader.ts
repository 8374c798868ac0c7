import { ExecutedTools, failureInBody, finishReasonOf, mergeUsage, toolCallsOf, usageOfChat } from '@tokentrail/usage';
import type { CallError, ReportedUsage } from '../../types.ts';
import { responseFacts, type ResponseReader, type ResponseFacts } from '../response-reader.ts';
import { defined } from '../../util/defined.ts';
import { fields, listOf, text, type Fields } from '../../util/fields.ts';
import { codeOf } from '../sdk-errors.ts';
import { reportedUsage } from '../reported-usage.ts';

/** Reads a chat completion or its chunks. If the app asked for usage, the last chunk contains it. */
export class ChatResponseReader implements ResponseReader {
  failure: CallError | undefined;
  readonly #choices: number;
  readonly #finishReasons: string[] = [];
  #finishedChoices = 0;
  #id: string | undefined;
  #model: string | undefined;
  #serviceTier: string | undefined;
  #usage: Fields | undefined;
  readonly #tools = new ExecutedTools();
  /** The usage came with a chunk of an unfinished choice, so it is an intermediate count. */
  #usageIsIntermediate = false;

  constructor(choices: number) {
    this.#choices = choices;
  }

  read(part: unknown): void {
    const completion = fields(part);
    // Azure's first chunk has neither: it reports what the content filter found in the prompt.
    this.#id ??= text(completion.id);
    this.#model ??= text(completion.model);
    if (completion.service_tier) this.#serviceTier = text(completion.service_tier);
    const choices = listOf(completion.choices);
    const usage = usageOfChat(completion);
    if (usage != null) {
      this.#usage = mergeUsage(this.#usage, usage);
      this.#usageIsIntermediate = choices.some(isUnfinished);
    }
    const failure = failureInBody(completion);
    if (failure !== undefined) this.failure = failureOf(failure);
    this.#tools.read(completion);
    for (const choice of choices) this.#readChoice(fields(choice));
  }

  #readChoice({ index, finish_reason: reported }: Fields): void {
    const reason = finishReasonOf(reported);
    if (reason === undefined) {
      return;
    }
    const position = typeof index === 'number' && index >= 0 && index < 1024 ? index : 0;
    if (this.#finishReasons[position] === undefined) this.#finishedChoices++;
    this.#finishReasons[position] = reason;
  }

  get finished(): boolean {
    return this.#finishedChoices >= this.#choices;
  }

  facts(): ResponseFacts {
    const usage = this.#usageIsIntermediate && !this.finished ? undefined : this.#usageWithTools();
    return responseFacts({ id: this.#id, model: this.#model }, usage, this.#finishReasons, this.#serviceTier);
  }

  #usageWithTools(): ReportedUsage | undefined {
    const { units } = this.#tools;
    const usage = reportedUsage(this.#usage);
    return units === undefined ? usage : { ...usage, units };
  }
}

/** Whether more chunks of this choice follow. A complete message may lack its finish reason. */
function isUnfinished(choice: unknown): boolean {
  const { finish_reason: reason, message } = fields(choice);
  return message === undefined && finishReasonOf(reason) === undefined;
}

/** Reads a response of the Responses API: a body, or events of which the last one contains the complete response. */
export class ResponsesResponseReader implements ResponseReader {
  finished = false;
  failure: CallError | undefined;
  #response: Fields = fields(undefined);
  #toolCalls: ReportedUsage['units'];

  read(part: unknown): void {
    const { type, response } = fields(part);
    switch (type) {
      case undefined:
        return this.#ends(fields(part));
      case 'response.created':
        this.#response = withoutContent(fields(response));
        return;
      case 'response.completed':
      case 'response.incomplete':
      case 'response.failed':
        return this.#ends(fields(response));
      case 'error':
        this.failure = failureOf(failureInBody(fields(part)));
    }
  }

  #ends(response: Fields): void {
    this.#response = withoutContent(response);
    this.#toolCalls = toolCallsOf(response);
    this.finished = true;
    if (response.status === 'failed') this.failure = failureOf(response.error);
  }

  facts(): ResponseFacts {
    const { incomplete_details: incomplete, status, service_tier: tier, usage } = this.#response;
    const reason = this.finished ? (text(fields(incomplete).reason) ?? text(status)) : undefined;
    const reported = reportedUsage(usage);
    const used = this.#toolCalls === undefined ? reported : { ...reported, units: this.#toolCalls };
    return responseFacts(this.#response, used, reason === undefined ? [] : [reason], text(tier));
  }
}

/** Reads a body that contains only model, id and usage. */
export class PlainResponseReader implements ResponseReader {
  readonly finished = true;
  readonly failure = undefined;
  #head: Fields = fields(undefined);

  read(part: unknown): void {
    const { id, model, usage } = fields(part);
    this.#head = { id, model, usage };
  }

  facts(): ResponseFacts {
    return responseFacts(this.#head, reportedUsage(this.#head.usage), [], undefined);
  }
}

export function failureOf(error: unknown): CallError {
  const { code, message } = fields(error);
  return defined({ code: codeOf(code), message: text(message) });
}

/** The fields of a response that are not content. */
function withoutContent({ id, model, status, service_tier, incomplete_details, usage }: Fields): Fields {
  return { id, model, status, service_tier, incomplete_details, usage };
}
