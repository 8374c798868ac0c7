import { ThemeContext } from '@grafana/data';
import { config, locationService, LocationServiceProvider, ThemeChangedEvent, getAppEvents } from '@grafana/runtime';
import { ErrorBoundaryAlert, GlobalStyles, PortalContainer } from '@grafana/ui';
import { useMemo, useState } from 'react';
import { Router } from 'react-router-dom';
import { CompatRouter, Navigate, Route, Routes } from 'react-router-dom-v5-compat';
import { Chrome } from './chrome/Chrome.tsx';
import { homePath } from './navigation.ts';
import { AppPage } from './pages/AppPage.tsx';
import { AppConfigPage } from './pages/AppConfigPage.tsx';
import { DashboardPage } from './pages/DashboardPage.tsx';
import { DataSourcePage } from './pages/DataSourcePage.tsx';
import { ExplorePage } from './pages/ExplorePage.tsx';
import { NotFoundPage } from './pages/NotFoundPage.tsx';
import { applyTheme, initialThemeMode, rememberThemeMode, type ThemeMode } from './theme.ts';

/** Root of the preview page: Grafana's theme and router with the few pages that a plugin needs. */
export function App() {
  const [mode, setMode] = useState<ThemeMode>(initialThemeMode);
  const theme = useMemo(() => applyTheme(mode), [mode]);
  // Code outside React, such as charts, reads the theme here.
  config.theme2 = theme;

  const toggleTheme = () => {
    const next = mode === 'dark' ? 'light' : 'dark';
    rememberThemeMode(next);
    setMode(next);
    getAppEvents().publish(new ThemeChangedEvent(applyTheme(next)));
  };

  return (
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <PortalContainer />
      <LocationServiceProvider service={locationService}>
        <Router history={locationService.getHistory()}>
          <CompatRouter>
            <Chrome onToggleTheme={toggleTheme}>
              <ErrorBoundaryAlert style="page">
                <Pages />
              </ErrorBoundaryAlert>
            </Chrome>
          </CompatRouter>
        </Router>
      </LocationServiceProvider>
    </ThemeContext.Provider>
  );
}

function Pages() {
  return (
    <Routes>
      <Route path="/" element={<Navigate to={homePath()} replace />} />
      <Route path="/a/:pluginId/*" element={<AppPage />} />
      <Route path="/plugins/:pluginId" element={<AppConfigPage />} />
      <Route path="/d/:uid/*" element={<DashboardPage />} />
      <Route path="/connections/datasources/edit/:uid" element={<DataSourcePage />} />
      <Route path="/explore" element={<ExplorePage />} />
      <Route path="*" element={<NotFoundPage />} />
    </Routes>
  );
}
