import { CALL_KINDS, type LedgerLine, type Portion } from '@tokentrail/reconcile';
import type { AttemptUsage, UsagePortion } from '@tokentrail/usage-store';

/**
 * Lines of the ledger. An attempt's cost is one amount in the ledger, so that money is one line per day × key × model × tier (`all`), and each
 * kind has a line with its quantity.
 */
export function ledgerLinesOf(provider: string, usage: readonly AttemptUsage[]): LedgerLine[] {
  return usage.flatMap((one) => [
    lineOf(provider, one, 'all'),
    ...CALL_KINDS.filter((kind) => hasKind(one, kind)).map((kind) => lineOf(provider, one, kind)),
  ]);
}

type Kind = LedgerLine['kind'];

function hasKind({ known, possiblyBilled }: AttemptUsage, kind: Kind): boolean {
  return kind === 'request' || known.quantities.has(kind) || possiblyBilled.quantities.has(kind);
}

function lineOf(provider: string, usage: AttemptUsage, kind: Kind): LedgerLine {
  const { day, key, model, tier, known, unpriced, nearStart, nearEnd, possiblyBilled } = usage;
  const unpricedPortion = portionOf(unpriced, kind);
  return {
    day,
    provider,
    key,
    model,
    tier,
    kind,
    ...portionOf(known, kind),
    ...(unpriced.attempts > 0 && {
      unpriced: { attempts: unpricedPortion.attempts, quantity: unpricedPortion.quantity },
    }),
    ...(nearStart.attempts > 0 && { nearStart: portionOf(nearStart, kind) }),
    ...(nearEnd.attempts > 0 && { nearEnd: portionOf(nearEnd, kind) }),
    ...(possiblyBilled.attempts > 0 && { possiblyBilled: portionOf(possiblyBilled, kind) }),
  };
}

function portionOf({ attempts, quantities, paidNanoUsd }: UsagePortion, kind: Kind): Portion {
  const isAll = kind === 'all';
  return {
    attempts,
    quantity: isAll ? 0n : kind === 'request' ? BigInt(attempts) : (quantities.get(kind) ?? 0n),
    paidNanoUsd: isAll ? paidNanoUsd : 0n,
  };
}
