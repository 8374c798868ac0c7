import { BUDGET_AMOUNTS, BUDGET_FIELDS, nanoOfUsd, type Budget } from '@tokentrail/usage-store';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node, type Scalar, type YAMLMap } from 'yaml';

/** Each budget has four rules, which Prometheus evaluates over a month of samples. */
const MAX_BUDGETS = 200;
const MAX_NAME = 100;
/** As long as the ledger keeps them. */
const MAX_VALUE = 256;
const MAX_CHARACTERS = 262_144;

const KEYS: readonly string[] = ['name', ...BUDGET_FIELDS, 'monthly_usd', 'compared_with'];

/** A mistake in the file; lines start at 1. */
export interface FileProblem {
  line: number;
  /** What is wrong and what to write. */
  message: string;
}

export type BudgetFile = { budgets: Budget[] } | { problems: FileProblem[] };

/** Reads `budgets.yaml`. It never throws because of the content. */
export function parseBudgetFile(text: string): BudgetFile {
  const problems: FileProblem[] = [];
  if (text.length > MAX_CHARACTERS) {
    return {
      problems: [{ line: 1, message: `the file is longer than ${MAX_CHARACTERS} characters: is it the right one?` }],
    };
  }
  const lines = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: lines, version: '1.2', prettyErrors: false });
  const report = (offset: number | undefined, message: string) => {
    problems.push({ line: lines.linePos(offset ?? 0).line || 1, message });
  };
  if (yaml.errors.length > 0) {
    yaml.errors.forEach(({ pos, message }) => report(pos[0], message));
    return { problems };
  }
  const budgets = entriesOf(yaml.contents, report).flatMap((entry) => budgetOf(entry, report) ?? []);
  reportRepeatedNames(budgets, report);
  return problems.length === 0 ? { budgets: budgets.map(({ budget }) => budget) } : { problems };
}

type Report = (offset: number | undefined, message: string) => void;

function entriesOf(contents: Node | null, report: Report): Node[] {
  const list = isMap(contents) && contents.items.length === 1 ? contents.get('budgets', true) : undefined;
  if (!isSeq(list)) {
    const hint = 'write one key, budgets, with a list; budgets: [] for none';
    report(contents?.range?.[0], `the file has no list of budgets: ${hint}`);
    return [];
  }
  if (list.items.length > MAX_BUDGETS) {
    report(list.range?.[0], `there are ${list.items.length} budgets: at most ${MAX_BUDGETS} are possible`);
  }
  return list.items as Node[];
}

interface ReadBudget {
  budget: Budget;
  /** Position of the name. */
  offset: number | undefined;
}

/** Null if a mistake was reported. */
function budgetOf(entry: Node, report: Report): ReadBudget | null {
  if (!isMap(entry)) {
    report(entry?.range?.[0], `a budget is a map: write name, one of ${BUDGET_FIELDS.join(', ')}, and monthly_usd`);
    return null;
  }
  let valid = true;
  const refuse: Report = (offset, message) => {
    valid = false;
    report(offset, message);
  };
  const at = entry.range?.[0];
  for (const { key } of entry.items) {
    if (!isScalar(key) || !KEYS.includes(String(key.value))) {
      refuse((key as Node).range?.[0], `${String(key)} is no key of a budget: the keys are ${KEYS.join(', ')}`);
    }
  }
  const name = lineOf(entry, 'name', MAX_NAME, at, refuse);
  const fields = BUDGET_FIELDS.filter((one) => entry.has(one));
  const [field] = fields;
  if (field === undefined || fields.length > 1) {
    refuse(at, `a budget is for one group, key or service: write exactly one of ${BUDGET_FIELDS.join(', ')}`);
    return null;
  }
  const value = lineOf(entry, field, MAX_VALUE, at, refuse);
  const monthlyNanoUsd = amountOf(entry, at, refuse);
  const comparedWith = comparisonOf(entry, refuse);
  const budget = { name, field, value, monthlyNanoUsd, comparedWith };
  return valid ? { budget, offset: scalarOf(entry, 'name')?.range?.[0] } : null;
}

function scalarOf(entry: YAMLMap, key: string): Scalar | undefined {
  const node = entry.get(key, true);
  return isScalar(node) ? node : undefined;
}

function lineOf(entry: YAMLMap, key: string, max: number, at: number | undefined, refuse: Report): string {
  const node = scalarOf(entry, key);
  // A number or a date is read as it is written.
  const text = typeof node?.value === 'string' ? node.value : (node?.source ?? '');
  if (text.trim() === '' || text.length > max || /\p{Cc}|\p{Cs}/u.test(text)) {
    refuse(node?.range?.[0] ?? at, `${key} must be one line of 1 to ${max} characters, not a list or a map`);
  }
  return text;
}

function amountOf(entry: YAMLMap, at: number | undefined, refuse: Report): string {
  const node = scalarOf(entry, 'monthly_usd');
  // The digits of the file, because a number loses some.
  const text = typeof node?.value === 'string' ? node.value : (node?.source ?? '');
  const nano = nanoOfUsd(text);
  if (nano === null) {
    const given = text === '' ? 'is missing' : `${JSON.stringify(text.slice(0, 40))} is no amount`;
    refuse(node?.range?.[0] ?? at, `monthly_usd ${given}: write US dollars such as 500 or "12.50", up to 999999999`);
  }
  return nano ?? '0';
}

function comparisonOf(entry: YAMLMap, refuse: Report): Budget['comparedWith'] {
  if (!entry.has('compared_with')) {
    return 'charged';
  }
  const node = scalarOf(entry, 'compared_with');
  const amount = BUDGET_AMOUNTS.find((one) => one === node?.value);
  if (amount === undefined) {
    refuse(
      node?.range?.[0] ?? entry.range?.[0],
      `compared_with must be ${BUDGET_AMOUNTS.join(' or ')}: what callers are billed, or what the provider invoices`,
    );
  }
  return amount ?? 'charged';
}

function reportRepeatedNames(budgets: readonly ReadBudget[], report: Report): void {
  const seen = new Set<string>();
  for (const { budget, offset } of budgets) {
    if (seen.has(budget.name)) {
      report(offset, `there is another budget with the name ${budget.name}: give each its own`);
    }
    seen.add(budget.name);
  }
}
