// A million lines in one comparison: time, and the most memory that the process had. `node packages/reconcile/src/bench.ts`
import { ZERO } from '@tokentrail/pricing/decimal';
import { reconcile } from './join/reconcile.ts';
import { nextDay } from './zone.ts';
import type { InvoiceLine, LedgerLine, CallKind } from './lines.ts';

const DAYS = Array.from({ length: 31 }, (_, index) => nextDay('2026-10-01', index));
const KEYS = Array.from({ length: 404 }, (_, index) => `sk-...${String(index).padStart(4, '0')}`);
const MODELS = Array.from({ length: 10 }, (_, index) => `gpt-${index}`);
const KINDS: readonly CallKind[] = ['input', 'cached', 'output', 'written_5m'];
/** One cell in this many has a trouble of its own. */
const TROUBLED = 50;

const invoice: InvoiceLine[] = [];
const ledger: LedgerLine[] = [];
let index = 0;
for (const day of DAYS) {
  const from = Date.parse(`${day}T00:00:00Z`);
  for (const key of KEYS) {
    for (const model of MODELS) {
      for (const kind of KINDS) {
        index += 1;
        const quantity = BigInt(1_000 + (index % 977));
        const lost = index % TROUBLED === 0 ? 100n : 0n;
        ledger.push({
          day,
          provider: 'openai',
          key,
          model,
          tier: 'standard',
          kind,
          quantity,
          paidNanoUsd: quantity * 1_250n,
          attempts: 3,
        });
        invoice.push({
          provider: 'openai',
          account: null,
          project: null,
          key,
          from,
          to: from + 86_400_000,
          label: model,
          model,
          tier: 'standard',
          kind,
          quantity: { units: quantity + lost, scale: 0 },
          unit: 'tokens',
          amount: { units: (quantity + lost) * 1_250_000n, scale: 12 },
          currency: 'USD',
          within: ZERO,
          file: 'costs.json',
          row: index,
          call: null,
        });
      }
    }
  }
}
const before = process.memoryUsage().rss;
const start = process.cpuUsage();
const { differences } = reconcile({
  provider: 'openai',
  zone: 'UTC',
  from: '2026-10-01',
  to: '2026-10-31',
  invoice,
  ledger,
});
const { user, system } = process.cpuUsage(start);
const seconds = ((user + system) / 1e6).toFixed(2);
const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
const peak = process.resourceUsage().maxRSS * 1_024;
console.log(
  `${invoice.length + ledger.length} lines, ${differences.length} differences: ${seconds} s of CPU, ${megabytes(before)} of lines before, at most ${megabytes(peak)}`,
);
