import { t } from '@grafana/i18n';
import { formatCount } from '../format.ts';
import { MAX_PRICE_AGE_DAYS, type ServiceWarnings } from './services.ts';

/** What needs attention at a service, and what to do. One text for each warning. */
export function warningTexts(warnings: ServiceWarnings): string[] {
  const { differs, priceAgeDays, priceFile, spool, dropped, unsupported } = warnings;
  return [
    unsupported.length > 0 &&
      t(
        'configuration.warning.unsupported',
        'Calls of {{sdks}} are not recorded, because this version is not supported. Use a supported version, listed in docs/add-to-a-service.md.',
        { sdks: unsupported.join(', '), interpolation: { escapeValue: false } },
      ),
    dropped > 0 &&
      t('configuration.warning.dropped', '', {
        count: dropped,
        formatted: formatCount(dropped),
        defaultValue_one:
          'One record was lost since the start: no room, rejected, damaged on disk, or too old. The output of the service has the reason.',
        defaultValue_other:
          '{{formatted}} records were lost since the start: no room, rejected, damaged on disk, or too old. The output of the service has the reason.',
      }),
    spool &&
      t(
        'configuration.warning.spool',
        'The spool is nearly full, and new records will be lost. Check that the service reaches the collector.',
      ),
    priceFile &&
      t(
        'configuration.warning.price-file',
        'The price file cannot be read, so the built-in prices count. Check the path in TOKENTRAIL_PRICES and the format of the file.',
      ),
    priceAgeDays !== null &&
      t(
        'configuration.warning.price-age',
        'The built-in prices are {{days}} days old. After {{limit}} days, update @tokentrail/instrumentation, because providers change their prices.',
        { days: formatCount(priceAgeDays), limit: formatCount(MAX_PRICE_AGE_DAYS) },
      ),
    differs &&
      t(
        'configuration.warning.differs',
        'The processes of this service differ. After a rollout, all should have the same settings.',
      ),
  ].filter((text) => text !== false);
}
