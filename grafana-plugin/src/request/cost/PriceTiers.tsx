import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Icon, useStyles2 } from '@grafana/ui';
import { holdsContext, type RecordedEntry, type RecordedTier } from '@tokentrail/pricing/recorded';
import React, { useState } from 'react';
import { CopyButton } from '../../components/CopyButton.tsx';
import { NameText } from '../../components/NameText.tsx';
import { formatCount } from '../../format.ts';
import { meterWord } from '../../record/meter-words.ts';
import { joined } from '../../record/record-view.ts';
import { testIds } from '../../testIds.ts';
import { inMeterOrder, priceText, tierWords } from './tier-words.ts';

interface Props {
  entry: RecordedEntry;
  /** Content address of the entry. */
  hash: string;
  /** Label of the tier that applied; null if none did. */
  appliedTier: string | null;
  /** Input tokens that chose the tier; null if they are not known. */
  context: number | null;
  /** Whether the charge has another source, so that these prices only explain the list price. */
  isListOnly: boolean;
}

/** Tiers that show at first. An entry for each service tier, region and context has some dozens. */
const MAX_TIERS = 6;
/** Digits of the hash that show. */
const HASH_DIGITS = 12;

/** Every tier of the price entry as it was when the call was priced: the one that applied is marked, the others are dimmed. */
export function PriceTiers({ entry, hash, appliedTier, context, isListOnly }: Props) {
  const styles = useStyles2(getStyles);
  const [showsAll, setShowsAll] = useState(false);
  const { tiers, id, readFrom } = entry;
  const applied = appliedTier === null ? -1 : tiers.findIndex(({ label }) => label === appliedTier);
  const shown = tiers
    .map((tier, index) => ({ tier, index }))
    .filter(({ index }) => showsAll || index < MAX_TIERS || index === applied);
  if (tiers.length === 0) {
    return null;
  }
  return (
    <div className={styles.tiers} data-testid={testIds.request.tiers}>
      <p className={styles.words}>{headWords(tiers, applied, context, isListOnly)}</p>
      <ol className={styles.list}>
        {shown.map(({ tier, index }) => (
          <Tier key={index} tier={tier} isApplied={index === applied} isOnly={tiers.length === 1} />
        ))}
      </ol>
      {tiers.length > MAX_TIERS && (
        <Button
          size="sm"
          variant="secondary"
          fill="text"
          aria-expanded={showsAll}
          onClick={() => setShowsAll(!showsAll)}
        >
          {showsAll
            ? t('request.tier.fewer', 'Show fewer tiers')
            : t('request.tier.all', 'Show all {{total}} tiers', { total: formatCount(tiers.length) })}
        </Button>
      )}
      <p className={styles.source}>
        <NameText text={joined(' · ', id, readFrom, `${hash.slice(0, HASH_DIGITS)}…`) ?? ''} />{' '}
        <CopyButton label={t('request.cost.price-entry', 'Price entry')} text={hash} />
      </p>
    </div>
  );
}

/** "Tier 1 of 2: up to 128,000 input tokens. Context 12,000". */
function headWords(
  tiers: readonly RecordedTier[],
  applied: number,
  context: number | null,
  isListOnly: boolean,
): string {
  const tier = tiers[applied];
  if (tier === undefined) {
    return t('request.tier.none', '', {
      count: tiers.length,
      defaultValue_one: '{{count}} price tier, without a price for this call',
      defaultValue_other: '{{count}} price tiers, none with a price for this call',
    });
  }
  const values = {
    number: formatCount(applied + 1),
    total: formatCount(tiers.length),
    tier: tierWords(tier),
    interpolation: { escapeValue: false },
  };
  const words = isListOnly
    ? t('request.tier.applied-to-list', 'List price by tier {{number}} of {{total}}: {{tier}}', values)
    : t('request.tier.applied', 'Tier {{number}} of {{total}}: {{tier}}', values);
  const decides = tiers.some(({ when }) => when.context !== undefined);
  return decides && context !== null && holdsContext(tier.when.context, context)
    ? `${words}; ${t('request.tier.context', 'context {{tokens}}', { tokens: formatCount(context) })}`
    : words;
}

function Tier({ tier, isApplied, isOnly }: { tier: RecordedTier; isApplied: boolean; isOnly: boolean }) {
  const styles = useStyles2(getStyles);
  return (
    <li
      className={cx(styles.tier, isApplied && styles.applied)}
      data-testid={testIds.request.tier}
      data-applied={isApplied}
    >
      {!isOnly && (
        <div className={styles.title}>
          {isApplied && <Icon name="check" title={t('request.tier.is-applied', 'Applied')} />}
          {tierWords(tier)}
        </div>
      )}
      <dl className={styles.prices}>
        {inMeterOrder(tier.prices).map((price) => (
          <div key={price.meter} className={styles.price}>
            <dt>
              <NameText text={meterWord(price.meter)} />
            </dt>
            <dd>{priceText(price)}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  tiers: css({ marginTop: theme.spacing(1.5) }),
  words: css({ margin: theme.spacing(0, 0, 0.5) }),
  list: css({
    display: 'grid',
    gridTemplateColumns: `repeat(auto-fill, minmax(min(${theme.spacing(30)}, 100%), 1fr))`,
    gap: theme.spacing(1, 3),
    maxWidth: theme.spacing(120),
    listStyle: 'none',
  }),
  tier: css({
    paddingLeft: theme.spacing(1),
    borderLeft: `2px solid ${theme.colors.border.weak}`,
    color: theme.colors.text.secondary,
  }),
  applied: css({ borderLeftColor: theme.colors.success.border, color: theme.colors.text.primary }),
  title: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.5), overflowWrap: 'anywhere' }),
  prices: css({ margin: 0, fontVariantNumeric: 'tabular-nums' }),
  price: css({
    display: 'flex',
    justifyContent: 'space-between',
    gap: theme.spacing(2),
    '& dt': { fontWeight: 'normal' },
    '& dd': { margin: 0, textAlign: 'right' },
  }),
  source: css({
    margin: theme.spacing(0.5, 0, 0),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
  }),
});
