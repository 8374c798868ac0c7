import { encodeAttempt, routingOf } from '@tokentrail/records';
import { withPrice, type PricedCall } from '@tokentrail/pricing';
import type { CallRecord } from '../../record/call-record.ts';
import { redactName } from '../../redaction/redact-text.ts';
import type { Put } from './put.ts';

export function putAttempts(put: Put, record: CallRecord, cost: PricedCall | undefined): void {
  if (record.attempts.length === 0) {
    return;
  }
  const ordered = record.orderedAttempts();
  const { shownName } = record;
  const passes = (text: string) => redactName(text) === text && shownName(text) === text;
  const attempts = ordered.map((attempt) => attempt.toAttempt(shownName));
  put(
    'attempts',
    attempts.map((attempt, position) => encodeAttempt(withPrice(attempt, cost?.attempts[position], passes))),
  );
  const { count, retried, changedKey, fellBack } = routingOf(attempts);
  put('attemptsCount', count);
  put('attemptsRetried', retried);
  put('attemptsChangedKey', changedKey);
  put('attemptsFellBack', fellBack);
}

export function putCost(put: Put, cost: PricedCall): void {
  put('costListState', cost.list.state);
  put('costPaidState', cost.paid.state);
  put('costChargedState', cost.charged.state);
  if (cost.list.nanoUsd !== null) put('costList', cost.list.nanoUsd);
  if (cost.paid.nanoUsd !== null) put('costPaid', cost.paid.nanoUsd);
  if (cost.charged.nanoUsd !== null) put('costCharged', cost.charged.nanoUsd);
  if (cost.lines.length > 0)
    put(
      'costLines',
      cost.lines.map((line) => JSON.stringify(line)),
    );
  put('costFormula', cost.formula ?? undefined);
  put('priceSource', cost.source ?? undefined);
  put('priceVersion', cost.version ?? undefined);
  put('priceEntry', cost.entry ?? undefined);
  put('priceTier', cost.tier ?? undefined);
}
