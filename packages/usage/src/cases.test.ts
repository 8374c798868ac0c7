import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countsOf } from './counts.ts';
import { isUnknown } from './meters.ts';
import { mergeUsage } from './merge.ts';
import { normaliseUsage } from './normalise.ts';
import { profileOf } from './profiles.ts';
import type { Fields } from './read.ts';

const FOLDER = join(__dirname, '..', 'cases');

/** A usage as a seller sent it. README.md in the folder describes the fields. */
interface Case {
  seller: string;
  format: string;
  source: string;
  kind: string;
  /** The usage objects of a response, in the order of its chunks; one for a response without streaming. */
  usages: readonly unknown[];
  /** The total of each meter, including its parts; or a part of the reason why the usage is unknown. */
  expected: Readonly<Record<string, number>> | { unknown: string };
}

const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.json'));

test.each(files)('%s', (path) => {
  const { seller, format, source, usages, expected } = JSON.parse(readFileSync(join(FOLDER, path), 'utf8')) as Case;
  expect(source).not.toBe('');
  const reported = usages.reduce<Fields | undefined>(mergeUsage, undefined);
  const usage = normaliseUsage(reported, profileOf(seller), format);
  if (typeof expected.unknown === 'string') {
    expect(isUnknown(usage) ? usage.unknown : usage).toContain(expected.unknown);
  } else {
    expect(isUnknown(usage) ? usage : countsOf(usage, true)).toEqual(expected);
  }
});
