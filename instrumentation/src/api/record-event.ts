import { CallRecord } from '../record/call-record.ts';
import type { AccountEvent } from '../types.ts';
import { currentRuntime } from './runtime.ts';
import { guarded } from '../util/guarded.ts';
import { contextOf } from '../record/usage-context.ts';

/** Records something that happened to an account or the system: a login, a top-up, a key that was made. Never throws. */
export function recordEvent(event: AccountEvent): void {
  const runtime = currentRuntime();
  if (runtime === undefined) {
    return;
  }
  guarded('recordEvent', () => {
    const { type, name, amountUsd, balanceAfterUsd, statusCode, error, time, ...facts } = event;
    const record = new CallRecord(runtime, {
      type,
      facts: {
        ...contextOf(runtime.asyncContexts.getStore()),
        ...facts,
        ...(time === undefined ? {} : { startTime: time }),
      },
      origin: runtime.origin(),
      callerSeesProvider: false,
    });
    record.eventName = name;
    const amount = nanoUsd(amountUsd);
    const balance = nanoUsd(balanceAfterUsd);
    if (amount !== undefined) record.amountNanoUsd = amount;
    if (balance !== undefined) record.balanceAfterNanoUsd = balance;
    record.end({
      state: error === undefined ? 'success' : 'failed',
      endTime: record.startTime,
      ...(statusCode === undefined ? {} : { statusCode }),
      ...(error === undefined ? {} : { error }),
    });
  });
}

/** Nano-USD of a decimal of USD with up to nine places; undefined for what is none: an amount is never guessed. */
export function nanoUsd(usd: string | undefined): string | undefined {
  const match = /^(-?)(\d{1,9})(?:\.(\d{1,9}))?$/.exec(usd ?? '');
  if (match === null) {
    return undefined;
  }
  const [, sign, whole, fraction = ''] = match;
  return String(BigInt(`${sign}${whole}${fraction.padEnd(9, '0')}`));
}
