import { config } from '@grafana/runtime';
import type { TimeZone } from '@grafana/data';
import { READ_TRACES } from './constants.ts';

/**
 * Whether the user may see a call's attempts and content. Hides controls only: Grafana's server enforces the
 * permission.
 */
export function mayReadTraces(): boolean {
  return config.bootData.user.permissions?.[READ_TRACES] === true;
}

/**
 * Whether the user may create data sources. Pages offer the settings to such users and ask others to contact an
 * administrator.
 */
export function mayConfigure(): boolean {
  return config.bootData.user.permissions?.['datasources:create'] === true;
}

/** Whether Grafana shows Explore to the user. By default it does for editors and administrators. */
export function mayExplore(): boolean {
  return config.bootData.user.permissions?.['datasources:explore'] === true;
}

/** Time zone of the user's profile. */
export function userTimeZone(): TimeZone {
  return config.bootData.user.timezone || 'browser';
}
