import { createRoot } from 'react-dom/client';
import { App } from './App';
import { interceptLinks } from './links';
import { PreviewPluginPage } from './chrome/PluginPage';
import { installRuntime } from './runtime/install';
import { shareDependencies } from './shared-dependencies';

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
