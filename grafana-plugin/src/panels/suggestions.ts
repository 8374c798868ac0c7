import { VisualizationSuggestionScore, type PanelDataSummary, type VisualizationSuggestion } from '@grafana/data';
import { recordsInMeta } from '../datasources/usage/record-frame.ts';

/** Suggests a panel for data that has rows of the usage data source. */
export function suggestForRecords(summary: PanelDataSummary): VisualizationSuggestion[] {
  const fits = summary.rawFrames?.some((frame) => frame.length > 0 && recordsInMeta(frame) !== null) ?? false;
  return fits ? [{ score: VisualizationSuggestionScore.Good }] : [];
}
