import { CACHE } from './cache.ts';
import { COST } from './cost.ts';
import { dashboardJson, type Dashboard } from './dashboard.ts';
import { LATENCY } from './latency.ts';
import { OVERVIEW } from './overview.ts';
import { PROVIDERS } from './providers.ts';

/** By the name of their file, without its ending. */
const DASHBOARDS: Readonly<Record<string, Dashboard>> = {
  overview: OVERVIEW,
  cost: COST,
  providers: PROVIDERS,
  latency: LATENCY,
  cache: CACHE,
};

/** Texts by name, for the folder `provisioning/dashboards`. */
export function generatedFiles(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(DASHBOARDS).map(([name, dashboard]) => [
      `${name}.json`,
      `${JSON.stringify(dashboardJson(dashboard), null, 2)}\n`,
    ]),
  );
}
