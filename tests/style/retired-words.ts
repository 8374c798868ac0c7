/**
 * Words that this repository no longer uses, each with the term that replaces it. One concept has one name: the
 * standard term of OpenTelemetry, the GenAI conventions or Grafana. `style.test.ts` rejects the words in the kinds of
 * text named here.
 */

export interface RetiredWord {
  /** Whole words, in lower case. */
  readonly words: readonly string[];
  /** What to write instead. */
  readonly replacement: string;
}

/** Words of identifiers: `beginTry` has the words `begin` and `try`. Keywords of the language are not identifiers. */
export const IN_IDENTIFIERS: readonly RetiredWord[] = [
  { words: ['try', 'tries', 'tried', 'trying'], replacement: 'attempt' },
  { words: ['answer', 'answers', 'answered', 'answering', 'unanswered'], replacement: 'response, respond' },
  { words: ['tell', 'tells', 'told', 'telling', 'teller', 'tellers'], replacement: 'report, record' },
  { words: ['frame', 'frames', 'framed'], replacement: 'context (async scope), encodedSpan (bytes of a span)' },
  { words: ['place', 'places'], replacement: 'endpoint (host and port), index or position (in a list)' },
  { words: ['fence', 'fences', 'fenced'], replacement: 'allow-list, redaction' },
  { words: ['fill', 'fills', 'filling'], replacement: 'reprice' },
  { words: ['remembering', 'remembered'], replacement: 'memoize, cached' },
  { words: ['safely'], replacement: 'guarded' },
];

/** Identifiers named by others, or that use a word in its usual sense. */
export const ALLOWED_IDENTIFIERS: ReadonlySet<string> = new Set([
  // Array.prototype.fill, Buffer.prototype.fill, Playwright's locator.fill, the SVG and CSS property.
  'fill',
  // Properties of the canvas, of uPlot and of Grafana's time series panel.
  'fillColor',
  'fillOpacity',
  'fillRect',
  'fillStyle',
  // Grafana's data frames.
  'DataFrame',
  'createDataFrame',
  'toDataFrame',
  'frameOfRecords',
  'recordsOfFrame',
  'NOT_IN_A_FRAME',
  // Prices and sums are patched or watched in place.
  'watchInPlace',
]);

/** Files in which `frame` means Grafana's data frame or a browser's frame. */
export const DATA_FRAME_FILES = /^(?:grafana-plugin|preview|provisioning|tests\/browser)\//;

/** Words of comments, Markdown, UI texts and test names. */
export const IN_PROSE: readonly RetiredWord[] = [
  { words: ['tries', 'try of', 'a try', 'the try', 'each try', 'every try', 'one try'], replacement: 'attempt' },
  { words: ['answer', 'answers', 'answered', 'answering', 'unanswered'], replacement: 'response, respond' },
  { words: ['told', 'tells', 'tell of', 'telling'], replacement: 'report, record, state' },
  {
    words: ['nobody', 'whoever', 'whatever', 'anybody', 'seldom', 'anew', 'reckon', 'reckoned', 'reckoning'],
    replacement: 'plain words',
  },
  {
    words: ['inside of', 'goes before', 'go before', 'gives way to', 'lets go of', 'made of nothing'],
    replacement: 'plain words',
  },
  { words: ['fence', 'fences', 'fenced'], replacement: 'allow-list, redaction' },
  {
    words: ['frame', 'frames'],
    replacement: 'context (async scope), encoded span (bytes of a span), data frame (Grafana)',
  },
];

/** Phrases in which a retired word of prose keeps its usual sense. */
export const ALLOWED_PHRASES: readonly string[] = [
  'data frame',
  'data frames',
  'browser frame',
  'time frame',
  'animation frame',
  'animation frames',
];
