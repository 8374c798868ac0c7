import type { Billed } from '@tokentrail/records';
import type { AttemptEnd, CallEnd, CallError, EndState, ReportedUsage } from '../types.ts';
import { ownCopy } from '../util/own-copy.ts';
import { reportFailure } from '../util/guarded.ts';

const END_STATES: ReadonlySet<unknown> = new Set<EndState>(['success', 'failed', 'cancelled']);

/**
 * How a try or a call ended, as it was told: what is made of it is made a little later, and the app may change what it handed
 * over, such as the usage in an answer. An end that does not say how is no success.
 */
export class Ending implements CallEnd {
  readonly state: EndState;
  readonly statusCode: number | undefined;
  readonly requestId: string | undefined;
  readonly error: CallError | undefined;
  readonly usage: ReportedUsage | undefined;
  readonly responseModel: string | undefined;
  readonly responseId: string | undefined;
  readonly finishReasons: readonly string[] | undefined;
  readonly servedServiceTier: string | undefined;
  readonly billed: Billed | undefined;
  readonly reportedCostUsd: string | undefined;
  readonly endTime: number | undefined;

  /** Of what `before` does not tell, `told` counts. */
  private constructor(update: Partial<CallEnd>, before: Partial<CallEnd>) {
    const state = before.state ?? update.state;
    this.state = END_STATES.has(state) ? state! : 'failed';
    this.statusCode = before.statusCode ?? update.statusCode;
    this.requestId = before.requestId ?? update.requestId;
    this.error = before.error ?? ownError(update.error);
    this.usage = before.usage ?? (ownCopy(update.usage) as ReportedUsage | undefined);
    this.responseModel = before.responseModel ?? update.responseModel;
    this.responseId = before.responseId ?? update.responseId;
    this.finishReasons = before.finishReasons ?? (ownCopy(update.finishReasons) as readonly string[] | undefined);
    this.servedServiceTier = before.servedServiceTier ?? update.servedServiceTier;
    this.billed = before.billed ?? update.billed;
    this.reportedCostUsd = before.reportedCostUsd ?? update.reportedCostUsd;
    this.endTime = before.endTime ?? update.endTime;
  }

  /** Whatever one of its fields does when it is read, the end is not lost. */
  static of(update: CallEnd): Ending {
    try {
      if (update instanceof Ending) return update;
      return new Ending(update ?? NOTHING, NOTHING);
    } catch (error) {
      reportFailure('reading an end', error);
      return new Ending(Ending.#readable(update), NOTHING);
    }
  }

  /** The fields that can be read. */
  static #readable(update: CallEnd): Partial<CallEnd> {
    const names = Object.keys(new Ending(NOTHING, NOTHING)) as (keyof CallEnd)[];
    const fields = names.flatMap((name) => {
      try {
        return [[name, ownCopy(update[name])]];
      } catch {
        return [];
      }
    });
    return Object.fromEntries(fields) as Partial<CallEnd>;
  }

  /** With what `more` tells beside. */
  completedBy(more: AttemptEnd): Ending {
    return new Ending(Ending.of(more), this);
  }

  /** What a gateway tells its client (status, error) is not what the provider told the gateway. */
  ofAttempt(): Ending {
    return new Ending({ ...this, statusCode: undefined, error: undefined }, NOTHING);
  }
}

const NOTHING: Partial<CallEnd> = {};

/** Its body is content, and read where the call ends. */
function ownError(error: CallError | undefined): CallError | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { type, code, message, body } = error;
  return { type, code, message, body };
}
