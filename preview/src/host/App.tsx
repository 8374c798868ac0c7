import { ThemeContext } from '@grafana/data';
import { config, locationService, LocationServiceProvider, ThemeChangedEvent, getAppEvents } from '@grafana/runtime';
import { ErrorBoundaryAlert, GlobalStyles, PortalContainer } from '@grafana/ui';
import { useMemo, useState } from 'react';
import { Router } from 'react-router-dom';
import { CompatRouter, Navigate, Route, Routes } from 'react-router-dom-v5-compat';
import { Chrome } from './chrome/Chrome';
import { homePath } from './navigation';
import { AppPage } from './pages/AppPage';
import { AppConfigPage } from './pages/AppConfigPage';
import { DashboardPage } from './pages/DashboardPage';
import { DataSourcePage } from './pages/DataSourcePage';
import { ExplorePage } from './pages/ExplorePage';
import { NotFoundPage } from './pages/NotFoundPage';
import { applyTheme, initialThemeMode, rememberThemeMode, type ThemeMode } from './theme';

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
