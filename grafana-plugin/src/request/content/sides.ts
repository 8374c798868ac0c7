import { t } from '@grafana/i18n';
import type { AttributeKey } from '@tokentrail/records';
import type { ContentTab } from './content-tabs.ts';

/** The caller's side, the provider's, or both compared. */
export type Side = 'compare' | 'client' | 'provider';

/** The content of each side of a tab; undefined if there is none. */
export interface SideNames {
  client: AttributeKey | undefined;
  provider: AttributeKey | undefined;
}

export function sidesOf(names: readonly AttributeKey[]): SideNames {
  return {
    client: names.find((name) => name.startsWith('client')),
    provider: names.find((name) => name.startsWith('provider')),
  };
}

/** The side that a tab opens with: what the client sent or received, without it the provider's. Request headers are compared. */
export function firstSide(tab: ContentTab, { client, provider }: SideNames): Side {
  if (client === undefined || provider === undefined) {
    return client === undefined ? 'provider' : 'client';
  }
  return tab === 'request-headers' ? 'compare' : 'client';
}

/** What a side is, for a tab of the request or of the response. */
export function sideWords(side: 'client' | 'provider', isRequest: boolean): string {
  if (side === 'client') {
    return isRequest
      ? t('request.content.side.from-client', 'Received from the client')
      : t('request.content.side.to-client', 'Sent to the client');
  }
  return isRequest
    ? t('request.content.side.to-provider', 'Sent to the provider')
    : t('request.content.side.from-provider', 'Received from the provider');
}
