import { config } from '@grafana/runtime';
import type { TimeZone } from '@grafana/data';

/** The zone the user chose in Grafana. */
export function userTimeZone(): TimeZone {
  return config.bootData.user.timezone || 'browser';
}
