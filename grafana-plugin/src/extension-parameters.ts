import { prefixRoute, ROUTES } from './routes.ts';

/*
 * The address to which links in other parts of Grafana lead. The app's entry has them, which Grafana loads early, so this file
 * imports nothing of the pages.
 */

/** A trace that another part of Grafana shows. */
export interface ShownTrace {
  /** 32 hex digits. */
  traceId: string;
  /** Start and end, Unix ms. Null if they are not known. */
  range: { fromMs: number; toMs: number } | null;
}

/** Around a trace: the calls of a trace may start before its first span that is shown, and end after the last one. */
const MARGIN_MS = 10 * 60_000;
/** Without a range: as long as content is kept by default. */
const DEFAULT_FROM = 'now-14d';

/** The usage log with the calls of a trace, without Grafana's sub path. */
export function tracePath({ traceId, range }: ShownTrace): string {
  const search = new URLSearchParams({
    from: range === null ? DEFAULT_FROM : String(Math.floor(range.fromMs - MARGIN_MS)),
    to: range === null ? 'now' : String(Math.ceil(range.toMs + MARGIN_MS)),
    trace: traceId,
  });
  return `${prefixRoute(ROUTES.usageLog)}?${search.toString()}`;
}

/** Whether a text is the id of a trace. */
export function isTraceId(text: unknown): text is string {
  return typeof text === 'string' && /^[0-9a-f]{32}$/i.test(text) && !/^0+$/.test(text);
}
