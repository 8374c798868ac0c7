import { css } from '@emotion/css';
import { type GrafanaTheme2, PageLayoutType } from '@grafana/data';
import { config, type PluginPageProps } from '@grafana/runtime';
import { Stack, Tab, TabsBar, Text, useStyles2 } from '@grafana/ui';
import { useEffect } from 'react';
import { useLocation } from 'react-router-dom-v5-compat';
import { appPages } from '../navigation.ts';

/**
 * Layout of a plugin page: title, subtitle, actions on the right, tabs. Without `pageNav`, the title is the page's
 * name in the menu.
 */
export function PreviewPluginPage({
  pageNav,
  subTitle,
  info,
  actions,
  renderTitle,
  layout,
  children,
}: PluginPageProps) {
  const styles = useStyles2(getStyles);
  const { pathname } = useLocation();
  const title = pageNav?.text ?? appPages().find((page) => page.path === pathname)?.name ?? '';
  useEffect(() => {
    document.title = [title, 'TokenTrail preview'].filter((part) => part !== '').join(' - ');
  }, [title]);
  if (layout === PageLayoutType.Custom) {
    return <>{children}</>;
  }
  const underTitle = subTitle ?? pageNav?.subTitle;
  const tabs = pageNav?.children ?? [];
  return (
    <main className={styles.page} data-testid="plugin-page">
      {layout !== PageLayoutType.Canvas && (
        <header className={styles.header}>
          <Stack justifyContent="space-between" alignItems="center" wrap="wrap" gap={2}>
            <Stack direction="column" gap={0.5}>
              {renderTitle !== undefined ? renderTitle(title) : <Text element="h1">{title}</Text>}
              {underTitle !== undefined && <Text color="secondary">{underTitle}</Text>}
            </Stack>
            <Stack alignItems="center" gap={2} wrap="wrap">
              {info?.map(({ label, value }) => (
                <Stack key={label} direction="column" gap={0}>
                  <Text variant="bodySmall" color="secondary">
                    {label}
                  </Text>
                  <div>{value}</div>
                </Stack>
              ))}
              {actions}
            </Stack>
          </Stack>
          {tabs.length > 0 && (
            <TabsBar>
              {tabs.map(({ text, url, active }) => (
                <Tab key={text} label={text} active={active === true} href={`${config.appSubUrl}${url ?? ''}`} />
              ))}
            </TabsBar>
          )}
        </header>
      )}
      <div className={styles.content}>{children}</div>
    </main>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({
    display: 'flex',
    flexDirection: 'column',
    flex: 1,
    minHeight: 0,
    // As Grafana's pages.
    padding: theme.spacing(2),
    [theme.breakpoints.up('md')]: { padding: theme.spacing(4) },
    background: theme.colors.background.primary,
  }),
  header: css({ marginBottom: theme.spacing(2) }),
  content: css({ display: 'flex', flexDirection: 'column', flex: 1, minHeight: 0 }),
});
