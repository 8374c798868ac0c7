import type { PluginExtensionAddedLinkConfig } from '@grafana/data';
import { isTraceId, tracePath, type ShownTrace } from '../extension-parameters.ts';
import { prefixRoute, ROUTES } from '../routes.ts';

/*
 * Links from Grafana's trace view, Explore and panels to the calls of a trace. Titles and descriptions are in English and equal
 * to those of plugin.json: Grafana refuses a link that differs.
 */

const US_PER_MS = 1000;

export const TRACE_LINKS: readonly PluginExtensionAddedLinkConfig[] = [
  {
    targets: ['grafana/traceview/header/actions'],
    title: 'Show LLM calls',
    description: 'Opens the usage log with the LLM calls of this trace',
    path: prefixRoute(ROUTES.usageLog),
    configure: (context) => linkTo(ofTraceView(context)),
  },
  {
    targets: ['grafana/explore/toolbar/action', 'grafana/dashboard/panel/menu'],
    title: 'Show LLM calls of the trace',
    description: 'Opens the usage log with the LLM calls of the trace that is shown',
    path: prefixRoute(ROUTES.usageLog),
    configure: (context) => linkTo(ofQueries(context)),
  },
];

/** The link to a trace; undefined hides it. */
function linkTo(trace: ShownTrace | null): { path: string } | undefined {
  return trace === null ? undefined : { path: tracePath(trace) };
}

/** Grafana does not export the type of the trace view's context: a trace, with times in microseconds. */
function ofTraceView(context: object | undefined): ShownTrace | null {
  const { traceID, startTime, endTime } = (context ?? {}) as Readonly<Record<string, unknown>>;
  if (!isTraceId(traceID)) {
    return null;
  }
  const hasTimes = typeof startTime === 'number' && typeof endTime === 'number';
  return {
    traceId: traceID.toLowerCase(),
    range: hasTimes ? { fromMs: startTime / US_PER_MS, toMs: endTime / US_PER_MS } : null,
  };
}

/** The trace that one of the queries of Explore or of a panel asks for by its id. */
function ofQueries(context: object | undefined): ShownTrace | null {
  const { targets } = (context ?? {}) as Readonly<Record<string, unknown>>;
  const queries: unknown[] = Array.isArray(targets) ? targets : [];
  const ids = queries.map((query) =>
    typeof query === 'object' && query !== null && 'query' in query ? query.query : undefined,
  );
  const traceId = ids.find(isTraceId);
  return traceId === undefined ? null : { traceId: traceId.toLowerCase(), range: null };
}
