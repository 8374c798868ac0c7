/** What a link into the usage log filters by: each parameter of the page with the label that has its value. */
export type LinkFilter = Readonly<Record<string, { label: string } | { value: string }>>;

/** Which rows an alert is about. */
export interface AlertRows {
  /** How long before it fired, or since the start of its month. */
  seconds: number | 'month';
  /** The page's parameters. */
  filter: LinkFilter;
}

export interface AlertRule {
  /** At most 40 characters. It stays the same, because Grafana keeps the state of a rule by it. */
  uid: string;
  title: string;
  /** One sentence. `$labels` and `$values.A.Value` are Grafana's. */
  summary: string;
  /** What to do, in plain text. */
  runbook: string;
  severity: 'critical' | 'warning';
  /** PromQL with one value per alert. */
  expression: string;
  /** The alert fires while the value is above it. */
  above: number;
  /** It reads a week of samples, so it is evaluated every 10 minutes instead of every minute. */
  rarely?: true;
  /** How long, such as `5m`; `0s` for at once. */
  pending: string;
  /** Null if it is about no rows. */
  rows: AlertRows | null;
  /** Parameters of the stats page, which then has a link of its own with the range of the rows. */
  statsOf?: LinkFilter;
  /** Further labels of the alert, as templates. */
  labels?: Readonly<Record<string, string>>;
}
