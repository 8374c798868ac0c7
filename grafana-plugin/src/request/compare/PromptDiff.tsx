import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, useStyles2 } from '@grafana/ui';
import type { RecordKey } from '@tokentrail/records';
import type { TraceReader } from '@tokentrail/usage-store';
import React, { useCallback, useState } from 'react';
import { NameText } from '../../components/NameText.tsx';
import { formatBytes, formatCount } from '../../format.ts';
import { QueryState } from '../../states/QueryState.tsx';
import { useLedger } from '../../store/LedgerProvider.tsx';
import { useRepeatable } from '../../store/use-repeatable.ts';
import { testIds } from '../../testIds.ts';
import { diffLines, foldSame, type DiffBlock, type ShownBlock } from './diff-lines.ts';
import { promptKeys, promptLines } from './prompt-lines.ts';

interface Props {
  left: RecordKey;
  right: RecordKey;
}

/** Bytes of a prompt that are read and compared at most. */
const MAX_BYTES = 1024 * 1024;
/** Lines of a block that show at most. */
const MAX_LINES = 500;

/** The prompt of a request as lines, or why there are none. */
type Prompt = { lines: readonly string[] } | { missing: string };

/** What was added to and removed from the prompt of the left request. For users who may read content. */
export default function PromptDiff({ left, right }: Props) {
  const styles = useStyles2(getStyles);
  const { stores, ds } = useLedger();
  const { traces } = stores;
  const load = useCallback(
    async (signal: AbortSignal) =>
      compare(await readPrompt(traces, left, signal), await readPrompt(traces, right, signal)),
    [traces, left, right],
  );
  const { query, retry } = useRepeatable(load);
  return (
    <div data-testid={testIds.request.promptDiff}>
      <QueryState
        query={query}
        loadingText={t('request.compare.loading-prompts', 'Comparing the prompts…')}
        ds={ds}
        onRetry={retry}
      >
        {(result) =>
          'note' in result ? <p className={styles.note}>{result.note}</p> : <Blocks blocks={foldSame(result.blocks)} />
        }
      </QueryState>
    </div>
  );
}

/** Reads the sizes first: a prompt that is too long to compare is not read. */
async function readPrompt(traces: TraceReader, key: RecordKey, signal: AbortSignal): Promise<Prompt> {
  const sizes = await traces.contentSizes(key, signal);
  const keys = promptKeys(sizes ?? {});
  const bytes = keys.reduce((sum, name) => sum + (sizes?.[name] ?? 0), 0);
  if (keys.length === 0) {
    return { missing: t('request.compare.no-prompt', 'A prompt was not recorded, or was removed since.') };
  }
  if (bytes > MAX_BYTES) {
    return {
      missing: t('request.compare.long-prompt', 'A prompt has {{size}}. Prompts up to {{limit}} are compared.', {
        size: formatBytes(bytes),
        limit: formatBytes(MAX_BYTES),
      }),
    };
  }
  return { lines: await promptLines((await traces.content(key, keys, signal)) ?? {}, signal) };
}

async function compare(left: Prompt, right: Prompt): Promise<{ blocks: DiffBlock[] } | { note: string }> {
  if ('missing' in left) {
    return { note: left.missing };
  }
  if ('missing' in right) {
    return { note: right.missing };
  }
  const blocks = await diffLines(left.lines, right.lines);
  if (blocks === null) {
    return {
      note: t('request.compare.too-different', 'The prompts have too little in common to compare them line by line.'),
    };
  }
  return blocks.every(({ kind }) => kind === 'same')
    ? { note: t('request.compare.same-prompt', 'Both requests have the same prompt.') }
    : { blocks };
}

function Blocks({ blocks }: { blocks: readonly ShownBlock[] }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.blocks}>
      {blocks.map((block, index) =>
        block.kind === 'folded' ? <Folded key={index} {...block} /> : <Block key={index} {...block} />,
      )}
    </div>
  );
}

function Folded({ lines }: { lines: readonly string[] }) {
  const [isOpen, setOpen] = useState(false);
  return isOpen ? (
    <Block kind="same" lines={lines} />
  ) : (
    <Button size="sm" variant="secondary" fill="text" onClick={() => setOpen(true)}>
      {t('request.compare.same-lines', '', {
        count: lines.length,
        defaultValue_one: '{{count}} unchanged line',
        defaultValue_other: '{{count}} unchanged lines',
      })}
    </Button>
  );
}

function Block({ kind, lines }: DiffBlock) {
  const styles = useStyles2(getStyles);
  const words = {
    same: null,
    removed: t('request.compare.removed', 'Removed'),
    added: t('request.compare.added', 'Added'),
  }[kind];
  return (
    <div className={cx(styles.block, styles[kind])} data-kind={kind}>
      {words !== null && <span className="sr-only">{words}: </span>}
      {lines.slice(0, MAX_LINES).map((line, index) => (
        <div key={index} className={styles.line}>
          <span aria-hidden className={styles.sign}>
            {SIGNS[kind]}
          </span>
          <span>
            <NameText text={line} />
          </span>
        </div>
      ))}
      {lines.length > MAX_LINES && (
        <div className={styles.note}>
          {t('request.compare.more-lines', 'and {{more}} more lines', { more: formatCount(lines.length - MAX_LINES) })}
        </div>
      )}
    </div>
  );
}

const SIGNS = { same: ' ', removed: '−', added: '+' } as const;

const getStyles = (theme: GrafanaTheme2) => ({
  note: css({ color: theme.colors.text.secondary, margin: 0 }),
  blocks: css({
    padding: theme.spacing(1, 0),
    background: theme.colors.background.secondary,
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  block: css({ padding: theme.spacing(0, 1) }),
  same: css({}),
  removed: css({ background: theme.colors.error.transparent }),
  added: css({ background: theme.colors.success.transparent }),
  line: css({
    display: 'flex',
    gap: theme.spacing(1),
    minHeight: theme.spacing(2),
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  }),
  sign: css({ flex: 'none' }),
});
