import { css } from '@emotion/css';
import { locationUtil, type GrafanaTheme2 } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { Button, ClipboardButton, Input, useStyles2 } from '@grafana/ui';
import React, { useState, type FormEvent } from 'react';
import { NameText } from '../../components/NameText.tsx';
import { usageLogPath, type UsageLogState } from '../../links.ts';
import { parseViews, searchOfView, stateOfView, withoutView, withView, type SavedView } from '../../saved-views.ts';
import { useUserSetting } from '../../store/user-settings.tsx';
import { testIds } from '../../testIds.ts';

interface Props {
  state: UsageLogState;
  onChange: (change: Partial<UsageLogState>) => void;
}

const MAX_NAME_LENGTH = 60;
const MAX_VIEWS = 50;

/** The user's saved views, and a form that saves the present one. */
export function SavedViews({ state, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const [text, setText] = useUserSetting('views');
  const views = parseViews(text);
  const save = (changed: readonly SavedView[]) => setText(JSON.stringify(changed));
  const present = searchOfView(state);
  return (
    <section className={styles.section}>
      <div className={styles.title}>
        <Trans i18nKey="usage-log.views.saved">Saved views</Trans>
      </div>
      {views.length === 0 && (
        <div className={styles.hint}>
          <Trans i18nKey="usage-log.views.none">
            Save the filters, the columns and the order under a name to return to them.
          </Trans>
        </div>
      )}
      <ul className={styles.list}>
        {views.map((view) => (
          <ViewItem
            key={view.name}
            view={view}
            isShown={view.search === present}
            onApply={() => onChange(stateOfView(view))}
            onRemove={() => save(withoutView(views, view.name))}
          />
        ))}
      </ul>
      <SaveForm views={views} onSave={(name) => save(withView(views, { name, search: present }))} />
    </section>
  );
}

interface ItemProps {
  view: SavedView;
  /** Whether the usage log shows it. */
  isShown: boolean;
  onApply: () => void;
  onRemove: () => void;
}

function ViewItem({ view, isShown, onApply, onRemove }: ItemProps) {
  const styles = useStyles2(getStyles);
  const { name, search } = view;
  return (
    <li className={styles.item} data-testid={testIds.usageLog.savedView}>
      <Button
        size="sm"
        fill="text"
        variant="secondary"
        className={styles.name}
        icon={isShown ? 'check' : undefined}
        aria-current={isShown}
        onClick={onApply}
      >
        <NameText text={name} />
      </Button>
      <ClipboardButton
        size="sm"
        fill="text"
        variant="secondary"
        icon="link"
        aria-label={t('usage-log.views.copy-link', 'Copy the link of “{{name}}”', {
          name,
          interpolation: { escapeValue: false },
        })}
        getText={() => window.location.origin + locationUtil.assureBaseUrl(`${usageLogPath()}?${search}`)}
      />
      <Button
        size="sm"
        fill="text"
        variant="secondary"
        icon="trash-alt"
        aria-label={t('usage-log.views.remove', 'Remove “{{name}}”', { name, interpolation: { escapeValue: false } })}
        onClick={onRemove}
      />
    </li>
  );
}

function SaveForm({ views, onSave }: { views: readonly SavedView[]; onSave: (name: string) => void }) {
  const styles = useStyles2(getStyles);
  const [text, setText] = useState('');
  const name = text.trim();
  const replaces = views.some((view) => view.name === name);
  const isFull = views.length >= MAX_VIEWS && !replaces;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (name !== '' && !isFull) {
      onSave(name);
      setText('');
    }
  };
  return (
    <form className={styles.form} onSubmit={onSubmit}>
      <Input
        value={text}
        maxLength={MAX_NAME_LENGTH}
        aria-label={t('usage-log.views.name', 'Name of the view')}
        placeholder={t('usage-log.views.name', 'Name of the view')}
        data-testid={testIds.usageLog.viewName}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      <Button
        type="submit"
        variant="secondary"
        disabled={name === '' || isFull}
        tooltip={
          isFull
            ? t('usage-log.views.full', 'Remove a view first: at most {{max}} are kept.', { max: MAX_VIEWS })
            : undefined
        }
      >
        {replaces ? t('usage-log.views.replace', 'Replace') : t('usage-log.views.save', 'Save')}
      </Button>
    </form>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  title: css({ fontSize: theme.typography.bodySmall.fontSize, color: theme.colors.text.secondary }),
  hint: css({ fontSize: theme.typography.bodySmall.fontSize }),
  list: css({ listStyle: 'none', maxHeight: theme.spacing(40), overflow: 'auto' }),
  item: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.5) }),
  name: css({ flex: 1, minWidth: 0, justifyContent: 'flex-start', overflow: 'hidden' }),
  form: css({ display: 'flex', gap: theme.spacing(1) }),
});
