import type { PanelModel } from '@grafana/data';
import type { RequestSection } from '../../request/sections.ts';

export const CHOSEN_REQUESTS = ['newest', 'slowest', 'dearest', 'first-failed'] as const;
/** Which request of the query's rows the panel shows. */
export type ChosenRequest = (typeof CHOSEN_REQUESTS)[number];

/** Options of the request trace panel, as they are stored in a dashboard. */
export interface RequestTraceOptions {
  request: ChosenRequest;
  /** Which parts of the request's detail are shown. */
  sections: Readonly<Record<RequestSection, boolean>>;
}

export const DEFAULT_OPTIONS: RequestTraceOptions = {
  request: 'newest',
  sections: { summary: true, attempts: true, content: true },
};

/** Reads the options of a dashboard. What is missing or unreadable, also from an older version, is the default. */
export function requestTraceOptions({ options }: Pick<PanelModel<unknown>, 'options'>): RequestTraceOptions {
  const { request, sections } = (options ?? {}) as Record<string, unknown>;
  const chosen = (sections ?? {}) as Partial<Record<RequestSection, unknown>>;
  const { summary, attempts, content } = chosen;
  const shown = { summary: summary !== false, attempts: attempts !== false, content: content !== false };
  return {
    request: CHOSEN_REQUESTS.find((one) => one === request) ?? DEFAULT_OPTIONS.request,
    // A panel without a section would be empty.
    sections: Object.values(shown).includes(true) ? shown : DEFAULT_OPTIONS.sections,
  };
}
