import { css } from '@emotion/css';
import { t } from '@grafana/i18n';
import type { UsageRecord } from '@tokentrail/records';
import React from 'react';
import { Hint } from '../../components/Hint.tsx';
import { hiddenWords, NameWithEnd } from '../../components/NameHint.tsx';
import { HIDDEN_NAME, useNamesHidden } from '../../components/NamesHidden.tsx';
import { NameText } from '../../components/NameText.tsx';
import { CUT_OFF } from '../../components/shared-hints.ts';
import { joined, keyText, shortKeyText } from '../../record/record-view.ts';
import { MissingIn } from './column-kinds.tsx';

/** "checkout · u_81": short form of the key, and the user. Null if neither was reported. */
export function callerText(record: UsageRecord): string | null {
  return joined(' · ', shortKeyText(record), record.userId);
}

/** Key and user. If the cell is too narrow, the key is shortened first, and the user's name in its middle. */
export function CallerCell({ record }: { record: UsageRecord }) {
  const hidden = useNamesHidden();
  const key = shortKeyText(record);
  const user = record.userId;
  if (key === null && user === null) {
    return <MissingIn record={record} />;
  }
  return (
    <Hint
      words={hidden ? hiddenWords() : <CallerWords record={record} />}
      copied={hidden ? HIDDEN_NAME : (joined(' · ', keyText(record), user) ?? '')}
      tabStop={false}
      className={LINE}
    >
      {key !== null && (
        <span className={KEY} {...CUT_OFF}>
          <NameText text={key} personal />
        </span>
      )}
      {key !== null && user !== null && <span className={DOT}>·</span>}
      {user !== null && <NameWithEnd text={user} personal />}
    </Hint>
  );
}

function CallerWords({ record }: { record: UsageRecord }) {
  const key = keyText(record);
  return (
    <>
      {key !== null && (
        <div>
          {t('usage-log.column.key', 'Key')} <NameText text={key} />
        </div>
      )}
      {record.userId !== null && (
        <div>
          {t('usage-log.column.user', 'User')} <NameText text={record.userId} />
        </div>
      )}
    </>
  );
}

/** Second line of the cell: the key's preview and the group. */
export function CallerDetails({ record: { keyName, keyPreview, group } }: { record: UsageRecord }) {
  // Without a name, the preview is in the first line.
  const details = joined(' · ', keyName === null ? null : keyPreview, group);
  return details !== null && <NameText text={details} personal />;
}

// Without the theme, so that each of a table's hundreds of cells needs no style hook.
const LINE = css({ display: 'flex', minWidth: 0 });
// The key gives three times as much of its width as the user's name.
const KEY = css({ flexShrink: 3, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'pre', minWidth: '2ch' });
const DOT = css({ flexShrink: 0, whiteSpace: 'pre', margin: '0 0.5ch' });
