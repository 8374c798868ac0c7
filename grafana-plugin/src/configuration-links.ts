import { configurationPath } from './links.ts';

/** A part of the configuration page. */
export type ConfigAnchor = 'services' | 'retention';

/** The configuration page, scrolled to this part. */
export function configurationPathTo(anchor: ConfigAnchor): string {
  return `${configurationPath()}#${anchor}`;
}
