import type { AlertRows, LinkFilter } from './rule.ts';

const APP = 'a/tokentrail-llmusage-app';

/** PromQL for the end of the range of a link: the time of the alert, in Unix milliseconds. */
export const TO = 'vector(time() * 1000)';

/** PromQL for the start of the range of a link, in Unix milliseconds. Months are those of UTC. */
export function fromExpression({ seconds }: AlertRows): string {
  return seconds === 'month'
    ? '(vector(time() - time() % 86400) - (day_of_month() - 1) * 86400) * 1000'
    : `vector((time() - ${seconds}) * 1000)`;
}

/** Templates for the parts of a link that differ between Grafana and Prometheus. */
export interface LinkParts {
  /** The URL of Grafana, with a slash at its end. */
  grafana: string;
  /** Unix milliseconds. */
  from: string;
  to: string;
}

export interface LinkedPage {
  path: 'requests' | 'stats';
  filter: LinkFilter;
}

/**
 * The template of a link to a page with the filter of an alert. A label that the alert does not have gives an
 * empty parameter, which is no filter.
 */
export function linkTemplate({ path, filter }: LinkedPage, { grafana, from, to }: LinkParts): string {
  const parameters = Object.entries(filter).map(([name, source]) =>
    'label' in source
      ? `${name}={{ index $labels "${source.label}" | urlquery }}`
      : `${name}=${encodeURIComponent(source.value)}`,
  );
  return `${grafana}${APP}/${path}?${[`from=${from}`, `to=${to}`, ...parameters].join('&')}`;
}
