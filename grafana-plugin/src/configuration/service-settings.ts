import { t } from '@grafana/i18n';
import type { ProcessRecord } from '@tokentrail/records';
import { formatBytes, formatCount } from '../format.ts';
import { captureWords } from '../record/record-words.ts';

/** A setting of a process. */
export interface Setting {
  id: string;
  label: string;
  /** Where to change it: an environment variable of the service, or a package. The same in every language. */
  source: string;
  /** Null if it was not reported. */
  valueOf: (process: ProcessRecord) => string | null;
}

export interface SettingGroup {
  title: string;
  settings: readonly Setting[];
}

const PACKAGE = '@tokentrail/instrumentation';

/** What processes of one service should have in common, by topic. docs/options.md describes the variables. */
export function settingGroups(): readonly SettingGroup[] {
  return [
    { title: t('configuration.group.versions', 'Versions'), settings: versions() },
    { title: t('configuration.group.recording', 'Recording'), settings: [...capture(), ...privacy()] },
    { title: t('configuration.group.prices', 'Prices'), settings: prices() },
    { title: t('configuration.group.delivery', 'Delivery'), settings: delivery() },
  ];
}

function versions(): Setting[] {
  return [
    {
      id: 'instrumentation',
      label: t('configuration.setting.instrumentation', 'Instrumentation'),
      source: PACKAGE,
      valueOf: ({ packageVersion }) => packageVersion,
    },
    {
      id: 'runtime',
      label: t('configuration.setting.runtime', 'Runtime'),
      source: '',
      valueOf: ({ runtimeName, runtimeVersion }) =>
        runtimeName === null && runtimeVersion === null ? null : `${runtimeName ?? ''} ${runtimeVersion ?? ''}`.trim(),
    },
    {
      id: 'service-version',
      label: t('configuration.setting.service-version', 'Service'),
      source: 'OTEL_RESOURCE_ATTRIBUTES',
      valueOf: ({ serviceVersion }) => serviceVersion,
    },
  ];
}

function capture(): Setting[] {
  return [
    {
      id: 'capture',
      label: t('configuration.setting.capture', 'Capture level'),
      source: 'TOKENTRAIL_CAPTURE',
      valueOf: ({ captureLevel }) => captureLevel && captureWords(captureLevel),
    },
    {
      id: 'highest-capture',
      label: t('configuration.setting.highest-capture', 'Highest level that code may request'),
      source: 'TOKENTRAIL_OTLP_ENDPOINT',
      valueOf: ({ highestCapture }) => highestCapture && captureWords(highestCapture),
    },
    {
      id: 'body-limit',
      label: t('configuration.setting.body-limit', 'Limit of a body'),
      source: 'TOKENTRAIL_MAX_BODY_BYTES',
      valueOf: ({ maxBodyBytes }) => (maxBodyBytes === null ? null : formatBytes(maxBodyBytes)),
    },
  ];
}

function privacy(): Setting[] {
  return [
    {
      id: 'redaction',
      label: t('configuration.setting.redaction', 'Additional redacted headers'),
      source: 'TOKENTRAIL_REDACT_HEADERS',
      valueOf: ({ redactedHeaders }) => (redactedHeaders === null ? null : formatCount(redactedHeaders)),
    },
    {
      id: 'privacy',
      label: t('configuration.setting.privacy', 'Privacy mode'),
      source: 'TOKENTRAIL_PRIVACY',
      valueOf: ({ privacy: isOn }) => onOff(isOn),
    },
    {
      id: 'running-records',
      label: t('configuration.setting.running-records', 'Running calls'),
      source: 'TOKENTRAIL_RUNNING_RECORDS',
      valueOf: ({ runningRecords }) => onOff(runningRecords),
    },
  ];
}

function prices(): Setting[] {
  return [
    {
      id: 'price-version',
      label: t('configuration.setting.price-version', 'Price book'),
      source: PACKAGE,
      valueOf: ({ priceVersion }) => priceVersion,
    },
    {
      id: 'price-date',
      label: t('configuration.setting.price-date', 'Built-in prices from'),
      source: PACKAGE,
      valueOf: ({ priceDate }) => priceDate,
    },
    {
      id: 'price-file',
      label: t('configuration.setting.price-file', 'Price file'),
      source: 'TOKENTRAIL_PRICES',
      valueOf: ({ priceFile }) => priceFileWords(priceFile),
    },
  ];
}

function delivery(): Setting[] {
  return [
    {
      id: 'spool',
      label: t('configuration.setting.spool', 'Spool on disk'),
      source: 'TOKENTRAIL_SPOOL_DIR',
      valueOf: ({ spool }) => onOff(spool),
    },
    {
      id: 'spool-limit',
      label: t('configuration.setting.spool-limit', 'Limit of the spool'),
      source: 'TOKENTRAIL_SPOOL_BYTES',
      valueOf: ({ spoolMaxBytes }) => (spoolMaxBytes === null ? null : formatBytes(spoolMaxBytes)),
    },
  ];
}

function onOff(isOn: boolean | null): string | null {
  if (isOn === null) {
    return null;
  }
  return isOn ? t('configuration.setting.on', 'On') : t('configuration.setting.off', 'Off');
}

function priceFileWords(state: ProcessRecord['priceFile']): string | null {
  switch (state) {
    case 'none':
      return t('configuration.setting.price-file-none', 'None');
    case 'used':
      return t('configuration.setting.price-file-used', 'Used');
    case 'unusable':
      return t('configuration.setting.price-file-unusable', 'Cannot be read');
    default:
      return state;
  }
}
