import type { DataQuery, DataSourceRef, FieldConfigSource } from '@grafana/data';

/** As much of a dashboard's JSON as the page draws. */
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
  /** Units of a grid of 24 columns. */
  gridPos: { x: number; y: number; w: number; h: number };
  datasource?: DataSourceRef | string | null;
  targets?: DataQuery[];
  options?: object;
  fieldConfig?: FieldConfigSource;
  /** Of a collapsed row. */
  panels?: DashboardPanel[];
}

/** The panels in the order in which they are read; rows are opened. */
export function flatPanels(dashboard: Dashboard): DashboardPanel[] {
  return (dashboard.panels ?? [])
    .flatMap((panel) => (panel.type === 'row' ? (panel.panels ?? []) : [panel]))
    .sort((a, b) => a.gridPos.y - b.gridPos.y || a.gridPos.x - b.gridPos.x);
}
