import { USAGE_PROFILES } from '@tokentrail/usage';

/** The number of digits is limited: arithmetic on a price with a million digits would block the app at each call. */
export const DECIMAL = '\\d{1,20}(\\.\\d{1,30})?';
const decimalText = { type: 'string', pattern: `^${DECIMAL}$` };
const ratioText = { type: 'string', pattern: `^(${DECIMAL}|-1)$` };
/** The texts that the ledger accepts in a price entry. Costs could not be explained by an entry that it rejects. */
export const LINE = '^[^\\p{Cc}]{1,256}$';
const line = { type: 'string', pattern: LINE };
const names = { type: 'array', items: line, minItems: 1 };
const oneOrMore = { anyOf: [line, { type: ['boolean', 'integer'] }, names] };
const nonNegativeInteger = { type: 'integer', minimum: 0 };
/** The versions that the ledger accepts. */
export const VERSION = '^[A-Za-z0-9_.:/@+=#~-]{1,100}$';
const METER = '^[a-z][a-z0-9_]*(:[a-z0-9]+)?$';

function closed(properties: Record<string, unknown>, required: readonly string[] = []) {
  return { type: 'object', properties, required, additionalProperties: false };
}

function mapOf(pattern: string, value: unknown) {
  return { type: 'object', patternProperties: { [pattern]: value }, additionalProperties: false };
}

const price = {
  type: 'object',
  properties: {
    per: { type: 'integer', enum: [1, 10, 60, 100, 1000, 3600, 10_000, 100_000, 1_000_000, 1_000_000_000] },
  },
  patternProperties: { '^(?!per$)[a-z]{3}$': decimalText },
  additionalProperties: false,
  minProperties: 1,
  maxProperties: 2,
};
const prices = mapOf(METER, price);
const seller = {
  ...closed({ hosts: names, provider: line, account: line }),
  minProperties: 1,
};

const when = {
  type: 'object',
  properties: {
    tier: oneOrMore,
    context: {
      ...closed({ gt: nonNegativeInteger, gte: nonNegativeInteger, lt: nonNegativeInteger, lte: nonNegativeInteger }),
      minProperties: 1,
    },
    date: { ...closed({ from: { type: 'string' }, to: { type: 'string' } }), minProperties: 1 },
    time: closed({ window: { type: 'string' }, days: names, tz: { type: 'string' } }, ['window']),
  },
  additionalProperties: oneOrMore,
};

const entry = closed(
  {
    id: line,
    seller,
    models: names,
    usage: { enum: USAGE_PROFILES },
    tier_from: { enum: ['served', 'requested'] },
    model_from: { enum: ['responded', 'requested'] },
    valid: closed({ from: { type: 'string' }, to: { type: 'string' } }),
    rows: {
      type: 'array',
      items: closed({ label: { type: 'string', maxLength: 200 }, when, prices }, ['prices']),
    },
    any_row: prices,
    inherits: names,
    // Between these limits JSON writes a number without an exponent, which the ledger would reject.
    at_least: mapOf(METER, { type: 'number', minimum: 0.001, maximum: 1_000_000_000 }),
    factors: {
      type: 'array',
      items: closed({ name: line, when, times: decimalText, on: { anyOf: [{ enum: ['tokens', 'all'] }, names] } }, [
        'times',
        'on',
      ]),
    },
    read_from: line,
  },
  ['id', 'seller', 'models', 'rows'],
);

const sellModel = {
  ...closed(
    {
      models: names,
      prices,
      ratios: { ...mapOf(METER, decimalText), required: ['model'] },
    },
    ['models'],
  ),
  oneOf: [{ required: ['prices'] }, { required: ['ratios'] }],
};

/** JSON Schema of a price file, schema 1 (`BookDocument`). */
export const PRICE_FILE_SCHEMA = closed(
  {
    schema: { const: 1 },
    version: { type: 'string', pattern: VERSION },
    corrections_of: { type: 'string' },
    fx: {
      type: 'array',
      items: closed(
        {
          from: { type: 'string', pattern: '^[A-Z]{3}$' },
          to: { const: 'USD' },
          rate: { type: 'string', pattern: `^(?!0+(\\.0+)?$)${DECIMAL}$` },
          per: { type: 'string', pattern: '^[A-Z]{3}$' },
          since: { type: 'string' },
        },
        ['from', 'to', 'rate', 'per'],
      ),
    },
    entries: { type: 'array', items: entry },
    free: { type: 'array', items: closed({ seller, models: names }, ['seller', 'models']) },
    deployments: {
      type: 'array',
      items: closed({ hosts: names, names, type: { enum: ['global', 'data_zone', 'regional'] }, region: line }, [
        'hosts',
        'type',
      ]),
    },
    buy: {
      type: 'array',
      items: closed({ seller: { type: 'string' }, key: { type: 'string' }, models: names, times: decimalText }, [
        'seller',
        'times',
      ]),
    },
    sell: closed({
      groups: { type: 'object', additionalProperties: ratioText },
      users: { type: 'object', additionalProperties: ratioText },
      minimum: { ...closed({ quota: nonNegativeInteger, usd: decimalText }), minProperties: 1, maxProperties: 1 },
      quota_per_usd: { type: 'integer', minimum: 1 },
      price_by: { enum: ['requested_model', 'served_model'] },
      models: { type: 'array', items: sellModel },
    }),
  },
  ['schema'],
);
