import { existsSync } from 'node:fs';

/** Where the system's Chromium is: `TOKENTRAIL_CHROMIUM`, else Debian's place. */
export function chromiumPath(): string {
  const path = process.env['TOKENTRAIL_CHROMIUM'] ?? '/usr/bin/chromium';
  if (!existsSync(path)) {
    throw new Error(
      `no Chromium at ${path}: install the package "chromium", or set TOKENTRAIL_CHROMIUM to a Chromium's path`,
    );
  }
  return path;
}
