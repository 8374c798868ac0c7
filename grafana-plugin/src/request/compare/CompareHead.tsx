import { css } from '@emotion/css';
import { locationUtil, type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import React from 'react';
import { ButtonLink } from '../../components/ButtonLink.tsx';
import { NameText } from '../../components/NameText.tsx';
import { StatusBadge } from '../../components/StatusBadge.tsx';
import { formatFullTime } from '../../format.ts';
import { requestPath } from '../../links.ts';
import { useLedger } from '../../store/LedgerProvider.tsx';
import { recordName } from '../request-title.ts';

interface Props {
  left: UsageRecord;
  right: UsageRecord;
}

/** Names both requests, with links to change sides and to the other one. */
export function CompareHead({ left, right }: Props) {
  const styles = useStyles2(getStyles);
  const { ds } = useLedger();
  const href = (record: UsageRecord, compareWith: UsageRecord | null) =>
    locationUtil.assureBaseUrl(requestPath(record, ds, { attempt: null, tab: null, compareWith }));
  return (
    <div className={styles.head}>
      <div className={styles.sides}>
        <Side record={left} role={t('request.compare.left', 'This request')} />
        <Side record={right} role={t('request.compare.right', 'Compared with')} />
      </div>
      <div className={styles.actions}>
        <ButtonLink size="sm" variant="secondary" icon="exchange-alt" href={href(right, left)}>
          {t('request.compare.swap', 'Swap')}
        </ButtonLink>
        <ButtonLink size="sm" variant="secondary" icon="external-link-alt" href={href(right, null)}>
          {t('request.compare.open-right', 'Open the other request')}
        </ButtonLink>
      </div>
    </div>
  );
}

function Side({ record, role }: { record: UsageRecord; role: string }) {
  const styles = useStyles2(getStyles);
  const { timeZone } = useLedger();
  return (
    <div>
      <div className={styles.role}>{role}</div>
      <div className={styles.line}>
        <h2 className={styles.name}>
          <NameText text={recordName(record)} />
        </h2>
        <StatusBadge record={record} />
      </div>
      <div className={styles.role}>{formatFullTime(record.startUnixNano, timeZone)}</div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  head: css({ display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', gap: theme.spacing(1, 2) }),
  sides: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1, 4) }),
  actions: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'flex-start', gap: theme.spacing(1) }),
  role: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  line: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1) }),
  name: css({
    margin: 0,
    fontSize: theme.typography.h5.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    overflowWrap: 'anywhere',
  }),
});
