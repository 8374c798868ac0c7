import type { Circumstances } from './conditions.ts';
import type { DeploymentDocument } from './document.ts';
import { matchesGlob } from './globs.ts';
import { matchesHost } from './sellers.ts';

/**
 * The conditions `deployment` and `region` of calls that request `name` from `host`, by the first of `deployments` that
 * matches; undefined if none does.
 */
export function statedFor(
  deployments: readonly DeploymentDocument[],
  host: string | undefined,
  name = '',
): Circumstances | undefined {
  if (host === undefined) {
    return undefined;
  }
  const lower = name.toLowerCase();
  const found = deployments.find(
    ({ hosts, names }) =>
      hosts.some((pattern) => matchesHost(pattern, host)) &&
      (names === undefined || names.some((pattern) => matchesGlob(pattern, lower))),
  );
  if (found === undefined) {
    return undefined;
  }
  const { type, region } = found;
  return region === undefined ? { deployment: type } : { deployment: type, region: region.toLowerCase() };
}
