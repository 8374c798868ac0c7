import { SERIES_FIELDS, type SeriesField, type SeriesRank } from './stats/series-shapes.ts';
import { singleParameter, type Parameters } from './url-codec.ts';

/** Figures by which the stats page ranks the values that get a series of their own. */
export const RANKS = ['cost', 'calls', 'tokens'] as const satisfies readonly SeriesRank[];

/** URL parameters that decide how the stats page shows the selected records. */
export interface StatsView {
  /** Dimension by which figures are split; null for none. */
  split: SeriesField | null;
  rank: SeriesRank;
}

export const DEFAULT_VIEW: StatsView = { split: 'request_model', rank: 'cost' };

/** `split=none` shows totals only. */
const NO_SPLIT = 'none';

export const STATS_VIEW_PARAMETERS: Parameters<StatsView> = {
  split: singleParameter<SeriesField | null>(
    DEFAULT_VIEW.split,
    (text) => (text === NO_SPLIT ? null : SERIES_FIELDS.find((field) => field === text)),
    (field) => field ?? NO_SPLIT,
  ),
  rank: singleParameter<SeriesRank>(DEFAULT_VIEW.rank, (text) => RANKS.find((rank) => rank === text), String),
};
