/** Options that several commands have. Each command gets its own object, because the parser keeps state in it. */
import { Option } from '@commander-js/extra-typings';

const TIME = 'a time (2026-11-01, 2026-11-01T08:00:00Z), or a duration before now (90m, 24h, 7d)';

export const fromOption = () => new Option('--from <time>', `start: ${TIME}; default: 24h`);

export const toOption = () => new Option('--to <time>', 'end, which does not belong to the range; default: now');

export const searchOption = () =>
  new Option('--search <text>', "a search text of the usage log, such as 'model:gpt-4o cost:>0.1'");

export const byOption = () => new Option('--by <name>', 'who does it, one line; default: the user of the system');

export const jsonOption = () => new Option('--json', 'print JSON');

export const endpointsOption = () =>
  new Option(
    '--endpoints <file>',
    'endpoints file of a chain on this machine, if TOKENTRAIL_LEDGER_URL is not set; default: .tokentrail/endpoints.json here or above',
  );
