/**
 * Shape of a price entry as `packages/pricing` writes it: canonical JSON of `{entry, fx?}` or of `{sell}`. Only known fields
 * pass. A text is one line of at most 256 characters, as in the shape `line` of `ledger-shapes.ts`.
 */

/** Maximum length of a price entry, bytes. */
export const MAX_PRICE_ENTRY_BYTES = 65_536;

const TEXT = '"(?:[^"\\\\\\x00-\\x1f\\x7f]|\\\\["\\\\]){0,256}"';
const DECIMAL = '"-?[0-9.]{1,64}"';
const INTEGER = '[0-9]{1,16}';
const NUMBER = `${INTEGER}(?:\\.[0-9]{1,20})?`;
const WORD = '"[a-z_]{1,32}"';
const METER = '[a-z][a-z0-9_]*(?::[a-z0-9]+)?';

function array(element: string): string {
  return `\\[(?:${element},?)*\\]`;
}

/** Pattern of a JSON object. Each pair has the pattern of a name and the pattern of its value. */
function object(...pairs: readonly (readonly [name: string, value: string])[]): string {
  const fields = pairs.map(([name, value]) => `${name}":${value}`);
  return `\\{(?:"(?:${fields.join('|')}),?)*\\}`;
}

const TEXTS = array(TEXT);
const PRICES = object([METER, object(['per', INTEGER], ['[a-z]{3}', DECIMAL])]);
const DATES = object(['(?:from|to)', TEXT]);
const SELLER = object(['hosts', TEXTS], ['(?:provider|account)', TEXT]);

/** The operator chooses the names of conditions. Their values are flat or one level deep (`context`, `date`, `time`). */
const PLAIN = `(?:${TEXT}|-?${INTEGER}|true|false)`;
const PLAIN_OR_LIST = `(?:${PLAIN}|${TEXTS})`;
const WHEN = object(['[^"\\\\\\x00-\\x1f]{1,64}', `(?:${PLAIN_OR_LIST}|${object(['[a-z]{1,16}', PLAIN_OR_LIST])})`]);

const ENTRY = object(
  ['(?:id|read_from)', TEXT],
  ['seller', SELLER],
  ['(?:models|inherits)', TEXTS],
  ['(?:usage|tier_from|model_from)', WORD],
  ['at_least', object([METER, NUMBER])],
  ['valid', DATES],
  ['rows', array(object(['label', TEXT], ['when', WHEN], ['prices', PRICES]))],
  ['any_row', PRICES],
  ['factors', array(object(['name', TEXT], ['when', WHEN], ['times', DECIMAL], ['on', `(?:${TEXT}|${TEXTS})`]))],
  ['free', 'true'],
);
const RATES = array(object(['(?:from|to|per|since)', TEXT], ['rate', DECIMAL]));
const SELL = object(['models', TEXTS], ['prices', PRICES], ['ratios', object([METER, DECIMAL])]);

/** RE2 expression for the complete value. */
export const PRICE_ENTRY_PATTERN = `^(?:${object(['entry', ENTRY], ['fx', RATES])}|${object(['sell', SELL])})$`;
