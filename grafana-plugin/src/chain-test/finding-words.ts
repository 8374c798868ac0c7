import { t } from '@grafana/i18n';
import type { ProcessRecord } from '@tokentrail/records';
import { formatAgo, formatDuration, formatMinutes, unixMs } from '../format.ts';
import { LATE_AFTER_MS, SILENT_AFTER_MS } from '../record/arrival.ts';
import type { NewestRecord } from '../usage-log/figures/newest-record.ts';
import type { Finding } from './finding.ts';

/** A busy system has a newer record. */
const QUIET_AFTER_MS = 60 * 60_000;

/** An earlier step failed. */
export function skipped(): Finding {
  return { state: 'skipped', text: t('chain-test.skipped', 'Not tested, because an earlier step failed') };
}

export function denied(): Finding {
  return {
    state: 'denied',
    text: t('chain-test.denied', 'Not tested, because you may not read attempts and content'),
  };
}

/** What the newest record of the store says about the way from the app to the store. `now`: Unix ms. */
export function findingOfNewest(newest: NewestRecord | null, now: number): Finding {
  if (newest === null) {
    return {
      state: 'warning',
      text: t('chain-test.records.none', 'The ledger has no record yet'),
      remedy: t(
        'chain-test.records.none-remedy',
        'Make a call in a service with the instrumentation. If no record arrives within a minute, look at the output of the service, then at the log of the collector.',
      ),
    };
  }
  const ageMs = now - unixMs(newest.startUnixNano);
  const text = t('chain-test.records.newest', 'The newest record is from {{ago}}', { ago: formatAgo(ageMs) });
  if (newest.delayMs !== null && newest.delayMs > LATE_AFTER_MS) {
    return {
      state: 'warning',
      text: t('chain-test.records.late', '{{text}}, and arrived {{delay}} after its end', {
        text,
        delay: formatDuration(newest.delayMs),
        interpolation: { escapeValue: false },
      }),
      remedy: t(
        'chain-test.records.late-remedy',
        'A service, the collector or the store falls behind. Look at the spools below, then at the log of the collector.',
      ),
    };
  }
  if (ageMs > QUIET_AFTER_MS) {
    return {
      state: 'warning',
      text,
      remedy: t(
        'chain-test.records.quiet-remedy',
        'If there were calls since, a part before the store does not work. If the next step has recent reports, look at the output of the service, otherwise at the log of the collector.',
      ),
    };
  }
  return { state: 'passed', text };
}

/** What the reports of the processes say about the same way. `processes`: those that have reported recently. */
export function findingOfProcesses(processes: readonly ProcessRecord[], now: number): Finding {
  const [newest] = processes;
  if (newest === undefined) {
    return {
      state: 'warning',
      text: t('chain-test.processes.none', 'No process has reported in the last {{minutes}} minutes', {
        minutes: formatMinutes(SILENT_AFTER_MS),
      }),
      remedy: t(
        'chain-test.processes.none-remedy',
        'Each process with the instrumentation reports at its start and every hour. Start the service with the instrumentation and with TOKENTRAIL_OTLP_ENDPOINT, the URL of the collector.',
      ),
    };
  }
  return {
    state: 'passed',
    text: t('chain-test.processes.reported', '', {
      count: processes.length,
      ago: formatAgo(now - newest.reportedAtMs),
      defaultValue_one: 'One process runs, newest report {{ago}}',
      defaultValue_other: '{{count}} processes run, newest report {{ago}}',
    }),
  };
}
