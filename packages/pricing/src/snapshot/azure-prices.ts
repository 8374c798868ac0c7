/** USD per 1M tokens; null: no price of cached input. */
export type Tokens = readonly [input: string, cached: string | null, output: string, written?: string];

/** Prices of one model by the type of its deployment and, if that matters, by zone or region. */
export interface AzureModel {
  global: Tokens;
  dataZone?: readonly ByRegion[];
  regional?: readonly ByRegion[];
}
export type ByRegion = readonly [regions: readonly string[] | null, prices: Tokens];

const US = ['eastus', 'eastus2', 'northcentralus', 'southcentralus', 'westus', 'westus3'];
const SWEDEN = ['swedencentral'];
const NORTH_EUROPE = ['northeurope'];

/** Models that Azure sells in its regions. Cached prices are rounded as Azure's list has them. */
export const IN_REGIONS: Readonly<Record<string, AzureModel>> = {
  'gpt-4o-2024-05-13': {
    global: ['5', null, '15'],
    dataZone: [[null, ['5.5', null, '16.5']]],
    regional: [
      [
        [...US, 'westcentralus'],
        ['5.5', null, '16.5'],
      ],
      [
        ['southafricanorth', ...SWEDEN],
        ['6.05', null, '18.15'],
      ],
      [NORTH_EUROPE, ['6.6', null, '19.8']],
    ],
  },
  'gpt-4o-2024-08-06': {
    global: ['2.5', '1.25', '10'],
    dataZone: [[null, ['2.75', '1.375', '11']]],
    regional: [
      [
        [...US, 'centralus'],
        ['2.75', '1.375', '11'],
      ],
      [SWEDEN, ['2.75', '1.513', '11']],
      [
        ['southeastasia', ...NORTH_EUROPE],
        ['3.3', '1.65', '13.2'],
      ],
    ],
  },
  'gpt-4o-2024-11-20': {
    global: ['2.5', '1.25', '10'],
    dataZone: [[null, ['2.75', '1.375', '11']]],
    regional: [
      [
        [...US, 'australiaeast', 'centralus', 'southindia'],
        ['2.75', '1.375', '11'],
      ],
      [
        [
          ...['canadaeast', 'francecentral', 'japaneast', 'norwayeast', 'southafricanorth', ...SWEDEN],
          ...['switzerlandnorth', 'uaenorth', 'uksouth'],
        ],
        ['3.025', '1.513', '12.1'],
      ],
      [NORTH_EUROPE, ['3.3', '1.65', '13.2']],
    ],
  },
  'gpt-4o-mini': {
    global: ['0.15', '0.075', '0.6'],
    dataZone: [[null, ['0.165', '0.083', '0.66']]],
    regional: [
      [
        [...US, 'westcentralus', 'westus2'],
        ['0.165', '0.083', '0.66'],
      ],
      [SWEDEN, ['0.165', '0.091', '0.66']],
      [
        ['southeastasia', ...NORTH_EUROPE],
        ['0.198', '0.099', '0.792'],
      ],
    ],
  },
  'gpt-4.1': {
    global: ['2', '0.5', '8'],
    dataZone: [[null, ['2.2', '0.55', '8.8']]],
    regional: [
      [
        [...US, 'westus2'],
        ['2.2', '0.55', '8.8'],
      ],
      [
        [...SWEDEN, 'switzerlandnorth'],
        ['2.42', '0.605', '9.68'],
      ],
      [NORTH_EUROPE, ['2.64', '0.66', '10.56']],
    ],
  },
  'gpt-4.1-mini': {
    global: ['0.4', '0.1', '1.6'],
    dataZone: [[null, ['0.44', '0.11', '1.76']]],
    regional: [
      [
        [...US, 'australiaeast', 'southindia', 'westus2'],
        ['0.44', '0.11', '1.76'],
      ],
      [
        ['canadaeast', 'francecentral', 'japaneast', ...SWEDEN, 'switzerlandnorth', 'uksouth'],
        ['0.484', '0.121', '1.936'],
      ],
      [
        [...NORTH_EUROPE, 'westeurope'],
        ['0.528', '0.132', '2.112'],
      ],
    ],
  },
  'gpt-4.1-nano': {
    global: ['0.1', '0.025', '0.4'],
    dataZone: [[null, ['0.11', '0.028', '0.44']]],
    regional: [
      [US, ['0.11', '0.028', '0.44']],
      [SWEDEN, ['0.121', '0.031', '0.484']],
      [NORTH_EUROPE, ['0.132', '0.033', '0.528']],
    ],
  },
  o1: {
    global: ['15', '7.5', '60'],
    dataZone: [[null, ['16.5', '8.25', '66']]],
    regional: [
      [US, ['16.5', '8.25', '66']],
      [SWEDEN, ['18.15', '9.075', '72.6']],
      [NORTH_EUROPE, ['19.8', '9.9', '79.2']],
    ],
  },
  'o1-mini': {
    global: ['1.1', '0.55', '4.4'],
    dataZone: [[null, ['1.21', '0.605', '4.84']]],
    regional: [
      [US, ['1.21', '0.605', '4.84']],
      [SWEDEN, ['1.331', '0.666', '5.324']],
      [NORTH_EUROPE, ['1.452', '0.726', '5.808']],
    ],
  },
  'o1-preview': {
    global: ['15', '7.5', '60'],
    dataZone: [[null, ['16.5', '8.25', '66']]],
    regional: [
      [['eastus2'], ['16.5', '8.25', '66']],
      [SWEDEN, ['16.5', '9.075', '66']],
      [NORTH_EUROPE, ['19.8', '9.9', '79.2']],
    ],
  },
  'o3-2025-04-16': {
    global: ['2', '0.5', '8'],
    dataZone: [[null, ['2.2', '0.55', '8.8']]],
    regional: [
      [US, ['2.2', '0.55', '8.8']],
      [SWEDEN, ['2.42', '0.605', '9.68']],
      [NORTH_EUROPE, ['2.64', '0.66', '10.56']],
    ],
  },
  'o3-mini': {
    global: ['1.1', '0.55', '4.4'],
    dataZone: [[null, ['1.21', '0.605', '4.84']]],
    regional: [
      [US, ['1.21', '0.605', '4.84']],
      [SWEDEN, ['1.331', '0.666', '5.324']],
      [
        ['southeastasia', ...NORTH_EUROPE],
        ['1.452', '0.726', '5.808'],
      ],
    ],
  },
  'o4-mini': {
    global: ['1.1', '0.275', '4.4'],
    dataZone: [
      [
        ['us', 'eu'],
        ['1.21', '0.303', '4.84'],
      ],
      [['apac'], ['1.32', '0.33', '5.28']],
    ],
    regional: [
      [US, ['1.21', '0.303', '4.84']],
      [SWEDEN, ['1.331', '0.333', '5.324']],
    ],
  },
};

/** The data zones in which Azure sells a model, and their prices as a multiple of the global one. */
type Zones = readonly (readonly [zones: readonly string[] | null, factor: string])[];
const ALIKE: Zones = [[null, '1.1']];
export const ASIA_DEARER: Zones = [
  [['us', 'eu'], '1.1'],
  [['apac'], '1.2'],
];
const EUROPE_DEARER: Zones = [
  [['us'], '1.1'],
  [['eu'], '1.2'],
];

export interface ZonedModel {
  zones: Zones;
  global: Tokens;
  /** Prices of requests with a long context: from this number of tokens (`gte`) or over it (`gt`). */
  long?: { context: { gte: number } | { gt: number }; global: Tokens };
  /** Azure changed the prices on a day that is not known, so they apply from the day on which they were read. */
  from?: string;
}

const FROM = { context: { gte: 272_000 } };
const OVER = { context: { gt: 272_000 } };
const READ = '2026-11-30';

/** Models without regional deployments. */
export const IN_ZONES: Readonly<Record<string, ZonedModel>> = {
  'gpt-5': { zones: ALIKE, global: ['1.25', '0.125', '10'] },
  'gpt-5-chat': { zones: ALIKE, global: ['1.25', '0.125', '10'] },
  'gpt-5-mini': { zones: ALIKE, global: ['0.25', '0.025', '2'] },
  'gpt-5-nano': { zones: ALIKE, global: ['0.05', '0.005', '0.4'] },
  'gpt-5-pro': { zones: ALIKE, global: ['15', null, '120'] },
  'gpt-5.1': { zones: ASIA_DEARER, global: ['1.25', '0.125', '10'] },
  'gpt-5.1-chat': { zones: ALIKE, global: ['1.25', '0.125', '10'] },
  'gpt-5.1-codex': { zones: ALIKE, global: ['1.25', '0.125', '10'] },
  'gpt-5.1-codex-max': { zones: ALIKE, global: ['1.25', '0.125', '10'] },
  'gpt-5.1-codex-mini': { zones: ALIKE, global: ['0.25', '0.025', '2'] },
  'gpt-5.2': { zones: ASIA_DEARER, global: ['1.75', '0.175', '14'] },
  'gpt-5.2-chat': { zones: ALIKE, global: ['1.75', '0.175', '14'] },
  'gpt-5.2-codex': { zones: ALIKE, global: ['1.75', '0.175', '14'] },
  'gpt-5.2-pro': { zones: ALIKE, global: ['21', null, '168'] },
  'gpt-5.3-chat': { zones: ALIKE, global: ['1.75', '0.175', '14'] },
  'gpt-5.3-codex': { zones: ASIA_DEARER, global: ['1.75', '0.175', '14'] },
  'gpt-5.4': {
    zones: ASIA_DEARER,
    global: ['2.5', '0.25', '15'],
    long: { ...FROM, global: ['5', '0.5', '22.5'] },
  },
  'gpt-5.4-mini': { zones: ASIA_DEARER, global: ['0.75', '0.075', '4.5'] },
  'gpt-5.4-nano': { zones: ASIA_DEARER, global: ['0.2', '0.02', '1.25'] },
  'gpt-5.4-pro': { zones: ALIKE, global: ['30', null, '180'], long: { ...FROM, global: ['60', null, '270'] } },
  'gpt-5.5': { zones: ASIA_DEARER, global: ['5', '0.5', '30'], long: { ...FROM, global: ['10', '1', '45'] } },
  'gpt-5.6-luna': {
    zones: ALIKE,
    global: ['0.2', '0.02', '1.2', '0.25'],
    long: { ...FROM, global: ['0.4', '0.04', '1.8', '0.5'] },
    from: READ,
  },
  'gpt-5.6-sol': {
    zones: ALIKE,
    global: ['4', '0.4', '20', '5'],
    long: { ...FROM, global: ['8', '0.8', '30', '10'] },
    from: READ,
  },
  'gpt-5.6-terra': {
    zones: ALIKE,
    global: ['2', '0.2', '12', '2.5'],
    long: { ...FROM, global: ['4', '0.4', '18', '5'] },
    from: READ,
  },
  'gpt-6-astra': {
    zones: EUROPE_DEARER,
    global: ['10', '1', '50', '12.5'],
    long: { ...FROM, global: ['20', '2', '75', '25'] },
    from: READ,
  },
  'gpt-6-luna': {
    zones: EUROPE_DEARER,
    global: ['0.1', '0.01', '0.5', '0.125'],
    long: { ...OVER, global: ['0.2', '0.02', '0.75', '0.25'] },
    from: READ,
  },
  'gpt-6-sol': {
    zones: EUROPE_DEARER,
    global: ['2', '0.2', '10', '2.5'],
    long: { ...OVER, global: ['4', '0.4', '15', '5'] },
    from: READ,
  },
};
