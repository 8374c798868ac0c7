import type { Billed } from '@tokentrail/records';
import type { AttemptEnd, CallEnd, CallError, EndState, ReportedUsage } from './record-types.ts';
import { ownCopy } from './own-copy.ts';
import { reportFailure } from './safely.ts';

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
  private constructor(told: Partial<CallEnd>, before: Partial<CallEnd>) {
    const state = before.state ?? told.state;
    this.state = END_STATES.has(state) ? state! : 'failed';
    this.statusCode = before.statusCode ?? told.statusCode;
    this.requestId = before.requestId ?? told.requestId;
    this.error = before.error ?? ownError(told.error);
    this.usage = before.usage ?? (ownCopy(told.usage) as ReportedUsage | undefined);
    this.responseModel = before.responseModel ?? told.responseModel;
    this.responseId = before.responseId ?? told.responseId;
    this.finishReasons = before.finishReasons ?? (ownCopy(told.finishReasons) as readonly string[] | undefined);
    this.servedServiceTier = before.servedServiceTier ?? told.servedServiceTier;
    this.billed = before.billed ?? told.billed;
    this.reportedCostUsd = before.reportedCostUsd ?? told.reportedCostUsd;
    this.endTime = before.endTime ?? told.endTime;
  }

  /** Whatever one of its fields does when it is read, the end is not lost. */
  static of(told: CallEnd): Ending {
    try {
      if (told instanceof Ending) return told;
      return new Ending(told ?? NOTHING, NOTHING);
    } catch (error) {
      reportFailure('reading an end', error);
      return new Ending(Ending.#readable(told), NOTHING);
    }
  }

  /** The fields that can be read. */
  static #readable(told: CallEnd): Partial<CallEnd> {
    const names = Object.keys(new Ending(NOTHING, NOTHING)) as (keyof CallEnd)[];
    const fields = names.flatMap((name) => {
      try {
        return [[name, ownCopy(told[name])]];
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
  ofTry(): Ending {
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
