import { t } from '@grafana/i18n';
import { LoadingPlaceholder } from '@grafana/ui';
import React, { lazy, Suspense } from 'react';
import { Navigate, Route, Routes, useSearchParams } from 'react-router-dom';
import { parseDataSource, usageLogPath } from '../links.ts';
import { ROUTES } from '../routes.ts';
import { LedgerProvider } from '../store/LedgerProvider.tsx';
import { testIds } from '../testIds.ts';

const UsageLogPage = lazy(() => import('./UsageLogPage.tsx'));
const RequestPage = lazy(() => import('./RequestPage.tsx'));

/** Root page of the app, under `/a/<app>/`. Each page is loaded on first use. */
export default function App() {
  const [search] = useSearchParams();
  return (
    <LedgerProvider uid={parseDataSource(search)}>
      <Suspense
        fallback={
          <LoadingPlaceholder text={t('pages.app.loading', 'Loading page…')} data-testid={testIds.states.loading} />
        }
      >
        <Routes>
          <Route path={ROUTES.usageLog} element={<UsageLogPage />} />
          <Route path={ROUTES.request} element={<RequestPage />} />
          <Route path="*" element={<Navigate to={usageLogPath()} replace />} />
        </Routes>
      </Suspense>
    </LedgerProvider>
  );
}
