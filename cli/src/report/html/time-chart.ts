import { scaleBand, scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { html, type Markup } from './markup.ts';
import { COLORS } from './style.ts';

export interface TimeBar {
  /** The time of the bar, for the axis. */
  label: string;
  value: number;
  /** The part of the value that is drawn in the colour of failures, at the foot of the bar. */
  failed: number;
  /** Whether the value is a lower bound. */
  isLowerBound: boolean;
}

export interface TimeChart {
  /** What the chart shows, in a sentence, for readers who do not see it. */
  description: string;
  bars: readonly TimeBar[];
  /** The values of the period before, bar by bar; there can be more or fewer. */
  before: readonly number[];
  formatTick(value: number): string;
}

const WIDTH = 920;
const HEIGHT = 180;
const LEFT = 58;
const RIGHT = 4;
const TOP = 12;
const BOTTOM = 22;
const TICKS = 4;
/** More labels of the time axis touch each other. */
const MAX_LABELS = 12;
const MARK_RADIUS = 2.5;

/** Bars over time with a line for the period before. */
export function timeChart({ description, bars, before, formatTick }: TimeChart): Markup {
  const shown = before.slice(0, bars.length);
  const highest = Math.max(...bars.map(({ value }) => value), ...shown);
  const x = scaleBand<number>()
    .domain(bars.keys())
    .range([LEFT, WIDTH - RIGHT])
    .padding(0.25);
  const y = scaleLinear()
    .domain([0, highest > 0 ? highest : 1])
    .nice(TICKS)
    .range([HEIGHT - BOTTOM, TOP]);
  const at = (index: number) => x(index) ?? 0;
  const path = line<number>(
    (_, index) => at(index) + x.bandwidth() / 2,
    (value) => y(value),
  )(shown);
  const step = Math.ceil(bars.length / MAX_LABELS);
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${description}">
    ${y.ticks(TICKS).map((tick) => tickLine(y(tick), formatTick(tick)))}
    ${bars.map((bar, index) => barShapes(bar, { x: at(index), width: x.bandwidth(), y }))}
    <path d="${path ?? ''}" fill="none" stroke="${COLORS.before}" stroke-width="1.5" stroke-dasharray="4 3" />
    ${bars.map(({ label }, index) =>
      index % step === 0
        ? html`<text x="${rounded(at(index) + x.bandwidth() / 2)}" y="${HEIGHT - 6}" text-anchor="middle"
            >${label}</text
          >`
        : null,
    )}
  </svg>`;
}

function tickLine(y: number, label: string): Markup {
  return html`<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${rounded(y)}" y2="${rounded(y)}" stroke="${COLORS.line}" />
    <text x="${LEFT - 8}" y="${rounded(y + 4)}" text-anchor="end">${label}</text>`;
}

interface BarPosition {
  x: number;
  width: number;
  y(value: number): number;
}

function barShapes({ value, failed, isLowerBound }: TimeBar, { x, width, y }: BarPosition): readonly Markup[] {
  const rectangle = (from: number, to: number, color: string) =>
    html`<rect
      x="${rounded(x)}"
      y="${rounded(y(to))}"
      width="${rounded(width)}"
      height="${rounded(y(from) - y(to))}"
      fill="${color}"
    />`;
  return [
    ...(value > failed ? [rectangle(failed, value, COLORS.main)] : []),
    ...(failed > 0 ? [rectangle(0, failed, COLORS.failed)] : []),
    ...(isLowerBound
      ? [
          html`<circle
            cx="${rounded(x + width / 2)}"
            cy="${rounded(y(value) - MARK_RADIUS - 3)}"
            r="${MARK_RADIUS}"
            fill="#fff"
            stroke="${COLORS.ink}"
          />`,
        ]
      : []),
  ];
}

/** A small line of values, for a cell of a table. */
export function sparkline(values: readonly number[], description: string): Markup {
  const [width, height] = [78, 18];
  const x = scaleLinear([0, Math.max(values.length - 1, 1)], [1, width - 1]);
  const y = scaleLinear([0, Math.max(...values, Number.MIN_VALUE)], [height - 1.5, 1.5]);
  const path = line<number>(
    (_, index) => x(index),
    (value) => y(value),
  ).digits(1)(values);
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${description}">
    <path d="${path ?? ''}" fill="none" stroke="${COLORS.main}" stroke-width="1.3" />
  </svg>`;
}

/** A bar for a share, 0 to 1; the cell has the number beside it. */
export function shareBar(share: number): Markup {
  const [width, height] = [48, 8];
  return html`<svg viewBox="0 0 ${width} ${height}" aria-hidden="true">
    <rect width="${width}" height="${height}" fill="${COLORS.line}" />
    <rect width="${rounded(width * Math.min(share, 1))}" height="${height}" fill="${COLORS.main}" />
  </svg>`;
}

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}
