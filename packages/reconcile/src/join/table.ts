import { powerOfTen, type Decimal } from '@tokentrail/pricing/decimal';
import { isOtherKind, type InvoiceLine, type LedgerLine, type LineKind, type OtherKind } from '../lines.ts';
import { ModelNames } from '../names/models.ts';
import { dayIn, nextDay, startOfDay } from '../zone.ts';
import { addEvidence, addRow, countOf, NOT_COUNTED, newCell, type Cell } from './cell.ts';
import { grainOf, quantityRule, type Grain } from './grain.ts';
import { KeyNames } from './keys.ts';

/** What is compared, and over which days. */
export interface ReconcileInput {
  provider: string;
  /** The zone of the provider's days: `UTC`, `America/Los_Angeles`, `+08:00`. */
  zone: string;
  /** First and last day of the period in `zone`, `YYYY-MM-DD`. */
  from: string;
  to: string;
  invoice: readonly InvoiceLine[];
  /**
   * Lines of `provider` with days in `zone`. Lines of the day before and the day after the period are used only as evidence of calls
   * over midnight.
   */
  ledger: readonly LedgerLine[];
  /** Keys of the ledger (or masked keys) by the provider's key id. */
  keys?: Readonly<Record<string, string>>;
  /** Models of the ledger by names of the export that its own words do not tell. */
  models?: Readonly<Record<string, string>>;
  /** Our USD price of one unit; null if there is none. Used to recognise another tier where the export does not name tiers. */
  unitPrice?(model: string, tier: string, kind: LineKind, day: string): Decimal | null;
}

/** A line that is not per call. */
export type OtherLine = InvoiceLine & { kind: OtherKind };

export interface Table {
  cells: Map<string, Cell>;
  /** Cells of the days before and after the period, for their evidence. */
  outside: Map<string, Cell>;
  others: OtherLine[];
  grain: Grain;
  /** Amounts are integers × 10^-moneyScale USD. */
  moneyScale: number;
  quantityScale: number;
  files: readonly string[];
  /** Days of the period that the export has lines of calls for. */
  exportDays: ReadonlySet<string>;
  ledgerKeys: ReadonlySet<string>;
  /** Under the names by which they are compared. */
  ledgerModels: ReadonlySet<string>;
  notices: string[];
}

/** Ledger amounts are nano-USD, each with up to half a nano of rounding. */
const LEAST_MONEY_SCALE = 10;

/** Puts both sides into cells of the finest grain that the export allows. Throws RangeError for lines that cannot be compared. */
export function buildTable(input: ReconcileInput): Table {
  const dayOf = dayIn(input.zone);
  const start = startOfDay(input.from, dayOf);
  const end = startOfDay(nextDay(input.to), dayOf);
  const invoice = input.invoice.filter((line) => line.from >= start && line.from < end);
  checkLines(invoice, input, (day) => startOfDay(day, dayOf), dayOf);
  const grain = grainOf(
    invoice,
    input.ledger.some((line) => line.kind === 'all'),
  );
  const ledgerModels = new Set(input.ledger.map((line) => line.model));
  const ledgerKeys = new Set(input.ledger.map((line) => line.key));
  const exportModels = new Set(invoice.flatMap((line) => (line.model === null ? [] : [line.model])));
  const models = new ModelNames(ledgerModels, exportModels, input.models ?? {});
  const files = [...new Set(invoice.map((line) => line.file))];
  const table: Table = {
    cells: new Map(),
    outside: new Map(),
    others: invoice.filter((line): line is OtherLine => isOtherKind(line.kind)),
    grain,
    moneyScale: invoice.reduce(
      (scale, { amount, within }) => Math.max(scale, amount?.scale ?? 0, within.scale),
      LEAST_MONEY_SCALE,
    ),
    quantityScale: invoice.reduce((scale, { quantity }) => Math.max(scale, quantity?.scale ?? 0), 0),
    files,
    exportDays: new Set(invoice.filter((line) => !isOtherKind(line.kind)).map((line) => dayOf(line.from))),
    ledgerKeys,
    ledgerModels: new Set([...ledgerModels].map((model) => models.ledgerModel(model))),
    notices: noticesOf(input, invoice),
  };
  const keys = new KeyNames(ledgerKeys, input.keys ?? {});
  addInvoice(table, invoice, { models, keys, dayOf });
  addLedger(table, input, models);
  return table;
}

interface Names {
  models: ModelNames;
  keys: KeyNames;
  dayOf(unixMs: number): string;
}

function addInvoice(table: Table, invoice: readonly InvoiceLine[], { models, keys, dayOf }: Names): void {
  const { grain, moneyScale, quantityScale } = table;
  const calls = invoice.filter((line) => !isOtherKind(line.kind));
  const isCounted = quantityRule(calls);
  const fileIndex = new Map(table.files.map((file, index) => [file, index * 2 ** 32]));
  for (const line of calls) {
    const kind = grain.moneyKind(line.kind);
    if (kind === null) continue;
    const key = line.key === null ? '' : (keys.ledgerKey(line.key) ?? line.key);
    const model = line.model === null ? '' : (models.exportModel(line.model) ?? line.model);
    const cell = cellFor(table.cells, grain, dayOf(line.from), kind, model, line.tier ?? 'standard', key);
    addRow(cell, (fileIndex.get(line.file) ?? 0) + line.row);
    if (line.amount !== null) {
      cell.invoiced += atScale(line.amount, moneyScale);
      if (line.within.units !== 0n) cell.within += atScale(line.within, moneyScale);
    }
    const quantityKind = grain.quantityKind(line.kind);
    if (line.quantity !== null && isCounted(line) && quantityKind !== null) {
      countOf(cell, quantityKind, grain.quantityByKey ? key : '').invoiced += atScale(line.quantity, quantityScale);
    } else if (line.quantity === null && grain.comparesQuantities && !grain.isSeparate) {
      cell.withoutQuantity = true;
    }
  }
}

function addLedger(table: Table, input: ReconcileInput, models: ModelNames): void {
  const { grain, moneyScale, quantityScale } = table;
  const moneyUnit = powerOfTen(moneyScale - 9);
  const quantityUnit = powerOfTen(quantityScale);
  const before = nextDay(input.from, -1);
  const after = nextDay(input.to);
  for (const line of input.ledger) {
    if (line.day < before || line.day > after) continue;
    const own = grain.moneyKind(line.kind);
    // Requests are counted in every ledger; without a price they are no line of an invoice.
    if (own === null && line.paidNanoUsd === 0n) continue;
    const cells = line.day < input.from || line.day > input.to ? table.outside : table.cells;
    const cell = cellFor(cells, grain, line.day, own ?? line.kind, models.ledgerModel(line.model), line.tier, line.key);
    cell.hasLedger = true;
    if (grain.comparesMoney) {
      cell.recorded += line.paidNanoUsd * moneyUnit;
    }
    cell.attempts += line.attempts;
    const quantityKind = grain.quantityKind(line.kind);
    const count = countOf(cell, quantityKind ?? NOT_COUNTED, grain.quantityByKey ? line.key : '');
    if (quantityKind !== null) {
      count.recorded += line.quantity * quantityUnit;
      if (line.unpriced !== undefined) count.unpriced += line.unpriced.quantity * quantityUnit;
    }
    addEvidence(count, line, quantityUnit, moneyUnit);
  }
}

function cellFor(
  cells: Map<string, Cell>,
  grain: Grain,
  day: string,
  kind: LineKind,
  model: string,
  tier: string,
  key: string,
): Cell {
  const by = grain.dimensionsOf(kind);
  const identity = { day, kind, model: by.model ? model : '', tier: by.tier ? tier : '', key: by.key ? key : '' };
  const id = `${day}\t${kind}\t${identity.model}\t${identity.tier}\t${identity.key}`;
  let cell = cells.get(id);
  if (cell === undefined) {
    cell = newCell(identity);
    cells.set(id, cell);
  }
  return cell;
}

export function atScale(value: Decimal, scale: number): bigint {
  return value.units * powerOfTen(scale - value.scale);
}

/** One export states each amount once; its days are those of the zone; its amounts are USD. */
function checkLines(
  invoice: readonly InvoiceLine[],
  input: ReconcileInput,
  startOf: (day: string) => number,
  dayOf: (unixMs: number) => string,
): void {
  const starts = new Map<string, number>();
  for (const line of invoice) {
    const where = `${line.file}:${line.row}`;
    if (line.currency !== 'USD' && line.amount !== null) {
      throw new RangeError(`${where} is in ${line.currency}, the ledger is in USD; export in USD, or convert it first`);
    }
    if (line.provider !== input.provider) {
      throw new RangeError(`${where} is of ${line.provider}, but ${input.provider} is reconciled`);
    }
    if (line.to - line.from > 20 * 3_600_000) {
      const day = dayOf(line.from);
      const start = starts.get(day) ?? startOf(day);
      starts.set(day, start);
      if (line.from !== start) {
        throw new RangeError(
          `${where} is a day from ${new Date(line.from).toISOString()}, but days in ${input.zone} start at ${new Date(start).toISOString()}; name the zone of the export`,
        );
      }
    }
  }
}

function noticesOf(input: ReconcileInput, invoice: readonly InvoiceLine[]): string[] {
  const left = input.invoice.length - invoice.length;
  return left === 0 ? [] : [`${left} lines of the export are not in the period and were left out`];
}
