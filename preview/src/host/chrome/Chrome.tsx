import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { config, getBackendSrv, hasPermission } from '@grafana/runtime';
import { IconButton, Stack, Text, useStyles2, useTheme2 } from '@grafana/ui';
import type { ReactNode } from 'react';
import { useLocation } from 'react-router-dom-v5-compat';
import { appLinks, type NavigationLink } from '../navigation.ts';
import { type Loaded, useLoaded } from '../use-loaded.ts';
import { Notifications } from './Notifications.tsx';

/** Layout around every page: top bar with a notice that this is not Grafana, menu, notifications. */
export function Chrome({ onToggleTheme, children }: { onToggleTheme: () => void; children: ReactNode }) {
  const styles = useStyles2(getStyles);
  const { isDark } = useTheme2();
  return (
    <div className={styles.layout}>
      <header className={styles.bar}>
        <Text color="secondary">This is the TokenTrail preview page, not Grafana</Text>
        <Stack alignItems="center" gap={2}>
          <Text color="secondary">
            {config.bootData.user.login} ({config.bootData.user.orgRole})
          </Text>
          <IconButton name="adjust-circle" tooltip={isDark ? 'Light theme' : 'Dark theme'} onClick={onToggleTheme} />
        </Stack>
      </header>
      <div className={styles.body}>
        <Menu />
        <div className={styles.page} id="pageContent">
          {children}
        </div>
      </div>
      <Notifications />
    </div>
  );
}

function Menu() {
  const styles = useStyles2(getStyles);
  const { pathname } = useLocation();
  const dashboards = useLoaded(() => getBackendSrv().get<{ title: string; url: string }[]>('/api/search'), '');
  const links = [...appLinks(), ...dashboardLinks(dashboards), ...exploreLinks(), ...dataSourceLinks()];
  return (
    <nav className={styles.menu} aria-label="Pages">
      {links.map(({ text, path }) => (
        <a
          key={path}
          href={`${config.appSubUrl}${path}`}
          className={cx(styles.link, pathname === path && styles.activeLink)}
          {...(pathname === path ? { 'aria-current': 'page' as const } : {})}
        >
          {text}
        </a>
      ))}
    </nav>
  );
}

function dashboardLinks(loaded: Loaded<{ title: string; url: string }[]>): NavigationLink[] {
  return loaded.state === 'done' ? loaded.value.map(({ title, url }) => ({ text: title, path: url })) : [];
}

function exploreLinks(): NavigationLink[] {
  return hasPermission('datasources:explore') ? [{ text: 'Explore', path: '/explore' }] : [];
}

/**
 * Links to data source settings, for users who may write data sources. Grafana's own data sources have no settings
 * page here.
 */
function dataSourceLinks(): NavigationLink[] {
  if (!hasPermission('datasources:write')) {
    return [];
  }
  return Object.values(config.datasources)
    .filter(({ meta }) => !meta.module.startsWith('core:'))
    .map(({ name, uid }) => ({ text: `Data source ${name}`, path: `/connections/datasources/edit/${uid}` }));
}

const getStyles = (theme: GrafanaTheme2) => ({
  layout: css({ display: 'flex', flexDirection: 'column', height: '100vh' }),
  bar: css({
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'center',
    padding: theme.spacing(1, 2),
    background: theme.colors.background.primary,
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  body: css({
    display: 'flex',
    flex: 1,
    minHeight: 0,
    [theme.breakpoints.down('md')]: { flexDirection: 'column' },
  }),
  menu: css({
    display: 'flex',
    flexDirection: 'column',
    width: theme.spacing(26),
    flexShrink: 0,
    padding: theme.spacing(1),
    background: theme.colors.background.primary,
    borderRight: `1px solid ${theme.colors.border.weak}`,
    overflow: 'auto',
    // A menu beside the page leaves no room for it on a phone.
    [theme.breakpoints.down('md')]: { flexDirection: 'row', width: 'auto', whiteSpace: 'nowrap' },
  }),
  link: css({
    padding: theme.spacing(1, 1.5),
    borderRadius: theme.shape.radius.default,
    color: theme.colors.text.secondary,
    '&:hover': { background: theme.colors.action.hover, color: theme.colors.text.primary },
  }),
  activeLink: css({ background: theme.colors.action.selected, color: theme.colors.text.primary }),
  page: css({
    display: 'flex',
    flexDirection: 'column',
    flex: 1,
    minWidth: 0,
    overflow: 'auto',
    background: theme.colors.background.primary,
  }),
});
