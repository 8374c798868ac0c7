import type { AccountEvent } from '@tokentrail/instrumentation';

/** Events of an account by their route. A real gateway takes amounts and balances from its database. */
export const ACCOUNT_EVENTS: Readonly<Record<string, Omit<AccountEvent, 'user' | 'group'>>> = {
  '/account/topup': { type: 'topup', name: 'topup_by_card', amountUsd: '25.00', balanceAfterUsd: '40.00' },
  '/account/refund': { type: 'refund', name: 'refund_of_failed_calls', amountUsd: '1.25', balanceAfterUsd: '41.25' },
  '/account/limit': { type: 'manage', name: 'monthly_limit_changed' },
};
