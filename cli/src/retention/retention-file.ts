import { isMap, isScalar, LineCounter, parseDocument, type Node, type Pair, type YAMLMap } from 'yaml';

/** What a file can name. The attempts of a call expire with it. */
export const FILE_CLASSES = ['usage', 'request', 'event', 'other', 'processes', 'content'] as const;
export type FileClass = (typeof FILE_CLASSES)[number];

/** Ten years. */
const MAX_DAYS = 3650;
/** Each is part of a rule of the tables, which the store computes for every row. */
const MAX_GROUPS = 100;
/** As long as the ledger keeps them. */
const MAX_NAME = 256;
const MAX_CHARACTERS = 262_144;

/** The days of a file. `groups` is absent if the file does not name it. */
export interface WantedDays {
  days: Partial<Record<FileClass, number>>;
  groups?: Readonly<Record<string, number>>;
}

export type RetentionFile = WantedDays | { problems: string[] };

type Report = (offset: number | undefined, message: string) => void;

/** Reads `retention.yaml`. A problem begins with its line. It never throws because of the content. */
export function parseRetentionFile(text: string): RetentionFile {
  if (text.length > MAX_CHARACTERS) {
    return { problems: [`1: the file is longer than ${MAX_CHARACTERS} characters: is it the right one?`] };
  }
  const lines = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: lines, version: '1.2', prettyErrors: false });
  const problems: string[] = [];
  const report: Report = (offset, message) => {
    problems.push(`${lines.linePos(offset ?? 0).line || 1}: ${message}`);
  };
  yaml.errors.forEach(({ pos, message }) => report(pos[0], message));
  if (problems.length > 0) {
    return { problems };
  }
  const wanted = wantedDays(yaml.contents, report);
  return problems.length === 0 ? wanted : { problems };
}

function wantedDays(root: Node | null, report: Report): WantedDays {
  const known = isMap(root) && root.items.every(({ key }) => isScalar(key) && isOneOf(key.value, ['days', 'groups']));
  if (!known || root.items.length === 0) {
    report(
      root?.range?.[0],
      `write the keys days, with some of ${FILE_CLASSES.join(', ')}, and groups, or one of them`,
    );
    return { days: {} };
  }
  const days = Object.fromEntries(mapAt(root, 'days', report).flatMap((pair) => classDays(pair, report) ?? []));
  if (!root.has('groups')) {
    return { days };
  }
  const pairs = mapAt(root, 'groups', report);
  if (pairs.length > MAX_GROUPS) {
    report(root.range?.[0], `there are ${pairs.length} groups: at most ${MAX_GROUPS} are possible`);
  }
  return { days, groups: Object.fromEntries(pairs.flatMap((pair) => groupDays(pair, report) ?? [])) };
}

function isOneOf(value: unknown, values: readonly unknown[]): boolean {
  return values.includes(value);
}

/** The entries of a map. A key without a value has none. */
function mapAt(root: YAMLMap, key: 'days' | 'groups', report: Report): readonly Pair[] {
  const node = root.get(key, true) as Node | undefined;
  if (node === undefined || (isScalar(node) && node.value === null)) {
    return [];
  }
  if (!isMap(node)) {
    report(node.range?.[0], `${key} must be a map of names and days`);
    return [];
  }
  return node.items;
}

/** Null if a mistake was reported. */
function classDays({ key, value }: Pair, report: Report): [FileClass, number][] | null {
  const name = FILE_CLASSES.find((one) => isScalar(key) && one === key.value);
  if (name === undefined) {
    report((key as Node).range?.[0], `${String(key)} is no class: the classes are ${FILE_CLASSES.join(', ')}`);
    return null;
  }
  const days = daysOf(name, value, report);
  return days === null ? null : [[name, days]];
}

/** Null if a mistake was reported. */
function groupDays({ key, value }: Pair, report: Report): [string, number][] | null {
  // A name that looks like a number is read as it is written.
  const name = isScalar(key) ? (typeof key.value === 'string' ? key.value : (key.source ?? '')) : '';
  if (name.trim() === '' || name.length > MAX_NAME || /\p{Cc}|\p{Cs}/u.test(name)) {
    report((key as Node | null)?.range?.[0], `the name of a group must be one line of 1 to ${MAX_NAME} characters`);
    return null;
  }
  const days = daysOf(name, value, report);
  return days === null ? null : [[name, days]];
}

function daysOf(name: string, value: unknown, report: Report): number | null {
  const days = isScalar(value) ? value.value : null;
  if (typeof days === 'number' && Number.isInteger(days) && days >= 1 && days <= MAX_DAYS) {
    return days;
  }
  report((value as Node | null)?.range?.[0], `${name} must be a whole number of days from 1 to ${MAX_DAYS}`);
  return null;
}
