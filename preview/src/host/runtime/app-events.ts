import { EventBusSrv } from '@grafana/data';

/** Event bus of `getAppEvents()`, including the methods to subscribe, which only Grafana itself uses. */
export const appEvents = new EventBusSrv();
