import { VARIABLES, type VariableName } from './variables.ts';

/** What decides how a panel looks and what it queries; `layOut` adds its id and place. */
export interface Panel {
  type: string;
  title: string;
  /** What the figures mean, for the panel's tooltip. */
  description: string;
  datasource: DataSourceRef;
  targets: readonly object[];
  fieldConfig: { defaults: object; overrides: readonly object[] };
  options: object;
  /** Least time between two points, such as `1m`. */
  interval?: string;
  /** Most points of a graph. */
  maxDataPoints?: number;
}

export interface DataSourceRef {
  type: string;
  uid: string;
}

/** Panels beside each other, from left to right. */
export interface Row {
  /** In units of Grafana's grid, which are 30 pixels and a gap. */
  height: number;
  /** Each with its share of the width. */
  panels: readonly { panel: Panel; share: number }[];
}

export interface Dashboard {
  /** Never changes: it is part of links. */
  uid: string;
  title: string;
  description: string;
  /** Start of the range, such as `now-24h`. */
  from: string;
  /** Besides the data sources. */
  variables: readonly VariableName[];
  rows: readonly Row[];
}

/** Columns of Grafana's grid. */
const COLUMNS = 24;
const APP = '/a/tokentrail-llmusage-app';
const TAG = 'tokentrail';

/** Panels of the same width beside each other. */
export function row(height: number, ...panels: readonly Panel[]): Row {
  return { height, panels: panels.map((panel) => ({ panel, share: 1 })) };
}

/** The dashboard's JSON, as Grafana reads it. */
export function dashboardJson({ uid, title, description, from, variables, rows }: Dashboard): object {
  return {
    uid,
    title,
    description,
    tags: [TAG],
    schemaVersion: 41,
    version: 1,
    editable: false,
    // A line at the same time in all panels.
    graphTooltip: 1,
    timezone: '',
    refresh: '1m',
    time: { from, to: 'now' },
    templating: { list: [VARIABLES.ds, VARIABLES.metrics, ...variables.map((name) => VARIABLES[name])] },
    annotations: { list: [] },
    links: [
      pageLink('Usage log', `${APP}/requests`, 'The calls of these figures'),
      pageLink('Stats', `${APP}/stats`, 'The same figures by any dimension'),
      { ...LINK, title: 'Dashboards', type: 'dashboards', tags: [TAG], asDropdown: true, url: '', tooltip: '' },
    ],
    panels: layOut(rows),
  };
}

/** A link keeps the range and the variables. */
const LINK = { icon: 'external link', includeVars: true, keepTime: true, targetBlank: false };

function pageLink(title: string, url: string, tooltip: string): object {
  return { ...LINK, title, type: 'link', url, tooltip, tags: [], asDropdown: false };
}

function layOut(rows: readonly Row[]): object[] {
  const placed: object[] = [];
  let y = 0;
  for (const { height, panels } of rows) {
    const shares = panels.reduce((sum, { share }) => sum + share, 0);
    let x = 0;
    for (const { panel, share } of panels) {
      const w = (share / shares) * COLUMNS;
      placed.push({ id: placed.length + 1, gridPos: { x, y, w, h: height }, ...panel });
      x += w;
    }
    y += height;
  }
  return placed;
}
