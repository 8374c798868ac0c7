import React from 'react';
import { Navigate, Route, Routes } from 'react-router-dom';
import { REQUESTS_PATH } from '../constants.ts';
import { RequestPage } from './RequestPage.tsx';
import { UsageLogPage } from './UsageLogPage.tsx';

/** The app's pages, under `/a/<app>/`. */
export default function App() {
  return (
    <Routes>
      <Route path="requests" element={<UsageLogPage />} />
      <Route path="requests/:traceId/:spanId" element={<RequestPage />} />
      <Route path="*" element={<Navigate to={REQUESTS_PATH} replace />} />
    </Routes>
  );
}
