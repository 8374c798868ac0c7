import { findProvider, type Provider } from '@pydantic/genai-prices';
import { SNAPSHOT_SELLERS } from './sellers.ts';

/** The data of the installed genai-prices that the snapshot is compiled from. */
export function installedProviders(): Provider[] {
  return SNAPSHOT_SELLERS.flatMap(({ id }) => findProvider({ providerId: id }) ?? []);
}
