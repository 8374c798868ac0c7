import type { PanelOptionsEditorBuilder } from '@grafana/data';
import { t } from '@grafana/i18n';
import { SECTIONS, type RequestSection } from '../../request/sections.ts';
import { CHOSEN_REQUESTS, DEFAULT_OPTIONS, type ChosenRequest, type RequestTraceOptions } from './options.ts';

/** Adds the panel's options to Grafana's panel editor. */
export function addRequestTraceOptions(builder: PanelOptionsEditorBuilder<RequestTraceOptions>): void {
  builder.addSelect({
    path: 'request',
    name: t('panels.request-trace.request', 'Request'),
    description: t('panels.request-trace.request-help', 'Which of the rows of the query is shown.'),
    settings: { options: CHOSEN_REQUESTS.map((value) => ({ value, label: requestLabel(value) })) },
    defaultValue: DEFAULT_OPTIONS.request,
  });
  for (const section of SECTIONS) {
    builder.addBooleanSwitch({
      path: `sections.${section}`,
      name: sectionLabel(section),
      category: [t('panels.request-trace.sections', 'Sections')],
      defaultValue: DEFAULT_OPTIONS.sections[section],
    });
  }
}

function requestLabel(request: ChosenRequest): string {
  switch (request) {
    case 'newest':
      return t('panels.request-trace.newest', 'Newest');
    case 'slowest':
      return t('panels.request-trace.slowest', 'Slowest');
    case 'dearest':
      return t('panels.request-trace.dearest', 'Most expensive');
    case 'first-failed':
      return t('panels.request-trace.first-failed', 'First failed');
  }
}

function sectionLabel(section: RequestSection): string {
  switch (section) {
    case 'summary':
      return t('panels.request-trace.summary', 'Summary and cost');
    case 'attempts':
      return t('panels.request-trace.attempts', 'Attempts');
    case 'content':
      return t('panels.request-trace.content', 'Content');
  }
}
