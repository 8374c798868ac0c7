import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { interceptLinks } from './links.ts';
import { PreviewPluginPage } from './chrome/PluginPage.tsx';
import { installRuntime } from './runtime/install.ts';
import { shareDependencies } from './shared-dependencies.ts';

async function main(): Promise<void> {
  shareDependencies();
  await installRuntime(PreviewPluginPage);
  interceptLinks(document);
  const root = document.getElementById('root');
  if (root !== null) {
    createRoot(root).render(<App />);
  }
}

await main();
