import type { AlertRule } from './rule.ts';

const PAGE = 'a/tokentrail-llmusage-app/requests';

/** Templates for the parts of a link that differ between Grafana and Prometheus. */
export interface LinkParts {
  /** The URL of Grafana, with a slash at its end. */
  grafana: string;
  /** Unix milliseconds. */
  from: string;
  to: string;
}

/**
 * The template of a link to the rows of an alert. A label that the alert does not have gives an
 * empty parameter, which is no filter.
 */
export function linkTemplate({ filter }: NonNullable<AlertRule['rows']>, { grafana, from, to }: LinkParts): string {
  const parameters = Object.entries(filter).map(([name, source]) =>
    'label' in source
      ? `${name}={{ index $labels "${source.label}" | urlquery }}`
      : `${name}=${encodeURIComponent(source.value)}`,
  );
  return `${grafana}${PAGE}?${[`from=${from}`, `to=${to}`, ...parameters].join('&')}`;
}
