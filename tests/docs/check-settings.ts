import { parseAllDocuments } from 'yaml';
import { parsePriceFile } from '@tokentrail/pricing/file';
import { parseBudgetFile } from '../../cli/src/budgets/budget-file.ts';
import { parseRetentionFile } from '../../cli/src/retention/retention-file.ts';
import { checkCollectorConfig } from './check-collector.ts';
import { checkManifests } from './check-kubernetes.ts';

type Check = () => Promise<string[]> | string[];

/** The check of a YAML file, chosen by its top keys. Undefined: it is no file that a part of the product reads. */
export function checkYaml(text: string): Check | undefined {
  const documents = parseAllDocuments(text);
  const errors = documents.flatMap((document) => document.errors.map(({ message }) => message));
  if (errors.length > 0) return () => errors;
  const values = documents.map((document) => document.toJS() as Record<string, unknown>);
  const has = (key: string) => values.every((value) => key in value);
  if (has('entries')) return () => problemsIn(parsePriceFile(text));
  if (has('budgets')) return () => problemsIn(parseBudgetFile(text));
  if (has('days')) return () => problemsIn(parseRetentionFile(text));
  if (has('apps')) return () => values.flatMap(checkApps);
  if (has('kind') && has('apiVersion')) return () => checkManifests(values);
  if (has('receivers') || has('exporters')) return () => checkCollectorConfig(text);
  return undefined;
}

function problemsIn(parsed: object): string[] {
  const problems: unknown = 'errors' in parsed ? parsed.errors : 'problems' in parsed ? parsed.problems : [];
  return (problems as readonly unknown[]).map((problem) =>
    typeof problem === 'string' ? problem : JSON.stringify(problem),
  );
}

/** Settings of the app in Grafana's provisioning. */
const APP_SETTINGS: ReadonlySet<string> = new Set(['traceDataSourceUid', 'logDataSourceUid']);

function checkApps(file: Record<string, unknown>): string[] {
  const apps = file['apps'] as { type?: string; jsonData?: Record<string, unknown> }[];
  return apps.flatMap(({ type, jsonData = {} }) => [
    ...(type === 'tokentrail-llmusage-app' ? [] : [`there is no app ${type ?? ''}`]),
    ...Object.keys(jsonData).flatMap((key) => (APP_SETTINGS.has(key) ? [] : [`the app has no setting ${key}`])),
  ]);
}

export function checkJson(text: string): string[] {
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

/** Checks that each part of a block (`# …` or `// …` is a gap) is in the file, apart from white space. */
export function checkSameWords(text: string, file: string, content: string): string[] {
  // Prettier breaks lines differently at another indentation.
  const words = (code: string) => code.replace(/\s+/g, '').replace(/,(?=[)\]}])/g, '');
  return text
    .split(/^\s*(?:\/\/|#|--) …$/m)
    .filter((part) => !words(content).includes(words(part)))
    .map((part) => `${file} has no such lines: ${part.trim().slice(0, 80)}`);
}

/** Checks that each line of Grafana's settings is a section, a comment or a setting. */
export function checkIni(text: string): string[] {
  return text.split('\n').filter((line) => !/^(?:\[[\w.]+\]|[#;].*|\w+ = .+|)$/.test(line));
}
