import { t } from '@grafana/i18n';
import { LoadingPlaceholder } from '@grafana/ui';
import React, { lazy, Suspense, type ReactNode } from 'react';
import { Navigate, Route, Routes, useLocation, useSearchParams } from 'react-router-dom';
import { HideNames } from '../components/NamesHidden.tsx';
import { withoutVariables } from '../filter-parameters.ts';
import { parseDataSource, usageLogPath } from '../links.ts';
import { ROUTES } from '../routes.ts';
import { LedgerProvider } from '../store/LedgerProvider.tsx';
import { UserSettingsProvider, useUserSetting } from '../store/user-settings.tsx';
import { testIds } from '../testIds.ts';

const UsageLogPage = lazy(() => import('./UsageLogPage.tsx'));
const StatsPage = lazy(() => import('./StatsPage.tsx'));
const RequestPage = lazy(() => import('./RequestPage.tsx'));

/** Root page of the app, under `/a/<app>/`. Each page is loaded on first use. */
export default function App() {
  const [search] = useSearchParams();
  const { pathname } = useLocation();
  const filtered = withoutVariables(search);
  if (filtered !== null) {
    return <Navigate to={{ pathname, search: filtered.toString() }} replace />;
  }
  return (
    <LedgerProvider uid={parseDataSource(search)}>
      <UserSettingsProvider>
        <NamesOnScreen>
          <Suspense
            fallback={
              <LoadingPlaceholder text={t('pages.app.loading', 'Loading page…')} data-testid={testIds.states.loading} />
            }
          >
            <Routes>
              <Route path={ROUTES.usageLog} element={<UsageLogPage />} />
              <Route path={ROUTES.stats} element={<StatsPage />} />
              <Route path={ROUTES.request} element={<RequestPage />} />
              <Route path="*" element={<Navigate to={usageLogPath()} replace />} />
            </Routes>
          </Suspense>
        </NamesOnScreen>
      </UserSettingsProvider>
    </LedgerProvider>
  );
}

/** Hides names and keys on all pages if the user has chosen so. */
function NamesOnScreen({ children }: { children: ReactNode }) {
  const [hideNames] = useUserSetting('hide-names');
  return <HideNames value={hideNames !== ''}>{children}</HideNames>;
}
