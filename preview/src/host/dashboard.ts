import type { DataQuery, DataSourceRef, FieldConfigSource } from '@grafana/data';

/** The part of a dashboard's JSON that the page renders. */
export interface Dashboard {
  uid: string;
  title: string;
  description?: string;
  time?: { from: string; to: string };
  panels?: DashboardPanel[];
}

export interface DashboardPanel {
  id: number;
  type: string;
  title?: string;
  description?: string;
  /** In units of a grid with 24 columns. */
  gridPos: { x: number; y: number; w: number; h: number };
  datasource?: DataSourceRef | string | null;
  targets?: DataQuery[];
  options?: object;
  fieldConfig?: FieldConfigSource;
  /** Panels of a collapsed row. */
  panels?: DashboardPanel[];
}

/** The panels in reading order, including those of collapsed rows. */
export function flatPanels(dashboard: Dashboard): DashboardPanel[] {
  return (dashboard.panels ?? [])
    .flatMap((panel) => (panel.type === 'row' ? (panel.panels ?? []) : [panel]))
    .sort((a, b) => a.gridPos.y - b.gridPos.y || a.gridPos.x - b.gridPos.x);
}
