import { servedTierIn } from '@tokentrail/usage';
import type { Billed } from '@tokentrail/records';
import type { AttemptEnd, CallEnd, CallError, EndState, ReportedUsage } from '../types.ts';
import { reportFailure } from '../util/guarded.ts';
import { ownCopy } from '../util/own-copy.ts';

const END_STATES: ReadonlySet<unknown> = new Set<EndState>(['success', 'failed', 'cancelled']);

/**
 * The reported end of an attempt or a call. It is a copy, because the record is exported a little later and the app may
 * change its own objects, such as the usage in a response. An end without a valid state counts as failed.
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

  /** Fields missing in `previous` come from `update`. */
  private constructor(update: Partial<CallEnd>, previous: Partial<CallEnd>) {
    const state = previous.state ?? update.state;
    this.state = END_STATES.has(state) ? state! : 'failed';
    this.statusCode = previous.statusCode ?? update.statusCode;
    this.requestId = previous.requestId ?? update.requestId;
    this.error = previous.error ?? copyOfError(update.error);
    this.usage = previous.usage ?? (ownCopy(update.usage) as ReportedUsage | undefined);
    // Azure's first chunk has an empty one.
    this.responseModel = previous.responseModel || update.responseModel;
    this.responseId = previous.responseId ?? update.responseId;
    this.finishReasons = previous.finishReasons ?? (ownCopy(update.finishReasons) as readonly string[] | undefined);
    this.servedServiceTier = previous.servedServiceTier ?? update.servedServiceTier ?? servedTierIn(update.usage?.raw);
    this.billed = previous.billed ?? update.billed;
    this.reportedCostUsd = previous.reportedCostUsd ?? update.reportedCostUsd;
    this.endTime = previous.endTime ?? update.endTime;
  }

  /** Never throws: a field that throws when it is read is left out. */
  static of(reported: CallEnd): Ending {
    try {
      if (reported instanceof Ending) return reported;
      return new Ending(reported ?? EMPTY_END, EMPTY_END);
    } catch (error) {
      reportFailure('reading an end', error);
      return new Ending(Ending.#readableFields(reported), EMPTY_END);
    }
  }

  static #readableFields(reported: CallEnd): Partial<CallEnd> {
    const names = Object.keys(new Ending(EMPTY_END, EMPTY_END)) as (keyof CallEnd)[];
    const fields = names.flatMap((name) => {
      try {
        return [[name, ownCopy(reported[name])]];
      } catch {
        return [];
      }
    });
    return Object.fromEntries(fields) as Partial<CallEnd>;
  }

  /** This end, with the fields it lacks taken from `more`. */
  completedBy(more: AttemptEnd): Ending {
    return new Ending(Ending.of(more), this);
  }

  /** Without status and error, which a gateway reports to its client and did not get from the provider. */
  ofAttempt(): Ending {
    return new Ending({ ...this, statusCode: undefined, error: undefined }, EMPTY_END);
  }
}

const EMPTY_END: Partial<CallEnd> = {};

/** A shallow copy: the body is content, which is serialized when the call ends. */
function copyOfError(error: CallError | undefined): CallError | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { type, code, message, body } = error;
  return { type, code, message, body };
}
