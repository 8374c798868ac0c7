import { SERIES_FIELDS, SERIES_RANKS, type SeriesField, type SeriesRank } from '@tokentrail/usage-store';
import { singleParameter, type Parameters } from './url-codec.ts';

/** URL parameters that decide how the stats page shows the selected records. */
export interface StatsView {
  /** Dimension by which figures are split; null for none. */
  split: SeriesField | null;
  /** Figure by which the values of the dimension are ranked: the first ones have series of their own. */
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
  rank: singleParameter<SeriesRank>(DEFAULT_VIEW.rank, (text) => SERIES_RANKS.find((rank) => rank === text), String),
};
