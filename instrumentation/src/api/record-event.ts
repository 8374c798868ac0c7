import { CallRecord } from '../record/call-record.ts';
import { contextOf } from '../record/usage-context.ts';
import { guarded } from '../util/guarded.ts';
import type { AccountEvent } from './gateway-types.ts';
import { currentRuntime } from './runtime.ts';

/** Records an event of an account or the system, such as a login, a top-up or a new key. Never throws. */
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

/** Converts a decimal amount of USD with up to nine decimal places to nano-USD. Undefined for any other text. */
export function nanoUsd(usd: string | undefined): string | undefined {
  const match = /^(-?)(\d{1,9})(?:\.(\d{1,9}))?$/.exec(usd ?? '');
  if (match === null) {
    return undefined;
  }
  const [, sign, whole, fraction = ''] = match;
  return String(BigInt(`${sign}${whole}${fraction.padEnd(9, '0')}`));
}
