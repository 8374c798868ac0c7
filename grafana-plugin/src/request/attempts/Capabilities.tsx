import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2 } from '@grafana/ui';
import type { Attempt } from '@tokentrail/records';
import React from 'react';
import { NameText } from '../../components/NameText.tsx';
import { missingCapabilities } from './attempt-words.ts';

/** What the call needs of a candidate, each marked whether the candidate has it, and what else it has. */
export function Capabilities({ attempt }: { attempt: Attempt }) {
  const styles = useStyles2(getStyles);
  const { capabilitiesRequired, capabilitiesHeld } = attempt;
  if (capabilitiesRequired === undefined && capabilitiesHeld === undefined) {
    return null;
  }
  const missing = new Set(missingCapabilities(attempt));
  return (
    <dl className={styles.list}>
      <div className={styles.pair}>
        <dt className={styles.label}>{t('request.attempt.capabilities-required', 'Capabilities required')}</dt>
        <dd className={styles.value}>
          {capabilitiesRequired === undefined || capabilitiesRequired.length === 0
            ? t('request.attempt.none', 'none')
            : capabilitiesRequired.map((name) => (
                <span key={name} className={cx(styles.capability, missing.has(name) ? styles.missing : styles.held)}>
                  <Icon name={missing.has(name) ? 'times' : 'check'} size="sm" aria-hidden />
                  <NameText text={name} />
                  {missing.has(name) && ` ${t('request.attempt.capability-missing', '(missing)')}`}
                </span>
              ))}
        </dd>
      </div>
      <div className={styles.pair}>
        <dt className={styles.label}>{t('request.attempt.capabilities-held', 'Capabilities held')}</dt>
        <dd className={styles.value}>
          <NameText text={capabilitiesHeld?.join(', ') || t('request.attempt.none', 'none')} />
        </dd>
      </div>
    </dl>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5, 3), margin: 0, overflowWrap: 'anywhere' }),
  // A label stays with its value.
  pair: css({ display: 'flex', gap: theme.spacing(1), minWidth: 0 }),
  label: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: 'normal',
    alignSelf: 'center',
    flexShrink: 0,
  }),
  value: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5, 1), margin: 0, minWidth: 0 }),
  capability: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5) }),
  held: css({ color: theme.colors.success.text }),
  missing: css({ color: theme.colors.error.text }),
});
