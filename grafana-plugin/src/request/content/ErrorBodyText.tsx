import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React, { useId, useState } from 'react';
import { CopyButton } from '../../components/CopyButton.tsx';
import { FoldButton } from '../../components/FoldButton.tsx';
import { LongText } from '../../components/LongText.tsx';
import type { ErrorBody } from './error-bodies.ts';

/** The message of a provider's error, and the whole body as the provider sent it behind a fold. */
export function ErrorBodyText({ message, text }: Pick<ErrorBody, 'message' | 'text'>) {
  const styles = useStyles2(getStyles);
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const label = t('request.attempt.error-text', 'Provider’s error');
  return (
    <>
      <div className={styles.message}>
        <LongText label={label} text={message ?? text} />
      </div>
      {message !== null && (
        <FoldButton isOpen={isOpen} onToggle={setOpen} controls={id}>
          {t('request.attempt.error-raw', 'As the provider sent it')}
        </FoldButton>
      )}
      <div id={id}>
        {isOpen && (
          <div className={styles.raw}>
            <code className={styles.code}>
              <LongText label={label} text={text} />
            </code>
            <CopyButton label={label} text={text} />
          </div>
        )}
      </div>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  message: css({ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }),
  raw: css({ display: 'flex', alignItems: 'start', gap: theme.spacing(1) }),
  code: css({ flex: 1, minWidth: 0, overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }),
});
