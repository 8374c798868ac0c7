import { isMap, isScalar, LineCounter, parseDocument, type Node } from 'yaml';

/** What a file can name. The attempts of a call expire with it. */
export const FILE_CLASSES = ['usage', 'request', 'event', 'other', 'processes', 'content'] as const;
export type FileClass = (typeof FILE_CLASSES)[number];

/** Ten years. */
const MAX_DAYS = 3650;

export type RetentionFile = { days: Partial<Record<FileClass, number>> } | { problems: string[] };

/** Reads `retention.yaml`. A problem begins with its line. It never throws because of the content. */
export function parseRetentionFile(text: string): RetentionFile {
  const lines = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: lines, version: '1.2', prettyErrors: false });
  const at = (offset: number | undefined, message: string) => `${lines.linePos(offset ?? 0).line || 1}: ${message}`;
  if (yaml.errors.length > 0) {
    return { problems: yaml.errors.map(({ pos, message }) => at(pos[0], message)) };
  }
  const root: Node | null = yaml.contents;
  const map = isMap(root) && root.items.length === 1 ? root.get('days', true) : undefined;
  if (!isMap(map) || map.items.length === 0) {
    return { problems: [at(root?.range?.[0], `write one key, days, with some of ${FILE_CLASSES.join(', ')}`)] };
  }
  const problems: string[] = [];
  const days: Partial<Record<FileClass, number>> = {};
  for (const { key, value } of map.items) {
    const name = FILE_CLASSES.find((one) => isScalar(key) && one === key.value);
    const number = isScalar(value) ? Number(value.value) : NaN;
    if (name === undefined) {
      problems.push(
        at((key as Node).range?.[0], `${String(key)} is no class: the classes are ${FILE_CLASSES.join(', ')}`),
      );
    } else if (
      !isScalar(value) ||
      typeof value.value !== 'number' ||
      !Number.isInteger(number) ||
      number < 1 ||
      number > MAX_DAYS
    ) {
      problems.push(
        at((value as Node | null)?.range?.[0], `${name} must be a whole number of days from 1 to ${MAX_DAYS}`),
      );
    } else {
      days[name] = number;
    }
  }
  return problems.length === 0 ? { days } : { problems };
}
