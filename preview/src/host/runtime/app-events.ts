import { EventBusSrv } from '@grafana/data';

/** The bus behind `getAppEvents()`, with the listening half that only Grafana itself has. */
export const appEvents = new EventBusSrv();
