import { execFile } from 'node:child_process';
import path from 'node:path';
import type { RecordKey } from '@tokentrail/records';
import type { DetailRequestName } from './detail-requests/requests.ts';
import type { SeededStore } from './seeded-store.ts';

export type { DetailRequestName } from './detail-requests/requests.ts';

const PROGRAM = path.join(import.meta.dirname, 'detail-requests', 'make.ts');

/**
 * Lets the example gateway, with the real instrumentation and collector, record a request for every state and kind of content that
 * the detail shows. A spec needs a `storeName` of its own, and calls this in `beforeAll`. Takes about ten seconds.
 *
 * @returns the keys of the records by name.
 */
export function makeDetailRequests({ writers }: SeededStore): Promise<Record<DetailRequestName, RecordKey>> {
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, [PROGRAM], (error, stdout, stderr) => {
      if (error === null) {
        resolve(JSON.parse(stdout) as Record<DetailRequestName, RecordKey>);
      } else {
        reject(new Error(`the requests of the detail were not recorded: ${stderr || error.message}`));
      }
    });
    child.stdin?.end(JSON.stringify(writers));
  });
}
