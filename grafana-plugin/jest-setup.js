// Jest setup provided by Grafana scaffolding
import './.config/jest-setup';
import { setPluginPage } from 'grafana-runtime-internals/components/PluginPage.cjs';
import React from 'react';

// Outside Grafana, a plugin's page renders only its content. Grafana renders its actions too, in the header.
setPluginPage(({ actions, children }) => React.createElement('div', null, actions, children));
